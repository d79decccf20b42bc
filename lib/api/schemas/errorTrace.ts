import * as z from 'zod';
import type { ErrorTrace } from '../../model/scan.ts';
import { pageOf } from './page.ts';
import { count } from './scan.ts';

/** One distinct failure of a part or of the scan. */
export const errorTraceAnswer = z
  .object({
    part: z.string().describe('Empty for a failure of the scan itself.'),
    code: z.string(),
    message: z.string(),
    checkId: z.string(),
    resourceId: z.string().describe('The first resource that it happened on.'),
    count: count.describe('How many times it happened in that part.'),
    trace: z.string(),
  })
  .meta({ id: 'ErrorTrace' }) satisfies z.ZodType<ErrorTrace>;

export const errorTracesPage = pageOf(errorTraceAnswer).meta({ id: 'ErrorTracesPage' });

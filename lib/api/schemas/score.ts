import * as z from 'zod';
import type { NamedScore, ScoreRange } from '../../model/score.ts';
import { nextLink } from './page.ts';

const points = z.number().min(0).max(100);

export const scoreRange = z
  .object({
    low: points.describe('What is unknown counted as failed.'),
    high: points.describe('What is unknown counted as passed.'),
  })
  .meta({ id: 'ScoreRange', description: '0–100.' }) satisfies z.ZodType<ScoreRange>;

export const namedScore = z
  .object({ name: z.string(), low: points, high: points })
  .meta({ id: 'NamedScore' }) satisfies z.ZodType<NamedScore>;

export const scoreAnswer = z
  .object({
    score: scoreRange.nullable().describe('Null until the scan ended, and where nothing was judged.'),
    services: z.array(namedScore).describe('Worst first.'),
    subscriptions: z.array(namedScore).describe('By id. Paged: nextLink goes on with them.'),
    nextLink,
  })
  .meta({ id: 'Score' });

import * as z from 'zod';
import { scanAnswer } from './scan.ts';

/** What a callback brings. */
export const noticeBody = scanAnswer
  .extend({ eventId: z.string().describe('The same each time that this callback is made.') })
  .meta({ id: 'Notice', description: 'The scan at its end.' });

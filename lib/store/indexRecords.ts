import * as z from 'zod';
import { json, schemaNumber, text, time } from './columns.ts';
import { scope } from './records.ts';

/** Row `active~…` of `scanIndex`: the lock on a scope, with everything needed to complete a start. */
export const activeRecord = z.object({ schema: z.literal(schemaNumber), scanId: z.string(), scan: json(z.unknown()) });
/** Row `notice~…` of `scanIndex`: a scan that ended and has callbacks to make; the to-do list of recovery. */
export const noticeRecord = z.object({ scanId: z.string() });
/** Row `new~…`. */
export const newRecord = z.object({ scanId: z.string(), scope: json(scope), requestedBy: text });
/** Row `key~…`. */
export const keyRecord = z.object({ scanId: z.string(), bodyHash: z.string(), createdAt: z.string() });
/** Row `schedule~scan`: how far SCAN_SCHEDULE was followed. */
export const scheduleRecord = z.object({
  /** The setting that the times belong to: another one begins anew. */
  schedule: z.string(),
  /** The latest due time that was dealt with. */
  done: z.string(),
  /** The due time that an instance took and has not finished with. */
  taken: time,
});
/** Row `latest~…`. */
export const latestRecord = z.object({ scanId: z.string() });
/** Row `history~…` of `scanIndex`. */
export const historyTodoRecord = z.object({ scanId: z.string() });

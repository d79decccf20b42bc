import * as z from 'zod';
import { CollectError } from './collector.ts';

/** Up to where a listing has been handed out, in the order of lower-cased ids. Rows without an id come first and are counted. */
const position = {
  after: z.string(),
  skipped: z.int().min(0),
};
const bucket = z.strictObject({ n: z.int().min(1), i: z.int().min(0), ...position });

const cursor = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('keyset'),
    /** Which listing of the part: see `listingsOf`. */
    listing: z.int().min(0),
    ...position,
    /** How many rows the listing holds; null before its first page. */
    total: z.int().nullable(),
  }),
  z.strictObject({
    mode: z.literal('buckets'),
    listing: z.int().min(0),
    /** What was handed out before the listing turned to buckets. */
    ...position,
    /** The listing is cut in `n` by hash; the next to open is `i`. */
    n: z.int().min(1),
    i: z.int().min(0),
    /** Buckets that are open, the next one last: halves of those that were too large, and the one in hand. */
    stack: z.array(bucket).max(100),
  }),
  z.strictObject({ mode: z.literal('end') }),
]);

export type Bucket = z.infer<typeof bucket>;
export type Cursor = z.infer<typeof cursor>;
export type KeysetCursor = Extract<Cursor, { mode: 'keyset' }>;
export type BucketsCursor = Extract<Cursor, { mode: 'buckets' }>;
export type OpenCursor = KeysetCursor | BucketsCursor;

/** The start of a listing. */
export function startOf(listing: number): KeysetCursor {
  return { mode: 'keyset', listing, after: '', skipped: 0, total: null };
}

export function readCursor(text: string | null): Cursor {
  if (text === null) return startOf(0);
  try {
    return cursor.parse(JSON.parse(text));
  } catch (cause) {
    throw new CollectError('invalid', 'The cursor of this part cannot be read.', { cause });
  }
}

export function writeCursor(value: Cursor): string {
  return JSON.stringify(value);
}

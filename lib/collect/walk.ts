import type { Arm } from '../azure/arm.ts';
import { stepBuckets } from './buckets.ts';
import type { Page, PartScope } from './collector.ts';
import type { Cursor, OpenCursor } from './cursor.ts';
import { readCursor, startOf, writeCursor } from './cursor.ts';
import { stepKeyset } from './keyset.ts';
import type { Columns, KnownCounts, Listing } from './listings.ts';
import { listingsOf } from './listings.ts';
import { largestPage } from './resourceGraph.ts';
import type { Step, StepRow } from './step.ts';
import { oversizedRow, toSubject } from './subjects.ts';

/** Moves without a row, one after the other, before an empty page is handed out with where to go on. */
const mostEmptySteps = 20;

/** What a walk is made with. */
export interface Walker {
  readonly arm: Arm;
  readonly known: KnownCounts;
}

interface Found {
  readonly rows: readonly StepRow[];
  readonly next: Cursor;
  /** Rows in the listings that were begun. */
  readonly listed: number | undefined;
}

interface Wish {
  readonly top: number;
  readonly columns: Columns;
}

function step({ arm, known }: Walker, listing: Listing, cursor: OpenCursor, { top, columns }: Wish): Promise<Step> {
  const walk = { arm, listing, top: Math.min(top, largestPage), columns, counted: known.of(listing) };
  return cursor.mode === 'keyset' ? stepKeyset(walk, cursor) : stepBuckets(walk, cursor);
}

function begins(cursor: OpenCursor): boolean {
  return cursor.mode === 'keyset' && cursor.total === null;
}

/** Goes on until there are rows, or the part ends. */
async function find(walker: Walker, scope: PartScope, from: Cursor, wish: Wish): Promise<Found> {
  const listings = listingsOf(scope);
  let listed: number | undefined;
  let cursor = from;
  for (let steps = 0; cursor.mode !== 'end' && steps < mostEmptySteps; steps += 1) {
    const listing = listings[cursor.listing];
    if (listing === undefined) return { rows: [], next: { mode: 'end' }, listed };
    const taken = await step(walker, listing, cursor, wish);
    if (begins(cursor)) listed = (listed ?? 0) + taken.total;
    const following = cursor.listing + 1 < listings.length ? startOf(cursor.listing + 1) : endOfPart;
    const rows = taken.rows;
    cursor = taken.next ?? following;
    if (rows.length > 0) return { rows, next: cursor, listed };
  }
  return { rows: [], next: cursor, listed };
}

const endOfPart: Cursor = { mode: 'end' };

function cursorText(cursor: Cursor | null, following: Cursor): string {
  return writeCursor(cursor ?? following);
}

/** The next rows of a part. */
export async function readPage(walker: Walker, scope: PartScope, cursor: string | null, top: number): Promise<Page> {
  const wish = { top: Math.max(1, top), columns: 'all' } as const;
  const { rows, next, listed } = await find(walker, scope, readCursor(cursor), wish);
  const items = rows.map(({ row, tooLarge, next: after }) => ({
    found: tooLarge ? oversizedRow(row) : toSubject(row),
    cursor: cursorText(after, next),
  }));
  return {
    items,
    next: next.mode === 'end' ? null : writeCursor(next),
    ...(listed === undefined ? {} : { listed }),
  };
}

/** The id of the next row of a part and the cursor after it, without what the row holds. */
export async function peekRow(
  walker: Walker,
  scope: PartScope,
  cursor: string | null,
): Promise<{ readonly id: string; readonly cursor: string } | null> {
  let from = readCursor(cursor);
  while (from.mode !== 'end') {
    const { rows, next } = await find(walker, scope, from, { top: 1, columns: 'ids' });
    const first = rows[0];
    if (first !== undefined) {
      const { id } = first.row;
      return { id: typeof id === 'string' ? id : '', cursor: cursorText(first.next, next) };
    }
    from = next;
  }
  return null;
}

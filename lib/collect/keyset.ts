import { bucketsFrom } from './buckets.ts';
import { CollectError } from './collector.ts';
import type { KeysetCursor } from './cursor.ts';
import { ascends, beyond, readKeys } from './keyed.ts';
import { literal } from './kql.ts';
import { isInherited, queryOf } from './listings.ts';
import type { GraphAnswer } from './resourceGraph.ts';
import { askGraph, largestPage } from './resourceGraph.ts';
import type { Step, Walk } from './step.ts';

// Kusto refuses `string > string`: https://learn.microsoft.com/kusto/query/strcmp-function
// The first page has no lower bound, so that rows with an empty id are on it too. Where a second page will be needed it
// tries the comparison all the same, so that a service that refuses it says so before a page is spent.
function boundOf({ counted = 0 }: Walk, { after, total }: KeysetCursor): readonly string[] {
  if (after !== '') return [`strcmp(k, ${literal(after)}) > 0`];
  return total === null && counted > largestPage ? ["strcmp(k, '') >= 0"] : [];
}

function ask(walk: Walk, cursor: KeysetCursor, top: number, columns: Walk['columns']): Promise<GraphAnswer> {
  const { arm, listing } = walk;
  const query = queryOf(listing, boundOf(walk, cursor), columns);
  return askGraph(arm, { target: listing.target, query, top, inherited: isInherited(listing) });
}

type Rows = Extract<GraphAnswer, { kind: 'rows' }>;

function turnToBuckets(cursor: KeysetCursor, total: number): Step {
  const whole = cursor.total ?? total;
  return { rows: [], next: bucketsFrom(cursor.listing, cursor, whole), total: whole };
}

function handOut({ columns }: Walk, cursor: KeysetCursor, answer: Rows, tooLarge: boolean): Step {
  const rows = readKeys(answer.rows);
  if (!ascends(rows)) return turnToBuckets(cursor, answer.total);
  const placed = beyond(rows, cursor);
  // On the first page whatever has no place is a repeat, which is not one more resource.
  const total = cursor.total ?? answer.total - (rows.length - placed.length);
  // Who peeks at a first page is not told how many rows the listing holds, so that the next page still tells.
  const kept = columns === 'ids' ? cursor.total : total;
  const ended = answer.rows.length === 0 || answer.rows.length >= answer.total;
  if (placed.length === 0 && !ended) {
    throw new CollectError(
      'invalid',
      'Resource Graph repeats rows that it already returned; the listing does not advance.',
    );
  }
  const after = placed.map(({ row, position }) => ({ row, tooLarge, next: { ...cursor, ...position, total: kept } }));
  const last = after.at(-1);
  const next = ended ? null : (last?.next ?? null);
  const found = after.map((step) => (step === last ? { ...step, next } : step));
  return { rows: found, next, total };
}

/** The next row is too large to be sent: its id is asked for alone. */
async function stepOver(walk: Walk, cursor: KeysetCursor): Promise<Step> {
  const answer = await ask(walk, cursor, cursor.skipped + 1, 'ids');
  if (answer.kind !== 'rows') throw new CollectError('invalid', 'Resource Graph could not return the id of a row.');
  return handOut(walk, cursor, answer, true);
}

/**
 * Moves one page on in the order of ids. A page that is too large is asked for again with half the rows; a service that
 * refuses the comparison, or returns another order, is walked by buckets from here on.
 */
export async function stepKeyset(walk: Walk, cursor: KeysetCursor): Promise<Step> {
  // While rows without an id are passed they come again with each page.
  let top = Math.min(walk.top + cursor.skipped, largestPage);
  for (;;) {
    const answer = await ask(walk, cursor, top, walk.columns);
    if (answer.kind === 'rows') return handOut(walk, cursor, answer, false);
    if (answer.kind === 'badQuery') {
      if (boundOf(walk, cursor).length > 0) return turnToBuckets(cursor, walk.counted ?? 0);
      throw new CollectError('invalid', `Resource Graph does not take the query: ${answer.said}`);
    }
    if (top <= cursor.skipped + 1) return stepOver(walk, cursor);
    top = Math.max(cursor.skipped + 1, Math.ceil(top / 2));
  }
}

import { CollectError } from './collector.ts';
import type { Bucket, BucketsCursor } from './cursor.ts';
import type { Keyed, Placed, Position } from './keyed.ts';
import { beyond, inOrder, readKeys } from './keyed.ts';
import { literals } from './kql.ts';
import { isInherited, queryOf } from './listings.ts';
import type { GraphAnswer } from './resourceGraph.ts';
import { askGraph, largestPage } from './resourceGraph.ts';
import type { Step, StepRow, Walk } from './step.ts';

/** Rows that a bucket shall hold: enough under 1,000 that chance does not overfill it. */
const bucketSize = 800;

/** A bucket that still overflows at this number of cuts holds rows of one id, which no hash parts. */
const mostCuts = 2 ** 20;

/** Ids in one query, so that its text stays short. */
const mostIds = 100;

/** The walk by buckets from a position on. `total` is how many rows the listing holds. */
export function bucketsFrom(listing: number, { after, skipped }: Position, total: number): BucketsCursor {
  const n = Math.max(1, Math.ceil(total / bucketSize));
  return { mode: 'buckets', listing, after, skipped, n, i: 0, stack: [] };
}

type Rows = Extract<GraphAnswer, { kind: 'rows' }>;

// https://learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results ("Hash-based data partitioning").
// Kusto's % is never negative: https://learn.microsoft.com/kusto/query/numerical-operators
async function ask(
  { arm, listing }: Walk,
  { n, i }: Bucket,
  columns: Walk['columns'],
  extra: readonly string[] = [],
): Promise<Rows | undefined> {
  const within = n === 1 ? [] : [`hash(tolower(id)) % ${String(n)} == ${String(i)}`];
  const query = queryOf(listing, [...within, ...extra], columns);
  const answer = await askGraph(arm, {
    target: listing.target,
    query,
    top: largestPage,
    inherited: isInherited(listing),
  });
  if (answer.kind === 'badQuery') {
    throw new CollectError('invalid', `Resource Graph does not take the query: ${answer.said}`);
  }
  return answer.kind === 'rows' ? answer : undefined;
}

function open(cursor: BucketsCursor): BucketsCursor | null {
  if (cursor.stack.length > 0) return cursor;
  const { n, i, after, skipped } = cursor;
  return i >= n ? null : { ...cursor, i: i + 1, stack: [{ n, i, after, skipped }] };
}

/** The cursor past the bucket in hand; null at the end of the listing. */
function close(cursor: BucketsCursor): BucketsCursor | null {
  const stack = cursor.stack.slice(0, -1);
  return stack.length === 0 && cursor.i >= cursor.n ? null : { ...cursor, stack };
}

function split(cursor: BucketsCursor, bucket: Bucket, total: number): Step {
  const n = bucket.n * 2;
  const halves = [
    { ...bucket, n, i: bucket.i + bucket.n },
    { ...bucket, n },
  ];
  return { rows: [], next: { ...cursor, stack: [...cursor.stack.slice(0, -1), ...halves] }, total };
}

function overflows({ rows, total }: Rows, bucket: Bucket): boolean {
  return rows.length > 0 && total > rows.length && bucket.n < mostCuts;
}

function within(cursor: BucketsCursor, bucket: Bucket, { after, skipped }: Position): BucketsCursor {
  return { ...cursor, stack: [...cursor.stack.slice(0, -1), { ...bucket, after, skipped }] };
}

/** `next` is where to go on after the last of the rows. */
function handOut(
  cursor: BucketsCursor,
  bucket: Bucket,
  placed: readonly Placed[],
  next: BucketsCursor | null,
  tooLarge = false,
): readonly StepRow[] {
  return placed.map(({ row, position }, index) => ({
    row,
    tooLarge,
    next: index === placed.length - 1 ? next : within(cursor, bucket, position),
  }));
}

/** The rows of some ids in full; of a single row that cannot be sent, what is known of it. */
async function fill(walk: Walk, bucket: Bucket, wanted: readonly Placed[]): Promise<readonly Keyed[] | undefined> {
  const keys = [...new Set(wanted.map(({ key }) => key))];
  const answer = await ask(walk, bucket, 'all', [`k in ${literals(keys)}`]);
  return answer === undefined ? undefined : readKeys(answer.rows);
}

/** A few rows of a bucket: its ids tell which come next, and those are read by id. */
async function stepByIds(walk: Walk, cursor: BucketsCursor, bucket: Bucket): Promise<Step> {
  const ids = await ask(walk, bucket, 'ids');
  if (ids === undefined) throw new CollectError('invalid', 'Resource Graph could not list the ids of a bucket.');
  if (overflows(ids, bucket)) return split(cursor, bucket, ids.total);
  const left = beyond(inOrder(readKeys(ids.rows)), bucket);
  for (let count = Math.min(walk.top, mostIds); ; count = Math.ceil(count / 2)) {
    const wanted = left.slice(0, count);
    const last = wanted.at(-1);
    const next = last === undefined || count >= left.length ? close(cursor) : within(cursor, bucket, last.position);
    const step = { next, total: ids.total };
    if (last === undefined || walk.columns === 'ids') return { ...step, rows: handOut(cursor, bucket, wanted, next) };
    const rows = await fill(walk, bucket, wanted);
    if (rows !== undefined) {
      const placed = beyond(inOrder(rows), bucket).slice(0, count);
      return { ...step, rows: handOut(cursor, bucket, placed, next) };
    }
    if (count === 1) return { ...step, rows: handOut(cursor, bucket, wanted, next, true) };
  }
}

/** Moves on within a bucket, or halves one that overflows. The order of rows is the same for every `top`. */
export async function stepBuckets(walk: Walk, from: BucketsCursor): Promise<Step> {
  const cursor = open(from);
  const bucket = cursor?.stack.at(-1);
  if (cursor === null || bucket === undefined) return { rows: [], next: null, total: 0 };
  if (walk.columns === 'ids' || walk.top < largestPage) return stepByIds(walk, cursor, bucket);
  const answer = await ask(walk, bucket, 'all');
  if (answer === undefined) return stepByIds(walk, cursor, bucket);
  if (overflows(answer, bucket)) return split(cursor, bucket, answer.total);
  const next = close(cursor);
  const placed = beyond(inOrder(readKeys(answer.rows)), bucket);
  return { rows: handOut(cursor, bucket, placed, next), next, total: answer.total };
}

import { Semaphore } from 'async-mutex';
import { addTallies, addTally, emptyTally, type CheckTally, type Tallies } from '../judge/tally.ts';
import { errorKey, findingPrefixes, hashOf, prefixRange, seenKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import type { PartRecord } from '../store/records.ts';
import { weigh, type Table, type Write } from '../store/table.ts';
import type { PartHold } from './partHold.ts';
import { tallyRowWeight, type SubscriptionTallies } from './subscriptionTallies.ts';
import { failureHash, type Failure } from './trace.ts';
import { takeTurn } from './turns.ts';
import type { WorkItem } from './workItem.ts';

/** What a slice holds at most, so that with the part row and the seen row it is one transaction of Azure's. Tallies of subscriptions count as rows. */
const mostRows = 90;
const mostErrors = 8;
const heaviest = 3 * 1024 * 1024;

/** Some whole items on their way into one transaction. */
export interface Slice {
  readonly items: WorkItem[];
  /** Those whose tallies change. */
  readonly subscriptions: Set<string>;
  rows: number;
  weight: number;
  readonly errors: Map<string, { readonly failure: Failure; count: number }>;
}

export const newSlice = (): Slice => ({
  items: [],
  subscriptions: new Set(),
  rows: 0,
  weight: 0,
  errors: new Map(),
});

/** The failures that a slice does not hold yet, and what their rows weigh. */
function freshErrors(slice: Slice, item: WorkItem) {
  const fresh = new Map(item.failures.map((failure) => [failureHash(failure), failure] as const));
  for (const hash of slice.errors.keys()) fresh.delete(hash);
  const weight = [...fresh.values()].reduce((sum, failure) => sum + 1000 + 2 * failure.trace.length, 0);
  return { count: fresh.size, weight };
}

/** Whether an item changes the tallies of a subscription that no earlier item of the slice did. */
const isOther = ({ subscriptions }: Slice, { tallies, subscriptionId }: WorkItem): boolean =>
  tallies.length > 0 && !subscriptions.has(subscriptionId);

/** Whether an item has to wait for the next slice. */
export function overflows(slice: Slice, item: WorkItem): boolean {
  if (slice.items.length === 0) return false;
  const errors = freshErrors(slice, item);
  const other = isOther(slice, item) ? 1 : 0;
  return (
    slice.rows + item.rows.length + slice.subscriptions.size + other > mostRows ||
    slice.errors.size + errors.count > mostErrors ||
    slice.weight + weigh(item.rows) + errors.weight + other * tallyRowWeight > heaviest
  );
}

export function addItem(slice: Slice, item: WorkItem): void {
  slice.weight += weigh(item.rows) + freshErrors(slice, item).weight;
  if (isOther(slice, item)) {
    slice.weight += tallyRowWeight;
    slice.subscriptions.add(item.subscriptionId);
  }
  slice.items.push(item);
  slice.rows += item.rows.length;
  for (const failure of item.failures) {
    const hash = failureHash(failure);
    const known = slice.errors.get(hash);
    if (known) known.count += 1;
    else slice.errors.set(hash, { failure, count: 1 });
  }
}

/** Distinct errors of a part that get a row and a count of their own; later ones are counted by check and code. */
const mostDistinct = 500;

function errorWrites(
  part: PartRecord,
  slice: Slice,
): { readonly rows: readonly Write[]; readonly counts: Record<string, number> } {
  const counts = { ...part.errorCounts };
  const rows = new Map<string, Write>();
  for (const [hash, { failure, count }] of slice.errors) {
    const own = hash in counts || Object.keys(counts).length < mostDistinct;
    const key = own ? hash : hashOf(`${failure.checkId} ${failure.code}`);
    const total = (counts[key] ?? 0) + count;
    counts[key] = total;
    const rowKey = errorKey(part.part, key);
    // The trace stays that of the first time; later slices only count.
    const write: Write =
      part.errorCounts[key] === undefined
        ? { kind: 'upsert', rowKey, properties: toProperties({ ...failure, part: part.part, count: total }) }
        : { kind: 'merge', rowKey, etag: '*', properties: toProperties({ count: total }) };
    rows.set(rowKey, write);
  }
  return { rows: [...rows.values()], counts };
}

/** The resources of a slice as packed hashes, 16 bytes each, so that changes can tell resolved from gone from not read. */
function seenWrite(part: PartRecord, slice: Slice): readonly Write[] {
  const ids = slice.items.map((item) => item.resourceId).filter((id) => id !== '');
  if (ids.length === 0) return [];
  const hashes = Buffer.from(ids.map(hashOf).join(''), 'hex').toString('base64');
  return [{ kind: 'upsert', rowKey: seenKey(part.part, part.seq), properties: toProperties({ hashes }) }];
}

/** What the checks came to, by subscription. */
function talliesOf({ items }: Slice): ReadonlyMap<string, Tallies> {
  const sums = new Map<string, Record<string, CheckTally>>();
  for (const { subscriptionId, tallies } of items.filter((item) => item.tallies.length > 0)) {
    const sum = sums.get(subscriptionId) ?? {};
    for (const [checkId, tally] of tallies) sum[checkId] = addTally(sum[checkId] ?? emptyTally, tally);
    sums.set(subscriptionId, sum);
  }
  return sums;
}

/** Rows of an item too large for one transaction: marked as open first, then written in several. The last batch is left. */
async function writeAhead(hold: PartHold, item: WorkItem, rows: readonly Write[]): Promise<readonly Write[] | 'lost'> {
  const { resourceId, checks } = item;
  const batches: Write[][] = [];
  for (const row of rows) {
    const last = batches.at(-1);
    if (last && last.length < mostRows && weigh([...last, row]) < heaviest) last.push(row);
    else batches.push([row]);
  }
  const final = batches.pop() ?? [];
  for (const batch of batches) {
    if (!(await hold.update({ open: { resourceId, checks } }, batch))) return 'lost';
  }
  return final;
}

/**
 * Transactions of this process on their way at once. Two fill what a partition takes, some 2,000 rows a second; more
 * would hold memory while they wait, and what the API asks of storage would wait behind them.
 */
const commits = new Semaphore(2);

/**
 * Commits a slice: findings, errors, seen, tallies, cursor and seq + 1 in one transaction with the part's ETag. A crash
 * leaves it wholly done or not begun. False when the part was lost.
 */
export function commitSlice(
  hold: PartHold,
  tallies: SubscriptionTallies,
  slice: Slice,
  change: Partial<PartRecord>,
): Promise<boolean> {
  return commits.runExclusive(async () => {
    await takeTurn();
    return writeSlice(hold, tallies, slice, change);
  });
}

async function writeSlice(
  hold: PartHold,
  tallies: SubscriptionTallies,
  slice: Slice,
  change: Partial<PartRecord>,
): Promise<boolean> {
  const part = hold.record();
  const [item] = slice.items;
  const errors = errorWrites(part, slice);
  const found = new Map(slice.items.flatMap((one) => one.rows).map((row) => [row.rowKey, row]));
  // A transaction names each row once: two rows of a listing without an id have one key.
  const all = [...found.values(), ...errors.rows];
  const large = all.length + slice.subscriptions.size > mostRows + mostErrors || slice.weight > heaviest;
  const rows = large && item ? await writeAhead(hold, item, all) : all;
  if (rows === 'lost') return false;
  const judged = slice.items.reduce((sum, one) => sum + one.judged, 0);
  const failures = slice.items.reduce((sum, one) => sum + one.failures.length, 0);
  const cursor = slice.items.at(-1)?.cursor ?? part.cursor;
  const bySubscription = talliesOf(slice);
  return hold.update(
    {
      seq: part.seq + 1,
      cursor,
      judged: part.judged + judged,
      errors: part.errors + failures,
      tallies: [...bySubscription.values()].reduce(addTallies, part.tallies),
      errorCounts: errors.counts,
      open: null,
      tried: null,
      inFlight: '',
      stalledSince: null,
      recoveries: 0,
      ...change,
    },
    [...rows, ...seenWrite(part, slice), ...(await tallies.add(bySubscription))],
  );
}

/** Deletes what a crashed worker wrote of an item that spans several transactions. False when the part was lost. */
export async function dropOpen(table: Table, hold: PartHold): Promise<boolean> {
  const { open } = hold.record();
  if (!open) return true;
  for (const prefix of open.checks.flatMap((checkId) => findingPrefixes(checkId, open.resourceId))) {
    const range = { ...prefixRange(prefix), top: mostRows };
    let left = 1;
    const deletes = async (): Promise<readonly Write[]> => {
      const { rows } = await table.page(hold.scanId, range);
      left = rows.length;
      return rows.map(({ rowKey }) => ({ kind: 'delete', rowKey }));
    };
    while (left > 0) if (!(await hold.update({}, deletes))) return false;
  }
  return hold.update({ open: null });
}

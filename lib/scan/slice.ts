import { addTallies, addTally, emptyTally, type CheckTally } from '../judge/tally.ts';
import { errorKey, findingPrefix, hashOf, prefixRange, seenKey } from '../store/keys.ts';
import { toProperties, type PartRecord } from '../store/records.ts';
import { weigh, type Table, type Write } from '../store/table.ts';
import type { PartHold } from './partHold.ts';
import { failureHash, type Failure } from './trace.ts';
import type { WorkItem } from './workItem.ts';

/** What a slice holds at most, so that with the part row and the seen row it is one transaction of Azure's. */
const mostRows = 90;
const mostErrors = 8;
const heaviest = 3 * 1024 * 1024;

/** Some whole items on their way into one transaction. */
export interface Slice {
  readonly items: WorkItem[];
  rows: number;
  weight: number;
  readonly errors: Map<string, { readonly failure: Failure; count: number }>;
}

export const newSlice = (): Slice => ({ items: [], rows: 0, weight: 0, errors: new Map() });

/** Whether an item has to wait for the next slice. */
export function overflows(slice: Slice, item: WorkItem): boolean {
  const fresh = new Set(item.failures.map(failureHash).filter((hash) => !slice.errors.has(hash)));
  return (
    slice.items.length > 0 &&
    (slice.rows + item.rows.length > mostRows ||
      slice.errors.size + fresh.size > mostErrors ||
      slice.weight + weigh(item.rows) > heaviest)
  );
}

export function addItem(slice: Slice, item: WorkItem): void {
  slice.items.push(item);
  slice.rows += item.rows.length;
  slice.weight += weigh(item.rows);
  for (const failure of item.failures) {
    const hash = failureHash(failure);
    const known = slice.errors.get(hash);
    if (known) known.count += 1;
    else slice.errors.set(hash, { failure, count: 1 });
  }
}

function errorWrites(
  part: PartRecord,
  slice: Slice,
): { readonly rows: Write[]; readonly counts: Record<string, number> } {
  const counts = { ...part.errorCounts };
  const rows = [...slice.errors].map(([hash, { failure, count }]): Write => {
    const total = (counts[hash] ?? 0) + count;
    const first = counts[hash] === undefined;
    counts[hash] = total;
    // The trace stays that of the first time; later slices only count.
    const properties = first ? { ...failure, part: part.part, count: total } : { count: total };
    const rowKey = errorKey(part.part, hash);
    return first
      ? { kind: 'upsert', rowKey, properties: toProperties(properties) }
      : { kind: 'merge', rowKey, etag: '*', properties: toProperties(properties) };
  });
  return { rows, counts };
}

/** The resources of a slice as packed hashes, 16 bytes each, so that changes can tell resolved from gone from not read. */
function seenWrite(part: PartRecord, slice: Slice): readonly Write[] {
  const ids = slice.items.map((item) => item.resourceId).filter((id) => id !== '');
  if (ids.length === 0) return [];
  const hashes = Buffer.from(ids.map(hashOf).join(''), 'hex').toString('base64');
  return [{ kind: 'upsert', rowKey: seenKey(part.part, part.seq), properties: { hashes } }];
}

function talliesOf(slice: Slice): Record<string, CheckTally> {
  const sum: Record<string, CheckTally> = {};
  for (const item of slice.items) {
    for (const [checkId, tally] of item.tallies) sum[checkId] = addTally(sum[checkId] ?? emptyTally, tally);
  }
  return sum;
}

/** Rows of an item too large for one transaction: marked as open first, then written in several. */
async function writeAhead(hold: PartHold, item: WorkItem): Promise<readonly Write[] | 'lost'> {
  const { resourceId, checks } = item;
  const batches: Write[][] = [];
  for (const row of item.rows) {
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
 * Commits a slice: findings, errors, seen, tallies, cursor and seq + 1 in one transaction with the part's ETag. A crash
 * leaves it wholly done or not begun. False when the part was lost.
 */
export async function commitSlice(hold: PartHold, slice: Slice, change: Partial<PartRecord>): Promise<boolean> {
  const part = hold.record();
  const [item] = slice.items;
  const large = slice.rows > mostRows || slice.weight > heaviest;
  const rows = large && item ? await writeAhead(hold, item) : slice.items.flatMap((one) => one.rows);
  if (rows === 'lost') return false;
  const errors = errorWrites(part, slice);
  const judged = slice.items.reduce((sum, one) => sum + one.judged, 0);
  const failures = slice.items.reduce((sum, one) => sum + one.failures.length, 0);
  const cursor = slice.items.at(-1)?.cursor ?? part.cursor;
  return hold.update(
    {
      seq: part.seq + 1,
      cursor,
      judged: part.judged + judged,
      errors: part.errors + failures,
      tallies: addTallies(part.tallies, talliesOf(slice)),
      errorCounts: errors.counts,
      open: null,
      tried: null,
      stalledSince: null,
      recoveries: 0,
      ...change,
    },
    [...rows, ...errors.rows, ...seenWrite(part, slice)],
  );
}

/** Deletes what a crashed worker wrote of an item that spans several transactions. False when the part was lost. */
export async function dropOpen(table: Table, hold: PartHold): Promise<boolean> {
  const { open } = hold.record();
  if (!open) return true;
  for (const checkId of open.checks) {
    const range = prefixRange(findingPrefix(checkId, open.resourceId));
    let page = await table.page(hold.scanId, { ...range, top: mostRows });
    while (page.rows.length > 0) {
      const deletes = page.rows.map(({ rowKey }): Write => ({ kind: 'delete', rowKey }));
      if (!(await hold.update({}, deletes))) return false;
      page = await table.page(hold.scanId, { ...range, top: mostRows });
    }
  }
  return hold.update({ open: null });
}

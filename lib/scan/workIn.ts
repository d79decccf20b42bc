import { changesOf, type Comparison } from '../judge/changes.ts';
import type { ChangeKind } from '../model/change.ts';
import { toProperties } from '../store/columns.ts';
import { firstRecord } from '../store/historyRecords.ts';
import { firstKey } from '../store/keys.ts';
import type { ScanRecord } from '../store/records.ts';
import type { Range, Table, Write } from '../store/table.ts';
import { openComparison } from './comparison.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { findingRanges } from './findings.ts';
import { findingRows, type FindingRow } from './findingRows.ts';
import { isGoing } from './isGoing.ts';
import { continueAfter } from './listing.ts';
import { mergePairs, type MergedPair } from './mergePairs.ts';
import type { SeriesProgress } from './seriesProgress.ts';
import { takeTurn } from './turns.ts';

/** A scan whose findings are worked into the history of its series. */
export interface HistoryWork {
  /** The scan before; undefined where there is none any more. */
  readonly older: Control | undefined;
  readonly newer: Control;
  readonly progress: SeriesProgress;
}

/** Rows beside the state row, so that together they are one transaction. */
const mostRows = 99;

/** Continues after a pair: no hash sorts after it. */
const endOf = (pair: string): string => `${pair}~\uFFFF`;

/** The findings of a scan that are not worked in yet. */
function rangesLeft(context: ScanContext, control: Control, after: string): readonly Range[] {
  return continueAfter(findingRanges(context, control, {}), after === '' ? undefined : `finding~${endOf(after)}`);
}

/** First sightings lie as the findings do. */
const ofFirsts = ({ from, to, after }: Range): Range => ({
  from: firstKey(from),
  to: firstKey(to),
  ...(after !== undefined && { after: firstKey(after) }),
});

async function* firstRows(
  table: Table,
  series: string,
  ranges: readonly Range[],
): AsyncGenerator<FindingRow, void, undefined> {
  for (const range of ranges) {
    for await (const stored of table.rows(series, ofFirsts(range))) {
      const { subscriptionId, resourceType } = firstRecord.parse(stored.properties);
      yield { key: stored.rowKey.slice('first~'.length), status: 'fail', subscriptionId, resourceType, stored };
    }
  }
}

const noRows: AsyncIterable<FindingRow> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

function newRow({ key, subscriptionId, resourceType }: FindingRow, { id, createdAt }: ScanRecord): Write {
  const properties = toProperties({ scanId: id, at: createdAt, subscriptionId, resourceType });
  return { kind: 'upsert', rowKey: firstKey(`finding~${key}`), properties };
}

/** Findings that nobody saw before are noted, and those that are resolved or gone struck off. What was not read stays. */
function writesOf(merged: MergedPair<FindingRow>, scan: ScanRecord, comparison: Comparison): readonly Write[] {
  const [, newer = [], firsts = []] = merged.rows;
  const known = new Set(firsts.map(({ key }) => key));
  const changed = changesOf({ ...merged, older: firsts, newer }, comparison);
  const over = changed.filter(({ change }) => change === 'resolved' || change === 'gone');
  return [
    ...newer.filter(({ key }) => !known.has(key)).map((found) => newRow(found, scan)),
    ...over.map(({ found }): Write => ({ kind: 'delete', rowKey: firstKey(`finding~${found.key}`) })),
  ];
}

type Counts = Record<ChangeKind, number>;

function count(counts: Counts, merged: MergedPair<FindingRow>, comparison: Comparison): void {
  const [older = [], newer = []] = merged.rows;
  for (const { change } of changesOf({ ...merged, older, newer }, comparison)) counts[change] += 1;
}

/** Works the findings of a scan into its series, within the budget of one delivery. */
export async function workIn(context: ScanContext, work: HistoryWork): Promise<'done' | 'again' | 'lost'> {
  const { older, newer, progress } = work;
  const { scans, history } = context.store;
  const { record } = newer.scan;
  const began = performance.now();
  const comparison = await openComparison(context, older, newer);
  const { after } = progress.state();
  const left = rangesLeft(context, newer, after);
  const sources = [
    older === undefined ? noRows : findingRows(scans, older.scan.record.id, rangesLeft(context, older, after)),
    findingRows(scans, record.id, left),
    firstRows(history, record.series, left),
  ];
  const counts: Counts = { ...progress.state().counts };
  let last = after;
  let rows: Write[] = [];
  // However short the budget, a delivery deals with one pair.
  const isOver = (): boolean => last !== after && performance.now() - began >= context.settings.timings.budget;
  const save: SeriesProgress['write'] = async (change, some) =>
    !(await isGoing(scans, record.id)) && progress.write(change, some);
  for await (const merged of mergePairs<FindingRow>(sources)) {
    await takeTurn();
    const more = writesOf(merged, record, comparison);
    if (rows.length + more.length > mostRows || isOver()) {
      if (!(await save({ after: last, counts: { ...counts } }, rows))) return 'lost';
      if (isOver()) return 'again';
      rows = [];
    }
    rows.push(...more);
    // More than one transaction takes: the first ones go ahead, and are written again after a crash.
    while (rows.length > mostRows) if (!(await save({}, rows.splice(0, mostRows)))) return 'lost';
    if (older !== undefined) count(counts, merged, comparison);
    last = merged.pair;
  }
  return (await save({ after: last, counts, done: true }, rows)) ? 'done' : 'lost';
}

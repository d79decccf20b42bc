import pMap from 'p-map';
import type { FirstSeen } from '../model/finding.ts';
import { firstRecord, seriesStateRecord } from '../store/historyRecords.ts';
import { firstKey, seriesStateKey } from '../store/keys.ts';
import type { Stored, Table } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';

/** The first sightings of some rows of findings, by row key. Null where it cannot be told. */
export type Sightings = (rows: readonly Stored[]) => Promise<(rowKey: string) => FirstSeen | null>;

/** Rows of the history asked for at once, one by one. */
const atOnce = 32;
const largestPage = 1000;

const isFinding = ({ rowKey }: Stored): boolean => rowKey.startsWith('finding~');

/** Rows that lie close are read in one page; those beyond it, as under a filter that leaves few, one by one. */
async function readFirsts(table: Table, series: string, keys: readonly string[]): Promise<readonly Stored[]> {
  const [from] = keys;
  const last = keys.at(-1);
  if (from === undefined || last === undefined) return [];
  const { rows, next } = await table.page(series, { from, to: `${last}~`, top: Math.min(keys.length, largestPage) });
  const beyond = next === null ? [] : keys.filter((key) => key > next);
  const single = await pMap(beyond, (key) => table.get(series, key), { concurrency: atOnce });
  return [...rows, ...single.filter((stored) => stored !== undefined)];
}

/** Opens the history of a scan's series. What it lacks was first seen in this scan, unless a later one was worked in. */
export async function openSightings({ store }: ScanContext, { scan }: Control): Promise<Sightings> {
  const { id, series, scope, createdAt } = scan.record;
  // A scan of single resources makes no history.
  if (scope.resourceIds !== undefined) return () => Promise.resolve(() => null);
  const state = await store.history.get(series, seriesStateKey);
  const isPast = state !== undefined && seriesStateRecord.parse(state.properties).scanId > id;
  const unknown = isPast ? null : { scanId: id, at: createdAt };
  return async (rows) => {
    const keys = rows.filter(isFinding).map(({ rowKey }) => firstKey(rowKey));
    // The row of the state is written with the first of them.
    const firsts = state === undefined ? [] : await readFirsts(store.history, series, keys);
    const known = new Map(firsts.map(({ rowKey, properties }) => [rowKey, firstRecord.parse(properties)]));
    return (rowKey) => {
      const first = known.get(firstKey(rowKey));
      if (!rowKey.startsWith('finding~')) return null;
      if (first === undefined) return unknown;
      // Found by a later scan alone: it was mended between, and came back.
      return first.scanId > id ? null : { scanId: first.scanId, at: first.at };
    };
  };
}

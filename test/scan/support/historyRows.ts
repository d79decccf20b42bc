import type { ScanContext } from '../../../lib/scan/context.ts';
import { replaceScan } from '../../../lib/scan/control.ts';
import { toProperties } from '../../../lib/store/columns.ts';
import { historyTodoKey, indexPartition, posturePartition, prefixRange } from '../../../lib/store/keys.ts';
import type { Stored, Table, Write } from '../../../lib/store/table.ts';
import { controlOf } from './series.ts';

/** Every row of the history by partition, without the service's own columns. */
export type HistoryRows = Readonly<Record<string, Readonly<Record<string, Stored['properties']>>>>;

async function rowsIn(table: Table, partition: string): Promise<Readonly<Record<string, Stored['properties']>>> {
  const rows: Record<string, Stored['properties']> = {};
  for await (const { rowKey, properties } of table.rows(partition, prefixRange(''))) rows[rowKey] = properties;
  return rows;
}

/** The history of a scan's series, of subscriptions, and how they stand. */
export async function historyRows(
  context: ScanContext,
  scanId: string,
  subscriptions: readonly string[],
): Promise<HistoryRows> {
  const { series } = (await controlOf(context, scanId)).scan.record;
  const partitions = [series, posturePartition, ...subscriptions];
  const rows = await Promise.all(partitions.map((partition) => rowsIn(context.store.history, partition)));
  return Object.fromEntries(partitions.map((partition, index) => [partition, rows[index] ?? {}]));
}

async function restore(table: Table, partition: string, rows: HistoryRows[string]): Promise<void> {
  const there = await rowsIn(table, partition);
  const writes = [
    ...Object.keys(there).map((rowKey): Write => ({ kind: 'delete', rowKey })),
    ...Object.entries(rows).map(([rowKey, properties]): Write => ({
      kind: 'upsert',
      rowKey,
      properties: toProperties(properties),
    })),
  ];
  const deletes = writes.filter((write) => write.kind === 'delete' && !(write.rowKey in rows));
  const upserts = writes.filter(({ kind }) => kind === 'upsert');
  for (const some of [deletes, upserts]) {
    for (let at = 0; at < some.length; at += 100) await table.write(partition, some.slice(at, at + 100));
  }
}

/** Puts the rows of a scan back, after it was deleted. */
export async function put({ store }: ScanContext, scanId: string, rows: readonly Stored[]): Promise<void> {
  const writes = rows.map(({ rowKey, properties }): Write => ({
    kind: 'upsert',
    rowKey,
    properties: toProperties(properties),
  }));
  for (let at = 0; at < writes.length; at += 100) await store.scans.write(scanId, writes.slice(at, at + 100));
}

/** Puts the history back as it was, and a scan as if it had just ended: nothing of it is worked in. */
export async function unwrite(context: ScanContext, scanId: string, before: HistoryRows): Promise<void> {
  const { history, scans, index } = context.store;
  for (const [partition, rows] of Object.entries(before)) await restore(history, partition, rows);
  const { scan } = await controlOf(context, scanId);
  await scans.write(scanId, [replaceScan(scan, { history: 'pending', changes: null })]);
  const properties = toProperties({ scanId });
  await index.write(indexPartition, [{ kind: 'upsert', rowKey: historyTodoKey(scanId), properties }]);
}

/** What happens instead of, or before, each write of the app; the first is number 1. */
type OnWrite = (count: number, table: keyof Tables) => Promise<void> | void;
type Tables = Pick<ScanContext['store'], 'scans' | 'index' | 'history'>;

/** The same instance, but something happens before each of its writes, whatever the table; or after, where `after` says so. */
export function onWrites(context: ScanContext, on: OnWrite, after = false): ScanContext {
  let count = 0;
  const wrap = (name: keyof Tables): Table => {
    const table = context.store[name];
    const around = async <T>(run: () => Promise<T>): Promise<T> => {
      count += 1;
      const own = count;
      if (!after) await on(own, name);
      const result = await run();
      if (after) await on(own, name);
      return result;
    };
    return {
      ...table,
      write: (...given) => around(() => table.write(...given)),
      remove: (...given) => around(() => table.remove(...given)),
    };
  };
  const { store } = context;
  return { ...context, store: { ...store, scans: wrap('scans'), index: wrap('index'), history: wrap('history') } };
}

/** The same instance, but something happens before each read of rows of scans. */
export function beforeReads(
  context: ScanContext,
  before: (partition: string, rowKey: string) => Promise<void>,
): ScanContext {
  const { scans } = context.store;
  const get: Table['get'] = async (partition, rowKey) => {
    await before(partition, rowKey);
    return scans.get(partition, rowKey);
  };
  const rows: Table['rows'] = async function* (partition, range) {
    await before(partition, range.from);
    yield* scans.rows(partition, range);
  };
  return { ...context, store: { ...context.store, scans: { ...scans, get, rows } } };
}

/** The same instance with a budget of so many milliseconds for each delivery. */
export function within({ settings, ...rest }: ScanContext, budget: number): ScanContext {
  return { ...rest, settings: { ...settings, timings: { ...settings.timings, budget } } };
}

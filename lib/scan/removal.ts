import {
  historyTodoKey,
  hookKey,
  indexPartition,
  latestKey,
  newKey,
  noticeKey,
  prefixRange,
  scanKey,
} from '../store/keys.ts';
import { activeRecord, latestRecord, newRecord } from '../store/indexRecords.ts';
import type { ScanRecord } from '../store/records.ts';
import { mostWrites, type Range, type Table, type Write } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { holdScan, readControl, replaceScan } from './control.ts';

/** Marks a scan as going: it is no longer listed, its workers lose their parts, the queue removes its rows. False: no such scan. */
export async function requestDeletion(context: ScanContext, scanId: string): Promise<boolean> {
  for (;;) {
    const stored = await context.store.scans.get(scanId, scanKey);
    if (!stored) return false;
    const held = holdScan(stored);
    if (held.record.status !== 'deleting') {
      const written = await context.store.scans.write(scanId, [replaceScan(held, { status: 'deleting' })]);
      if (written.state === 'conflict') continue;
    }
    await context.store.work.send({ scanId });
    return true;
  }
}

async function deleteRange(table: Table, partition: string, range: Range): Promise<void> {
  let page = await table.page(partition, range);
  while (page.rows.length > 0) {
    for (let at = 0; at < page.rows.length; at += mostWrites) {
      const deletes = page.rows.slice(at, at + mostWrites).map(({ rowKey }): Write => ({ kind: 'delete', rowKey }));
      // A conflict means that another delivery deletes too: the next page shows what is left.
      await table.write(partition, deletes);
    }
    page = await table.page(partition, range);
  }
}

async function removeIfOf(
  table: Table,
  rowKey: string,
  isOurs: (properties: Readonly<Record<string, unknown>>) => boolean,
): Promise<void> {
  const stored = await table.get(indexPartition, rowKey);
  if (stored && isOurs(stored.properties)) await table.remove(indexPartition, rowKey, stored.etag);
}

async function deleteIndex({ store }: ScanContext, { id, lock, series }: ScanRecord): Promise<void> {
  const { index } = store;
  await removeIfOf(index, newKey(id), () => true);
  await removeIfOf(index, noticeKey(id), () => true);
  await removeIfOf(index, historyTodoKey(id), () => true);
  await removeIfOf(index, latestKey(series), (row) => latestRecord.parse(row).scanId === id);
  await removeIfOf(index, lock, (row) => activeRecord.parse(row).scanId === id);
}

/** Removes a scan marked as going: callbacks, part rows, results, index, scan row last. Repeated, it goes on where it stopped. */
export async function deleteScan(context: ScanContext, scanId: string): Promise<void> {
  const control = await readControl(context.store.scans, scanId);
  if (control?.scan.record.status !== 'deleting') return;
  const { scans } = context.store;
  await deleteRange(scans, scanId, prefixRange(hookKey('')));
  await deleteRange(scans, scanId, prefixRange('control~part~'));
  await deleteRange(scans, scanId, { from: '', to: 'control~' });
  await deleteRange(scans, scanId, { from: 'control~scan~', to: '\uFFFF' });
  await deleteIndex(context, control.scan.record);
  const last = await scans.get(scanId, scanKey);
  if (last) await scans.remove(scanId, scanKey, last.etag);
}

/** When a UUIDv7 was made. */
function timeOf(scanId: string): number {
  return Number.parseInt(scanId.replaceAll('-', '').slice(0, 12), 16);
}

/**
 * Retention: deletes scans older than `RETENTION_DAYS`, but for the latest finished scan of each scope, and
 * Idempotency-Keys that are no longer honoured. Marked scans are removed through the queue.
 */
export async function purgeScans(context: ScanContext): Promise<void> {
  const { index } = context.store;
  const oldest = index.now().getTime() - context.settings.retentionDays * 24 * 3600 * 1000;
  const kept = new Set<string>();
  for await (const row of index.rows(indexPartition, prefixRange('latest~'))) {
    kept.add(latestRecord.parse(row.properties).scanId);
  }
  for await (const row of index.rows(indexPartition, prefixRange('new~'))) {
    const { scanId } = newRecord.parse(row.properties);
    if (timeOf(scanId) < oldest && !kept.has(scanId)) await requestDeletion(context, scanId);
  }
  const stale = index.now().getTime() - context.settings.timings.idempotency;
  for await (const row of index.rows(indexPartition, prefixRange('key~'))) {
    if (row.timestamp.getTime() < stale) await index.remove(indexPartition, row.rowKey, row.etag);
  }
}

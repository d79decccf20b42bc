import { LRUCache } from 'lru-cache';
import { scanKey } from '../store/keys.ts';
import type { Table } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl, type Control } from './control.ts';

/**
 * Scans that ended: every page of their findings asks for them. Their parts stay as they are, and their own row tells by
 * its ETag whether it does.
 */
const ended = new LRUCache<string, Control>({ max: 8 });

/** A query is no snapshot: its parts, which come first, may be older than the scan's row. */
const hasEnded = ({ scan, parts }: Control): boolean =>
  isFinal(scan.record) && parts.every(({ record }) => isFinal(record));

async function readEnded(table: Table, scanId: string): Promise<Control | undefined> {
  const known = ended.get(scanId);
  if (known === undefined) return undefined;
  const row = await table.get(scanId, scanKey);
  return row?.etag === known.scan.etag ? known : undefined;
}

/** A scan that exists and is not being deleted. */
export async function findScan({ store }: ScanContext, scanId: string): Promise<Control | undefined> {
  const control = (await readEnded(store.scans, scanId)) ?? (await readControl(store.scans, scanId));
  if (control !== undefined && hasEnded(control)) ended.set(scanId, control);
  return control?.scan.record.status === 'deleting' ? undefined : control;
}

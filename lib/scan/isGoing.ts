import { scanKey } from '../store/keys.ts';
import type { Table } from '../store/table.ts';
import { holdScan } from './control.ts';

/** Whether a scan is gone or going: rows of it may have been missing from what was read before. */
export async function isGoing(scans: Table, scanId: string): Promise<boolean> {
  const stored = await scans.get(scanId, scanKey);
  return stored === undefined || holdScan(stored).record.status === 'deleting';
}

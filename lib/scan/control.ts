import { toProperties } from '../store/columns.ts';
import { partRecord, scanRecord, type PartRecord, type ScanRecord } from '../store/records.ts';
import { partKey, scanKey } from '../store/keys.ts';
import type { Stored, Table, Write } from '../store/table.ts';

/** A record with what guards its next write. */
export interface Held<R> {
  readonly record: R;
  readonly etag: string;
  readonly timestamp: Date;
}

/** The control rows of a scan: one query. */
export interface Control {
  readonly scan: Held<ScanRecord>;
  readonly parts: readonly Held<PartRecord>[];
}

const finalStatuses: ReadonlySet<string> = new Set([
  'completed',
  'completedWithErrors',
  'failed',
  'cancelled',
  'deleting',
]);
/** No work is left on a scan or part of this status. */
export const isFinal = ({ status }: { readonly status: string }): boolean => finalStatuses.has(status);

export function holdScan(stored: Stored): Held<ScanRecord> {
  return { record: scanRecord.parse(stored.properties), etag: stored.etag, timestamp: stored.timestamp };
}

export function holdPart(stored: Stored): Held<PartRecord> {
  return { record: partRecord.parse(stored.properties), etag: stored.etag, timestamp: stored.timestamp };
}

/** The control rows but for the callbacks, which are nobody's to read. */
const controlRange = { from: partKey(''), to: `${scanKey}~` };

/** Reads a scan and its parts; undefined where there is no such scan. */
export async function readControl(table: Table, scanId: string): Promise<Control | undefined> {
  let scan: Held<ScanRecord> | undefined;
  const parts: Held<PartRecord>[] = [];
  for await (const stored of table.rows(scanId, controlRange)) {
    if (stored.rowKey === scanKey) scan = holdScan(stored);
    else parts.push(holdPart(stored));
  }
  return scan && { scan, parts };
}

export function replaceScan({ record, etag }: Held<ScanRecord>, change: Partial<ScanRecord>): Write {
  return { kind: 'replace', rowKey: scanKey, etag, properties: toProperties({ ...record, ...change }) };
}

export function replacePart({ record, etag }: Held<PartRecord>, change: Partial<PartRecord>): Write {
  return { kind: 'replace', rowKey: partKey(record.part), etag, properties: toProperties({ ...record, ...change }) };
}

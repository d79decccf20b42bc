import type { Compared } from '../judge/changes.ts';
import { findingRecord } from '../store/records.ts';
import type { Range, Stored, Table } from '../store/table.ts';
import type { Keyed } from './mergePairs.ts';

/** A stored finding with its key in every scan, and as little of it read as comparing needs. */
export interface FindingRow extends Compared, Keyed {
  readonly stored: Stored;
}

const status = findingRecord.shape.status;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function toFindingRow(stored: Stored): FindingRow {
  const { rowKey, properties } = stored;
  return {
    key: rowKey.slice(rowKey.indexOf('~') + 1),
    status: status.parse(properties['status']),
    subscriptionId: text(properties['subscriptionId']),
    resourceType: text(properties['resourceType']),
    stored,
  };
}

/** The findings of a scan in some ranges, in key order. */
export async function* findingRows(
  table: Table,
  scanId: string,
  ranges: readonly Range[],
): AsyncGenerator<FindingRow, void, undefined> {
  for (const range of ranges) {
    for await (const stored of table.rows(scanId, range)) yield toFindingRow(stored);
  }
}

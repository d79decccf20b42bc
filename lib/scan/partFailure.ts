import { errorKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import type { PartRecord } from '../store/records.ts';
import type { Write } from '../store/table.ts';
import { failureHash, type Failure } from './trace.ts';

/** What failing writes: the part's own columns, and the row that `/errors` shows. */
export interface PartFailure {
  readonly change: Partial<PartRecord>;
  readonly row: Write;
}

export function partFailure({ part, errors }: PartRecord, failure: Failure): PartFailure {
  const { code, message } = failure;
  const finishedAt = new Date().toISOString();
  return {
    change: { status: 'failed', error: { code, message }, errors: errors + 1, inFlight: '', finishedAt },
    row: {
      kind: 'upsert',
      rowKey: errorKey(part, failureHash(failure)),
      properties: toProperties({ ...failure, part, count: 1 }),
    },
  };
}

/** A failure that nothing threw: what it says is all there is to trace. */
export function unthrown(code: string, message: string): Failure {
  return { code, message, checkId: '', resourceId: '', trace: message };
}

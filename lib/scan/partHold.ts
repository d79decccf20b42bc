import { partKey } from '../store/keys.ts';
import type { PartRecord } from '../store/records.ts';
import { StoreError, type Write } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { holdPart, isFinal, replacePart, type Held } from './control.ts';

/** A claimed part. Everything that its worker writes goes through `update`. */
export interface PartHold {
  readonly scanId: string;
  record(): PartRecord;
  /**
   * Writes a change of the part row and other rows in one transaction under the part's ETag. False when the part was
   * taken over, cancelled or deleted meanwhile: nothing was written then and the worker stops. Rows given as a function
   * are asked for anew at each try.
   */
  update(change: Partial<PartRecord>, rows?: readonly Write[] | (() => Promise<readonly Write[]>)): Promise<boolean>;
}

type Found = { readonly state: 'written' | 'stale'; readonly held: Held<PartRecord> } | { readonly state: 'lost' };

export function holdClaimed({ store }: ScanContext, scanId: string, claimed: Held<PartRecord>): PartHold {
  let held = claimed;

  // After a conflict: the SDK may have retried a success, or recovery may have touched the row.
  async function lookAgain(next: PartRecord): Promise<Found> {
    const stored = await store.scans.get(scanId, partKey(next.part));
    if (!stored) return { state: 'lost' };
    const found = holdPart(stored);
    if (found.record.owner !== held.record.owner) return { state: 'lost' };
    if (found.record.seq === next.seq && next.seq !== held.record.seq) return { state: 'written', held: found };
    return isFinal(found.record) ? { state: 'lost' } : { state: 'stale', held: found };
  }

  return {
    scanId,
    record: () => held.record,
    async update(change, rows = []) {
      for (;;) {
        const next: PartRecord = { ...held.record, ...change };
        const others = typeof rows === 'function' ? await rows() : rows;
        const written = await store.scans.write(scanId, [replacePart(held, change), ...others]);
        if (written.state === 'written') {
          held = { record: next, etag: written.etags.get(partKey(next.part)) ?? '', timestamp: held.timestamp };
          return true;
        }
        const found = await lookAgain(next);
        if (found.state === 'lost') return false;
        if (found.held.etag === held.etag) {
          const cause = new Error('The part is unchanged, so that one of the other rows is in the way');
          throw new StoreError(`committing part ${next.part} of ${scanId}`, cause);
        }
        held = found.held;
        if (found.state === 'written') return true;
      }
    },
  };
}

import { randomUUID } from 'node:crypto';
import { partKey } from '../store/keys.ts';
import type { PartRecord } from '../store/records.ts';
import type { ScanContext } from './context.ts';
import { holdPart, isFinal, replacePart, type Held } from './control.ts';
import { holdClaimed, type PartHold } from './partHold.ts';

/** Owners of this process: one of them that left its mark on a part did not die with a process. */
const ownersHere = new Set<string>();

/** Rows a page after a delivery died: 1,000, 100, 10, 1. */
const cutPage = (page: number): number => Math.max(1, Math.floor(page / 10));

/** How a delivery comes to its part. */
export interface Approach {
  readonly dequeueCount: number;
  /** Nothing else runs in this process. */
  readonly alone: boolean;
}

/**
 * What a death teaches. Without a suspect the page is cut, so that the resource that kills is cornered. With one, the
 * next try is alone; and only a death alone, of a message that came back, is counted against it.
 */
function learn(part: PartRecord, { dequeueCount, alone }: Approach): Partial<PartRecord> {
  const { tried, inFlight } = part;
  const died = inFlight !== '' && !ownersHere.has(inFlight);
  if (tried) {
    const counted = died && tried.alone && dequeueCount > 1;
    return { tried: { id: tried.id, alone, deaths: tried.deaths + (counted ? 1 : 0) } };
  }
  return died ? { page: cutPage(part.page), cutLeft: part.page } : {};
}

/** Claims a part, stealing it if need be; undefined when it is final or gone. Only claiming touches `attempt`. */
export async function claimPart(
  context: ScanContext,
  scanId: string,
  part: Held<PartRecord>,
  approach: Approach,
): Promise<PartHold | undefined> {
  let held = part;
  for (;;) {
    if (isFinal(held.record)) return undefined;
    const owner = randomUUID();
    ownersHere.add(owner);
    const { record } = held;
    const change: Partial<PartRecord> = {
      ...learn(record, approach),
      status: 'running',
      owner,
      inFlight: owner,
      attempt: record.attempt + 1,
      startedAt: record.startedAt ?? new Date().toISOString(),
      notBefore: null,
    };
    const written = await context.store.scans.write(scanId, [replacePart(held, change)]);
    const key = partKey(record.part);
    if (written.state === 'written') {
      const claimed = {
        record: { ...record, ...change },
        etag: written.etags.get(key) ?? '',
        timestamp: held.timestamp,
      };
      return holdClaimed(context, scanId, claimed);
    }
    const stored = await context.store.scans.get(scanId, key);
    if (!stored) return undefined;
    held = holdPart(stored);
    // The answer to this very claim was lost on its way.
    if (held.record.owner === owner && !isFinal(held.record)) return holdClaimed(context, scanId, held);
  }
}

import { LRUCache } from 'lru-cache';
import type { Comparison } from '../judge/changes.ts';
import { hashOf, prefixRange } from '../store/keys.ts';
import { refusalRecord } from '../store/records.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { readSeen, type Seen } from './seen.ts';

/** What the newer of two scans saw, in memory: finished scans do not change. */
const seenScans = new LRUCache<string, Promise<Seen>>({ max: 4 });

/** The id of a tenant that cannot be told. */
const anyTenant = '/tenants';

/** What was read while the scan was being deleted, less than all, is not kept. */
async function readWhole({ store }: ScanContext, scanId: string, expected: number): Promise<Seen> {
  const seen = await readSeen(store.scans, scanId);
  if (seen.count < expected) seenScans.delete(scanId);
  return seen;
}

function seenOf(context: ScanContext, scanId: string, expected: number): Promise<Seen> {
  const known = seenScans.get(scanId);
  if (known !== undefined) return known;
  const seen = readWhole(context, scanId, expected);
  seenScans.set(scanId, seen);
  seen.catch(() => seenScans.delete(scanId));
  return seen;
}

async function hiddenTypes({ store }: ScanContext, scanId: string): Promise<ReadonlySet<string>> {
  const hidden = new Set<string>();
  for await (const { properties } of store.scans.rows(scanId, prefixRange('refused~'))) {
    const { subscriptionId, type } = refusalRecord.parse(properties);
    hidden.add(`${subscriptionId} ${type}`.toLowerCase());
  }
  return hidden;
}

/** What can be told of two finished scans of one series; `older` may be gone. */
export async function openComparison(
  context: ScanContext,
  older: Control | undefined,
  newer: Control,
): Promise<Comparison> {
  const { record } = newer.scan;
  const { coverage, resourcesJudged = 0 } = record.summary ?? {};
  const [seen, hidden] = await Promise.all([
    seenOf(context, record.id, resourcesJudged),
    hiddenTypes(context, record.id),
  ]);
  const knew = new Set(Object.keys(older?.scan.record.ending?.checks ?? {}));
  const judges = new Set(Object.keys(record.ending?.checks ?? {}));
  const completed = newer.parts.filter((part) => part.record.status === 'completed');
  // The tenant's part holds no subscription: what it judged lies in none.
  const listed = new Set(
    completed.flatMap(({ record: { subscriptions } }) =>
      subscriptions.length === 0 ? [''] : subscriptions.map(({ id }) => id.toLowerCase()),
    ),
  );
  // A tenant that cannot be read stands under the name of all: its own was not looked at.
  if (seen.has(hashOf(anyTenant))) listed.delete('');
  // What was counted but never returned, or came without an id, may be any resource.
  const whole = coverage?.gap === 0 && seen.count >= resourcesJudged;
  return {
    knew: (checkId) => knew.has(checkId),
    judges: (checkId) => judges.has(checkId),
    saw: seen.has,
    sees: (subscriptionId, resourceType) => {
      const subscription = subscriptionId.toLowerCase();
      return whole && listed.has(subscription) && !hidden.has(`${subscription} ${resourceType}`);
    },
  };
}

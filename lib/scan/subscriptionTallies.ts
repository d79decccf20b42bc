import { addTallies, type Tallies } from '../judge/tally.ts';
import { toProperties } from '../store/columns.ts';
import { tallyKey } from '../store/keys.ts';
import { tallyRecord } from '../store/records.ts';
import type { Table, Write } from '../store/table.ts';

/** What a part's checks came to in each subscription, as one delivery of the part knows it. */
export interface SubscriptionTallies {
  /** The rows that hold what there was and what a slice adds; they go with the slice's own transaction. */
  add(more: ReadonlyMap<string, Tallies>): Promise<readonly Write[]>;
}

/** What such a row weighs at most, roughly: some hundred checks with their counts. */
export const tallyRowWeight = 32_000;

/** Opens the tallies of a claimed part. A row is read at its first use; from then on only the claim's owner writes it. */
export function openSubscriptionTallies(table: Table, scanId: string, part: string): SubscriptionTallies {
  const known = new Map<string, Tallies>();

  async function read(subscriptionId: string): Promise<Tallies> {
    const stored = await table.get(scanId, tallyKey(part, subscriptionId));
    return stored ? tallyRecord.parse(stored.properties).tallies : {};
  }

  return {
    async add(more) {
      const writes: Write[] = [];
      for (const [subscriptionId, tallies] of more) {
        const sum = addTallies(known.get(subscriptionId) ?? (await read(subscriptionId)), tallies);
        known.set(subscriptionId, sum);
        const properties = toProperties({ subscriptionId, tallies: sum });
        writes.push({ kind: 'upsert', rowKey: tallyKey(part, subscriptionId), properties });
      }
      return writes;
    },
  };
}

import type { Subscription } from '../collect/collector.ts';

/** Lanes of a scan. More would gain nothing for most tenants: ARM's quota is per subscription. */
export const mostParts = 16;

/**
 * Spreads whole subscriptions over at most 16 parts of about equal resource counts: the largest first, each to the
 * part that holds least. The same input gives the same parts.
 */
export function balance(
  subscriptions: readonly Subscription[],
  counts: ReadonlyMap<string, number>,
): readonly (readonly Subscription[])[] {
  const weight = ({ id }: Subscription) => 1 + (counts.get(id.toLowerCase()) ?? 0);
  const ordered = subscriptions.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
  const parts = Array.from({ length: Math.min(mostParts, ordered.length) }, () => ({
    load: 0,
    subscriptions: new Array<Subscription>(),
  }));
  for (const subscription of ordered) {
    const least = parts.reduce((a, b) => (b.load < a.load ? b : a));
    least.load += weight(subscription);
    least.subscriptions.push(subscription);
  }
  return parts.map((part) => part.subscriptions);
}

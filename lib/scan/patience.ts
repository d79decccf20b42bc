import type { CollectError } from '../collect/collector.ts';
import type { Timings } from '../timings.ts';

/** How long to wait before the next try, or that the fault has lasted too long. `since` is when it began. */
export type Patience =
  { readonly state: 'wait'; readonly delay: number; readonly since: string } | { readonly state: 'exhausted' };

/**
 * Transient faults are tried again after as long as they have lasted already, between 5 seconds and 4 minutes. A
 * throttle says itself how long. An hour without progress ends it.
 */
export function patience(stalledSince: string | null, now: Date, error: CollectError, timings: Timings): Patience {
  const since = stalledSince ?? now.toISOString();
  const lasted = now.getTime() - Date.parse(since);
  if (lasted >= timings.stalled) return { state: 'exhausted' };
  const growing = Math.min(Math.max(lasted, timings.budget / 48), timings.budget);
  return { state: 'wait', delay: Math.max(error.retryAfter, growing), since };
}

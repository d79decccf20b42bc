import { worstFirst } from '../judge/score.ts';
import type { NamedScore, ScoreRange } from '../model/score.ts';
import { prefixRange } from '../store/keys.ts';
import { subscriptionScoreRecord } from '../store/records.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { collect, continueAfter, type Listed } from './listing.ts';

/** A scan's score, whole and by service; those of its subscriptions come page by page. */
export interface ScoreView extends Listed<NamedScore> {
  /** Null until the scan ended, and where nothing was judged. */
  readonly score: ScoreRange | null;
  /** Worst first. */
  readonly services: readonly NamedScore[];
}

/** The scores of a scan. Subscriptions are named by id, the tenant as such, and stand in the order of their ids. */
export async function getScore(
  context: ScanContext,
  { scan }: Control,
  page: { readonly top: number; readonly after?: string | undefined },
): Promise<ScoreView> {
  const { id, ending } = scan.record;
  const ranges = continueAfter([prefixRange('score~')], page.after);
  const subscriptions = await collect(context.store.scans, id, ranges, page.top, ({ properties }): NamedScore => {
    const { subscriptionId, low, high } = subscriptionScoreRecord.parse(properties);
    return { name: subscriptionId === '' ? 'tenant' : subscriptionId, low, high };
  });
  return { score: ending?.score ?? null, services: [...(ending?.services ?? [])].sort(worstFirst), ...subscriptions };
}

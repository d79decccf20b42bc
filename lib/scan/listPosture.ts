import type { Severity } from '../model/check.ts';
import type { Tally } from '../model/scan.ts';
import type { ScoreRange } from '../model/score.ts';
import { postureRecord } from '../store/historyRecords.ts';
import { posturePartition, prefixRange } from '../store/keys.ts';
import type { Stored } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { collect, continueAfter, type Listed } from './listing.ts';

/** How a subscription stood in a finished scan that was not narrowed. */
export interface PostureView {
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly scanId: string;
  readonly finishedAt: string;
  /** Null where nothing was judged. */
  readonly score: ScoreRange | null;
  readonly verdicts: Tally;
  /** How many verdicts failed. */
  readonly findings: Readonly<Record<Severity, number>>;
}

interface PageRequest {
  readonly top: number;
  readonly after?: string | undefined;
}

function view({ properties }: Stored): PostureView {
  const { name, low, high, ...posture } = postureRecord.parse(properties);
  const score = low === null || high === null ? null : { low, high };
  return { ...posture, subscriptionName: name, score };
}

/** How each subscription stands, by its latest such scan, in the order of their ids. */
export function listPosture({ store }: ScanContext, { top, after }: PageRequest): Promise<Listed<PostureView>> {
  return collect(store.history, posturePartition, continueAfter([prefixRange('')], after), top, view);
}

/** How a subscription stood, newest first; undefined where no such scan is known. */
export async function readPosture(
  { store }: ScanContext,
  subscriptionId: string,
  { top, after }: PageRequest,
): Promise<Listed<PostureView> | undefined> {
  const ranges = continueAfter([prefixRange('score~')], after);
  const page = await collect(store.history, subscriptionId, ranges, top, view);
  return page.value.length === 0 && after === undefined ? undefined : page;
}

import type { FindingView } from './finding.ts';

/** How a finding differs from an earlier scan of the same scope and options. */
export const changeKinds = ['new', 'newCheck', 'resolved', 'open', 'gone', 'notRead'] as const;
/**
 * `new`: not found before, or not known before. `newCheck`: the earlier catalogue lacked the check. `resolved`: judged
 * again, and found no more. `open`: still there. `gone`: the resource was deleted. `notRead`: could not be told this time;
 * also the unknown that says so.
 */
export type ChangeKind = (typeof changeKinds)[number];

/** A finding of the newer scan (new, newCheck, open) or of the older (resolved, gone, notRead). */
export interface Change {
  readonly change: ChangeKind;
  readonly finding: FindingView;
}

/** How many findings changed how, since an earlier scan. */
export interface ChangeCounts {
  /** Id of the earlier scan. */
  readonly since: string;
  readonly counts: Readonly<Record<ChangeKind, number>>;
}

import { severities } from '../model/check.ts';
import type { FindingView } from '../model/finding.ts';
import type { Reason } from '../model/verdict.ts';

/** What failed of one check, without what is exempt. */
export interface FailedCheck {
  readonly count: number;
  /** The first few. */
  readonly examples: readonly [FindingView, ...FindingView[]];
}

/** Unknown verdicts that one thing would have told. */
export interface UnreadGroup {
  readonly permission: string;
  readonly reason: Reason | undefined;
  readonly verdicts: number;
  readonly checks: number;
  readonly example: FindingView;
}

/** What a summary shows of findings: its size does not grow with their number. */
export interface FindingsDigest {
  /** Worst severity first, then the most frequent. */
  readonly failed: readonly FailedCheck[];
  /** The costliest first. */
  readonly unread: readonly UnreadGroup[];
}

const examplesKept = 3;

interface Growing {
  count: number;
  readonly examples: [FindingView, ...FindingView[]];
}

interface GrowingGroup {
  verdicts: number;
  readonly checks: Set<string>;
  readonly example: FindingView;
}

function failedChecks(groups: Iterable<Growing>): readonly FailedCheck[] {
  const rank = ({ examples }: FailedCheck) => severities.indexOf(examples[0].severity);
  return [...groups].sort(
    (a, b) =>
      rank(a) - rank(b) || b.count - a.count || a.examples[0].checkId.localeCompare(b.examples[0].checkId, 'en'),
  );
}

function unreadGroups(groups: Iterable<GrowingGroup>): readonly UnreadGroup[] {
  return [...groups]
    .map(({ verdicts, checks, example }) => ({
      permission: example.permission ?? '',
      reason: example.reason,
      verdicts,
      checks: checks.size,
      example,
    }))
    .sort((a, b) => b.verdicts - a.verdicts || a.permission.localeCompare(b.permission, 'en'));
}

/** Takes findings one by one and tells in the end what a summary shows of them. */
export function openDigest() {
  const failed = new Map<string, Growing>();
  const unread = new Map<string, GrowingGroup>();

  function addFailed(finding: FindingView): void {
    const known = failed.get(finding.checkId);
    if (known === undefined) {
      failed.set(finding.checkId, { count: 1, examples: [finding] });
      return;
    }
    known.count += 1;
    if (known.examples.length < examplesKept) known.examples.push(finding);
  }

  function addUnknown(finding: FindingView): void {
    const key = `${finding.permission ?? ''}\n${finding.reason ?? ''}`;
    const group = unread.get(key) ?? { verdicts: 0, checks: new Set<string>(), example: finding };
    group.verdicts += 1;
    group.checks.add(finding.checkId);
    unread.set(key, group);
  }

  return {
    add(finding: FindingView): void {
      if (finding.status === 'unknown') addUnknown(finding);
      else if (finding.status === 'fail' && finding.exemption === null) addFailed(finding);
    },
    digest: (): FindingsDigest => ({
      failed: failedChecks(failed.values()),
      unread: unreadGroups(unread.values()),
    }),
  };
}

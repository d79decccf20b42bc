import { severities } from '../model/check.ts';
import type { FindingView } from '../model/finding.ts';
import { openUnreadCauses, type UnreadCause } from './unreadCauses.ts';

/** What failed of one check. */
export interface FailedCheck {
  /** Without what is exempted. */
  readonly count: number;
  readonly exempted: number;
  /** The first few; of what is not exempted where there is any. */
  readonly examples: readonly [FindingView, ...FindingView[]];
}

/** What a summary shows of findings: its size does not grow with their number. */
export interface FindingsDigest {
  /** Checks with something to do first, then the worst severity, then the most frequent. */
  readonly failed: readonly FailedCheck[];
  /** The costliest first. */
  readonly unread: readonly UnreadCause[];
}

const examplesKept = 3;

function worstFirst({ count, examples: [a] }: FailedCheck, { count: other, examples: [b] }: FailedCheck): number {
  return (
    Number(count === 0) - Number(other === 0) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    other - count ||
    a.checkId.localeCompare(b.checkId, 'en')
  );
}

interface Growing {
  count: number;
  exempted: number;
  examples: [FindingView, ...FindingView[]];
}

/** Takes findings one by one and tells in the end what a summary shows of them. */
export function openDigest() {
  const failed = new Map<string, Growing>();
  const unread = openUnreadCauses();

  function addFailed(finding: FindingView): void {
    const check = failed.get(finding.checkId) ?? { count: 0, exempted: 0, examples: [finding] };
    failed.set(finding.checkId, check);
    if (finding.exemption !== null) {
      check.exempted += 1;
      return;
    }
    if (check.count === 0) check.examples = [finding];
    else if (check.examples.length < examplesKept) check.examples.push(finding);
    check.count += 1;
  }

  return {
    add(finding: FindingView): void {
      if (finding.status === 'unknown') unread.add(finding);
      else if (finding.status === 'fail') addFailed(finding);
    },
    digest: (): FindingsDigest => ({ failed: [...failed.values()].sort(worstFirst), unread: unread.causes() }),
  };
}

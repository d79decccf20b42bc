import type { FindingView } from '../../model/finding.ts';
import { ownerOf } from './embeddedFinding.ts';

/** Unknown findings that one permission, or one other cause, would have told. */
export interface UnseenGroup {
  readonly permission: string;
  readonly reason: string;
  readonly example: Pick<FindingView, 'resourceName' | 'detail'>;
  readonly checks: Set<string>;
  verdicts: number;
}

/** What was counted of all findings that came, however few of them the page holds. */
export interface StreamCounts {
  fail: number;
  unknown: number;
  pass: number;
  exempted: number;
  /** Fails and unknowns by check id. */
  readonly byCheck: Map<string, number>;
  /** The same by owner; `''` is no owner. */
  readonly byOwner: Map<string, number>;
  readonly unseen: Map<string, UnseenGroup>;
}

export function emptyCounts(): StreamCounts {
  return { fail: 0, unknown: 0, pass: 0, exempted: 0, byCheck: new Map(), byOwner: new Map(), unseen: new Map() };
}

/** How many findings came that want doing: passes do not. */
export function findingsCounted({ fail, unknown }: StreamCounts): number {
  return fail + unknown;
}

function countUnseen({ unseen }: StreamCounts, finding: FindingView): void {
  const { permission = '', reason = '', checkId, resourceName, detail } = finding;
  const key = `${permission}\n${reason}`;
  const group = unseen.get(key) ?? {
    permission,
    reason,
    example: { resourceName, detail },
    checks: new Set<string>(),
    verdicts: 0,
  };
  group.verdicts += 1;
  group.checks.add(checkId);
  unseen.set(key, group);
}

/** Owners that are counted: those who come later have their findings in the page, but no count of all. */
const mostOwners = 5_000;

export function countFinding(counts: StreamCounts, finding: FindingView, ownerTag: string): void {
  counts[finding.status] += 1;
  if (finding.status === 'pass') return;
  if (finding.exemption !== null) counts.exempted += 1;
  if (finding.status === 'unknown') countUnseen(counts, finding);
  counts.byCheck.set(finding.checkId, (counts.byCheck.get(finding.checkId) ?? 0) + 1);
  const owner = ownerOf(finding, ownerTag);
  const known = counts.byOwner.get(owner);
  if (known !== undefined || counts.byOwner.size < mostOwners) counts.byOwner.set(owner, (known ?? 0) + 1);
}

/** The costliest first. */
export function unseenGroups({ unseen }: StreamCounts): readonly UnseenGroup[] {
  return [...unseen.values()].sort((a, b) => b.verdicts - a.verdicts || (a.permission < b.permission ? -1 : 1));
}

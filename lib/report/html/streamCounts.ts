import type { FindingView } from '../../model/finding.ts';
import { openUnreadCauses } from '../unreadCauses.ts';
import { ownerOf } from './embeddedFinding.ts';

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
  readonly unread: ReturnType<typeof openUnreadCauses>;
}

export function emptyCounts(): StreamCounts {
  const unread = openUnreadCauses();
  return { fail: 0, unknown: 0, pass: 0, exempted: 0, byCheck: new Map(), byOwner: new Map(), unread };
}

/** How many findings came that want doing: passes do not. */
export function findingsCounted({ fail, unknown }: StreamCounts): number {
  return fail + unknown;
}

/** Owners that are counted: those who come later have their findings in the page, but no count of all. */
const mostOwners = 5_000;

export function countFinding(counts: StreamCounts, finding: FindingView, ownerTag: string): void {
  counts[finding.status] += 1;
  if (finding.status === 'pass') return;
  if (finding.exemption !== null) counts.exempted += 1;
  if (finding.status === 'unknown') counts.unread.add(finding);
  counts.byCheck.set(finding.checkId, (counts.byCheck.get(finding.checkId) ?? 0) + 1);
  const owner = ownerOf(finding, ownerTag);
  const known = counts.byOwner.get(owner);
  if (known !== undefined || counts.byOwner.size < mostOwners) counts.byOwner.set(owner, (known ?? 0) + 1);
}

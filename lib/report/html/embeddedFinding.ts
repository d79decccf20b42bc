import type { FindingView } from '../../model/finding.ts';
import { safeAddress } from './links.ts';
import { isoTime } from './figures.ts';

/** What all findings of a check share; it stands in the page once. */
export interface EmbeddedCheck {
  readonly id: string;
  readonly service: string;
  readonly severity: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly reference: string;
  /** The reference where it may be followed, else `''`. */
  readonly link: string;
}

/** A finding as the page's script reads it; `check` counts in the list of checks. */
export interface EmbeddedFinding {
  readonly check: number;
  readonly status: FindingView['status'];
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly group: string;
  readonly subscriptionId: string;
  readonly subscription: string;
  readonly above: string | undefined;
  readonly region: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly owner: string;
  readonly part: string;
  readonly evidence: string | undefined;
  readonly trail: readonly string[] | undefined;
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly permission: string | undefined;
  readonly command: string | undefined;
  readonly firstSeen: { readonly at: string; readonly scanId: string } | undefined;
  readonly exempted: { readonly reason: string; readonly by: string; readonly until: string } | undefined;
}

/** The value of the tag that names the owner, whatever the case of its name; `''` where there is none. */
export function ownerOf({ tags }: Pick<FindingView, 'tags'>, ownerTag: string): string {
  const wanted = ownerTag.toLowerCase();
  const found = Object.entries(tags).find(([name]) => name.toLowerCase() === wanted);
  return found?.[1].trim() ?? '';
}

export function embeddedCheck({ checkId, service, severity, title, why, fix, reference }: FindingView): EmbeddedCheck {
  return { id: checkId, service, severity, title, why, fix: fix.text, reference, link: safeAddress(reference) };
}

function evidenceOf({ because }: FindingView): string | undefined {
  return because && `${because.path} is ${because.observed}; expected ${because.expected}`;
}

function exemptedOf({ exemption }: FindingView): EmbeddedFinding['exempted'] {
  if (exemption === null) return undefined;
  const { reason, createdBy, expiresAt, byTagOnly } = exemption;
  return { reason, by: byTagOnly ? `${createdBy}, by a tag alone` : createdBy, until: isoTime(expiresAt) };
}

export function embeddedFinding(finding: FindingView, check: number, ownerTag: string): EmbeddedFinding {
  const { firstSeen, managementGroups } = finding;
  return {
    check,
    status: finding.status,
    name: finding.resourceName,
    id: finding.resourceId,
    type: finding.resourceType,
    group: finding.resourceGroup,
    subscriptionId: finding.subscriptionId,
    subscription: finding.subscriptionName,
    above: managementGroups?.map(({ name, id }) => name || id).join(' / '),
    region: finding.location,
    tags: Object.entries(finding.tags),
    owner: ownerOf(finding, ownerTag),
    part: finding.subKey,
    evidence: evidenceOf(finding),
    trail: finding.because?.trail,
    reason: finding.reason,
    detail: finding.detail,
    permission: finding.permission === '' ? undefined : finding.permission,
    command: finding.fix.cli,
    firstSeen: firstSeen === null ? undefined : { at: isoTime(firstSeen.at), scanId: firstSeen.scanId },
    exempted: exemptedOf(finding),
  };
}

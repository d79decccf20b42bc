import type { ChangeKind } from '../model/change.ts';
import type { FindingStatus } from '../model/finding.ts';
import { subscriptionType, tenantType } from '../model/resourceTypes.ts';

/** A finding as far as comparing needs it. */
export interface Compared {
  /** Of check, resource and sub-key; the same in every scan. */
  readonly key: string;
  readonly status: FindingStatus;
  readonly subscriptionId: string;
  /** Lower case. */
  readonly resourceType: string;
}

/** The findings of one check on one resource in two scans. */
export interface ComparedPair<C extends Compared> {
  readonly checkId: string;
  readonly resourceHash: string;
  readonly older: readonly C[];
  readonly newer: readonly C[];
}

/** What can be told of the two scans. */
export interface Comparison {
  /** Whether the older scan's catalogue had the check. */
  readonly knew: (checkId: string) => boolean;
  readonly judges: (checkId: string) => boolean;
  /** Whether the newer scan looked at the resource. */
  readonly saw: (resourceHash: string) => boolean;
  /** Whether the newer scan would have seen any resource of a type in a subscription. */
  readonly sees: (subscriptionId: string, resourceType: string) => boolean;
}

/** How one finding changed. */
export interface Changed<C extends Compared> {
  readonly change: ChangeKind;
  /** Of the newer scan where it is there, else of the older. */
  readonly found: C;
}

const containers: readonly string[] = [subscriptionType, tenantType];

/** What became of a finding that the newer scan has no more. */
function fateOf<C extends Compared>(
  { checkId, resourceHash, newer }: ComparedPair<C>,
  found: C,
  scans: Comparison,
): ChangeKind {
  const unread = newer.some(({ status }) => status === 'unknown');
  if (unread || !scans.judges(checkId)) return 'notRead';
  if (scans.saw(resourceHash)) return 'resolved';
  if (!scans.sees(found.subscriptionId, found.resourceType)) return 'notRead';
  // What holds the resources is not gone where it is listed; a type that it stood for can be seen now.
  return containers.includes(found.resourceType) ? 'resolved' : 'gone';
}

function changeOf<C extends Compared>({ checkId, older }: ComparedPair<C>, found: C, scans: Comparison): ChangeKind {
  const before = older.find(({ key }) => key === found.key);
  if (found.status === before?.status) return 'open';
  // It may well be there still: that is what an unknown says.
  if (found.status === 'unknown' && older.length > 0) return 'notRead';
  return scans.knew(checkId) ? 'new' : 'newCheck';
}

/** How the findings of one check on one resource changed. A sighting that failed to be told is never called mended. */
export function changesOf<C extends Compared>(pair: ComparedPair<C>, scans: Comparison): readonly Changed<C>[] {
  const kept = new Set(pair.newer.map(({ key }) => key));
  return [
    ...pair.newer.map((found) => ({ change: changeOf(pair, found, scans), found })),
    ...pair.older.filter(({ key }) => !kept.has(key)).map((found) => ({ change: fateOf(pair, found, scans), found })),
  ];
}

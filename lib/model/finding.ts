import type { Fix, Severity } from './check.ts';
import type { Because, Kept, Reason } from './verdict.ts';

/** What a check said of one resource: how many verdicts of each kind. */
export interface PairVerdicts {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
}

/** A verdict as it is stored, keyed by (check, resource id, sub-key). Holds no clock, attempt or owner. */
export interface Finding {
  readonly checkId: string;
  readonly severity: Severity;
  readonly title: string;
  readonly resourceId: string;
  readonly resourceName: string;
  /** Lower case. */
  readonly resourceType: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  /** The region, as Azure writes it; `''` where the resource has none. */
  readonly location: string;
  readonly tags: Tags;
  /** Of its check and resource together, its own included. */
  readonly pair: PairVerdicts;
  readonly judged: Kept;
}

/** Tags of a resource by name. Names differ by more than case; what is no text in Azure's answer is left out. */
export type Tags = Readonly<Record<string, string>>;

/** A management group above a subscription. */
export interface ManagementGroup {
  readonly id: string;
  /** What the portal shows. */
  readonly name: string;
}

/** The scan that first found something. */
export interface FirstSeen {
  readonly scanId: string;
  /** When that scan was created: ISO 8601, UTC. */
  readonly at: string;
}

/** The exemption that covers a finding now. */
export interface ExemptionMark {
  readonly id: string;
  readonly reason: string;
  readonly createdBy: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  /** No exemption covers the finding but by tag: who can tag could exempt himself. */
  readonly byTagOnly: boolean;
}

export const findingStatuses = ['fail', 'unknown', 'pass'] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** The finding record: the same in the API, in every report and in the exports. */
export interface FindingView {
  readonly checkId: string;
  /** The first segment of the check's id. */
  readonly service: string;
  readonly severity: Severity;
  readonly title: string;
  readonly status: FindingStatus;
  readonly resourceId: string;
  readonly resourceName: string;
  readonly resourceType: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  /** `''` where it is not known. */
  readonly subscriptionName: string;
  /** From the tenant's root down to the subscription's own; null where they could not be read. */
  readonly managementGroups: readonly ManagementGroup[] | null;
  readonly location: string;
  readonly tags: Tags;
  /** The part of the resource: a key, a rule, a port. `''` where it is judged whole. */
  readonly subKey: string;
  /** Of a `fail` or a `pass`. */
  readonly because?: Because | undefined;
  /** These three of an `unknown`. */
  readonly reason?: Reason | undefined;
  readonly detail?: string | undefined;
  readonly permission?: string | undefined;
  readonly why: string;
  /** `cli` is ready to run: the real id is in it. */
  readonly fix: Pick<Fix, 'text'> & { readonly cli?: string | undefined };
  /** The Microsoft page that says why. */
  readonly reference: string;
  /** Null where it cannot be told: of a pass, of a scan of single resources, of one that is no longer the latest. */
  readonly firstSeen: FirstSeen | null;
  /** Null where none covers it. */
  readonly exemption: ExemptionMark | null;
}

import type { Severity } from './check.ts';
import type { ExemptedCounts } from './exemption.ts';
import type { ScoreRange } from './score.ts';
import type { ChangeCounts } from './change.ts';

export const scanStatuses = [
  'pending',
  'running',
  'completed',
  'completedWithErrors',
  'failed',
  'cancelled',
  'deleting',
] as const;
export type ScanStatus = (typeof scanStatuses)[number];

/** What to judge: at most one field is set; none means everything visible. */
export interface Scope {
  readonly subscriptions?: readonly string[];
  readonly managementGroup?: string;
  /** Full ids: /subscriptions/{id}/resourceGroups/{name}. */
  readonly resourceGroups?: readonly string[];
  /** Full ids: judges just these again, with their joins. */
  readonly resourceIds?: readonly string[];
}

/** Filters; absent means all. */
export interface ScanOptions {
  readonly checks?: readonly string[];
  readonly services?: readonly string[];
  readonly severities?: readonly Severity[];
  /** Only resources with each of these tags, as `name=value`; `name` alone means any value. */
  readonly tags?: readonly string[];
  /** Subscriptions that the scope holds and that are left out. */
  readonly excludedSubscriptions?: readonly string[];
  /** `all` keeps passes too; absent means findings only. */
  readonly record?: 'all';
}

/** How many verdicts of each kind. */
export interface Tally {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** Something asked for that could not be read. */
export interface Refusal {
  /** A subscription, or a type in a subscription. */
  readonly subscriptionId: string;
  readonly type: string;
  readonly reason: string;
  readonly detail: string;
  readonly permission: string;
}

export interface Coverage {
  /** 0–100: pairs that ended pass, fail or notApplicable over all pairs, times the share of asked-for subscriptions that could be listed. */
  readonly percent: number;
  readonly subscriptionsAsked: number;
  readonly subscriptionsListed: number;
  /** (check × subject) pairs. */
  readonly pairs: number;
  readonly pairsKnown: number;
  /** Resources that Resource Graph counted but never returned. */
  readonly gap: number;
  readonly partsFailed: number;
}

export interface SafeError {
  readonly code: string;
  readonly message: string;
}

/** The scan as every API answer and report shows it. Times are ISO 8601 UTC. */
export interface ScanView {
  readonly id: string;
  readonly status: ScanStatus;
  readonly scope: Scope;
  readonly options: ScanOptions;
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly progress: {
    readonly partsDone: number;
    readonly parts: number;
    readonly resourcesJudged: number;
    readonly resourcesListed: number;
    readonly etaSeconds: number | null;
  };
  readonly findings: { readonly total: number; readonly bySeverity: Readonly<Record<Severity, number>> };
  readonly verdicts: Tally;
  readonly coverage: Coverage;
  readonly notCovered: readonly TypeCount[];
  /** Null until the scan ended, and where nothing was judged. */
  readonly score: ScoreRange | null;
  /** Null until the scan ended. */
  readonly exempted: ExemptedCounts | null;
  /** Against the scan before it of the same scope and options; null where there is none, and until they are counted, soon after the end. */
  readonly changes: ChangeCounts | null;
  readonly error: SafeError | null;
}

/** One distinct failure of a part or of the scan, with its full trace. */
export interface ErrorTrace {
  readonly part: string;
  readonly code: string;
  readonly message: string;
  readonly checkId: string;
  /** The first resource it happened on. */
  readonly resourceId: string;
  /** How many times it happened in that part. */
  readonly count: number;
  readonly trace: string;
}

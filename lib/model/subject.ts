import type { Row } from './row.ts';
import type { Unread } from './verdict.ts';

/** Where a row came from, which decides what an absent property proves. */
export type Origin =
  /** Resource Graph: an absent property proves nothing until one ARM GET confirms it. */
  | 'resourceGraph'
  /** Azure Resource Manager at a pinned api-version: absent means absent. */
  | 'arm'
  /** A row of an exported file with Resource Graph's own columns: absent cannot be confirmed. */
  | 'export';

/** A row that a listing, a join or a read brought, and what it proves. */
export interface FoundRow {
  /** Full id as Azure wrote it. Compare in lower case. */
  readonly id: string;
  /** Lower case. */
  readonly type: string;
  readonly location: string;
  readonly row: Row;
  readonly origin: Origin;
  /** Set where confirming an absence failed: checks that depend on an absent property answer with it. */
  readonly unconfirmed?: Unread;
}

/** What a check judges: an ARM resource, a subscription or the tenant. */
export interface Subject extends FoundRow {
  readonly name: string;
  /** `''` for the tenant. */
  readonly subscriptionId: string;
  readonly resourceGroup: string;
}

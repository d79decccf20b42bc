import type { CallSource } from '../model/check.ts';
import type { ManagementGroup } from '../model/finding.ts';
import type { Row } from '../model/row.ts';
import type { TypeCount } from '../model/scan.ts';
import type { FoundRow, Subject } from '../model/subject.ts';
import type { Read, Unread } from '../model/verdict.ts';

export interface Subscription {
  readonly id: string;
  readonly name: string;
  /** From the tenant's root down; null where they were not read. */
  readonly managementGroups: readonly ManagementGroup[] | null;
}

/** What one part collects: the tenant where there are no subscriptions. Types are in lower case; resource groups are full ids, empty means all. */
export interface PartScope {
  readonly subscriptions: readonly string[];
  readonly resourceGroups: readonly string[];
  readonly types: readonly string[];
  /** Full ids in lower case; absent means all. */
  readonly resourceIds?: readonly string[];
  /** Tags that resources have to have, `name=value` or `name`; absent means all. */
  readonly tags?: readonly string[];
}

/** A row that cannot be judged as a resource: without a usable id, or too large to be sent. */
export interface UnusableRow {
  readonly subscriptionId: string;
  readonly type: string;
  /** The id where it is known, else '' */
  readonly id: string;
  readonly unread: Unread;
}

/** One row of a page and the cursor that continues after it. */
export interface PageItem {
  readonly found: Subject | UnusableRow;
  readonly cursor: string;
}

export interface Page {
  /** In the order of the cursor; each row once. */
  readonly items: readonly PageItem[];
  /** The cursor of the next page; null at the end of the part. */
  readonly next: string | null;
  /** How many rows a listing that starts with this page holds; absent on its later pages. */
  readonly listed?: number;
}

/** Reads Azure for one scan. Answers are values; what it throws is a `CollectError`. */
export interface Collector {
  /** Every subscription that the identity sees, or those of a management group. */
  listSubscriptions(managementGroup?: string): Promise<readonly Subscription[]>;
  /** The same subscriptions with the management groups above them, where these can be read; in the same order. */
  placeSubscriptions(subscriptions: readonly Subscription[]): Promise<readonly Subscription[]>;
  /** How many resources each subscription holds, to balance parts; those missing count as unknown. */
  countBySubscription(subscriptions: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Resources in scope by type, judged or not. */
  countByType(scope: PartScope): Promise<readonly TypeCount[]>;
  /** Whether every resource of a type in a subscription can be seen: `read`, or what refused it. */
  probe(subscriptionId: string, type: string, resourceGroups: readonly string[]): Promise<Read<true>>;
  /** Finds what probes below other resources start from, for all these subscriptions at once. */
  prepareProbes(subscriptions: readonly string[]): Promise<void>;
  /** `top` is 1,000, less after a crash. `cursor` null starts. */
  page(scope: PartScope, cursor: string | null, top: number): Promise<Page>;
  /** The id of the next row, without its content; null at the end of the part. */
  peek(scope: PartScope, cursor: string | null): Promise<{ readonly id: string; readonly cursor: string } | null>;
  /** A row by one ARM GET at its type's pinned api-version. */
  confirm(found: FoundRow): Promise<Read<Row>>;
  /** A need that is a call of its own for its subject. */
  read(source: CallSource, subject: Subject): Promise<Read<readonly Row[]>>;
  /** The rows with these ids (lower case) by their types, by id in lower case; what cannot be seen is not among them. */
  rowsByIds(ids: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, FoundRow>>;
  /** The rows of a type whose `key` names one of these ids (lower case), by that id; key `id`: that lie below it. */
  rowsNaming(
    type: string,
    key: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Read<readonly FoundRow[]>>>;
  /** Every row of some types in some subscriptions, by `withinKey`. */
  rowsWithin(
    types: readonly string[],
    subscriptions: readonly string[],
  ): Promise<ReadonlyMap<string, Read<readonly FoundRow[]>>>;
}

/**
 * A fault that is not an answer about a resource.
 * `wait`: throttled for longer than a delivery sleeps; `retryAfter` says how long, in milliseconds.
 * `transient`: the network or the service failed after the pipeline's own retries.
 * `signIn`: no token. `refused`: a listing was refused. `invalid`: an answer that cannot be understood.
 */
export class CollectError extends Error {
  readonly code: 'wait' | 'transient' | 'signIn' | 'refused' | 'invalid';
  readonly retryAfter: number;
  readonly permission: string;
  /** Whether the service answered at all, with a fault of its own: then other calls may well succeed. */
  readonly answered: boolean;

  constructor(
    code: CollectError['code'],
    message: string,
    options: {
      readonly cause?: unknown;
      readonly retryAfter?: number;
      readonly permission?: string;
      readonly answered?: boolean;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CollectError';
    this.code = code;
    this.retryAfter = options.retryAfter ?? 0;
    this.permission = options.permission ?? '';
    this.answered = options.answered ?? false;
  }
}

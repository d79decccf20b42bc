import type { Answer } from './answer.ts';
import type { SampleChildren } from './answerChild.ts';
import type { RowTable } from './kql/rowTable.ts';
import type { ListRequest } from './pageAnswer.ts';
import type { Row } from '../../model/row.ts';

export interface SampleSubscription {
  readonly id: string;
  readonly displayName: string;
  /** The management group right above it. */
  readonly managementGroup?: string;
  /** Resource Graph's row of it names no management group. */
  readonly unplaced?: boolean;
  /** The caller has no role on it. */
  readonly hidden?: boolean;
  /** Namespaces in lower case that are not registered: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider */
  readonly unregistered?: readonly string[];
  /** Actions that the caller may not do here, in lower case; a last `*` stands for any. */
  readonly refused?: readonly string[];
  /** One path in this many answers 429 the first time it is asked for. */
  readonly throttlesOneIn?: number;
  /** What hangs below it, by its path below the id in lower case, such as `providers/microsoft.security/settings`: an object, or the entries of a list. */
  readonly children?: SampleChildren;
  /** Properties of Defender plans that differ from Microsoft's example, by plan name. */
  readonly plans?: Readonly<Record<string, Row>>;
}

/** A vault at its own address. */
export interface SampleVault {
  /** Its id in lower case. */
  readonly subscription: string;
  /** As Azure Resource Manager shows it: its networks and its kind of permissions hold here too. */
  readonly properties: Row;
  /** Whole certificates, the newest version of each. */
  readonly certificates: readonly Row[];
}

/** The resources of a tenant, numbered in the order of their lower-case ids. */
export interface ResourceTable extends RowTable {
  subscription(row: number): string;
  /** The resource as a GET answers it: no Resource Graph columns, ARM's own casing. */
  resource(row: number): Answer;
  /** `GET {id}/{path}` with the path in lower case; undefined where there is no such child. */
  child(row: number, path: string, request: ListRequest): Answer | undefined;
  /** Whether some resource of a type has a list at this path: then the list is empty where a resource brings none. */
  hasList(type: string, path: string): boolean;
}

export interface Estate {
  readonly subscriptions: readonly SampleSubscription[];
  readonly resources: ResourceTable;
  /** Vaults by their hosts; absent: none answers. */
  readonly vaults?: ReadonlyMap<string, SampleVault>;
  /** Rows in one page of a provider list. */
  readonly listPage: number;
  /** Properties of the tenant's subscription policy; both are false where there are none. */
  readonly subscriptionPolicy?: Row;
}

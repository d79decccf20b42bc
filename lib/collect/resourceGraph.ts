import { setTimeout as sleep } from 'node:timers/promises';
import type { Arm, ArmAnswer } from '../azure/arm.ts';
import type { ArmError } from '../azure/armError.ts';
import { readArmError } from '../azure/armError.ts';
import { isRow } from '../model/row.ts';
import { CollectError } from './collector.ts';

// https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources
const path = '/providers/Microsoft.ResourceGraph/resources';
const apiVersion = '2024-04-01';

/** Resource Graph's own ceiling: https://learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results */
export const largestPage = 1000;

/** Subscriptions in one query. */
export const largestGroup = 250;

/** Who is asked about. */
export type Target = { readonly subscriptions: readonly string[] } | { readonly managementGroups: readonly string[] };

export interface GraphQuery {
  readonly target: Target;
  readonly query: string;
  readonly top: number;
  /** Whether role assignments and definitions above the subscriptions are meant too, which apply to them. */
  readonly inherited?: boolean;
}

export type GraphAnswer =
  | {
      readonly kind: 'rows';
      readonly rows: readonly unknown[];
      /** How many rows the query has in all. */
      readonly total: number;
    }
  /** The rows together are larger than one answer may be. */
  | { readonly kind: 'tooLarge' }
  /** The service does not take the query as it is written. */
  | { readonly kind: 'badQuery'; readonly said: string };

const refusedCodes = new Set(['AccessDenied', 'AuthorizationFailed', 'NoValidSubscriptionsInQueryRequest']);
const queryCodes = /query|parser|syntax|semantic|function|operator|expression/i;

function permissionFor(target: Target): string {
  return 'managementGroups' in target
    ? 'Microsoft.Management/managementGroups/read'
    : 'Microsoft.Resources/subscriptions/read';
}

function isRefusal(status: number, { codes }: ArmError): boolean {
  return [401, 403, 404].includes(status) || codes.some((code) => refusedCodes.has(code));
}

function answerError(status: number, error: ArmError, target: Target): GraphAnswer {
  const said = `${String(status)} ${error.code}: ${error.message}`;
  // Both are 400 "BadRequest" on the outside and named in the details; 413 is what a proxy says.
  if (status === 413 || error.codes.includes('ResponsePayloadTooLarge')) return { kind: 'tooLarge' };
  if (isRefusal(status, error)) {
    const what =
      'managementGroups' in target ? `management group ${target.managementGroups.join(', ')}` : 'the subscriptions';
    throw new CollectError('refused', `Resource Graph refused to list ${what}: ${said}`, {
      permission: permissionFor(target),
    });
  }
  if (status === 400 && error.codes.some((code) => queryCodes.test(code))) return { kind: 'badQuery', said };
  throw new CollectError('invalid', `Resource Graph answered ${said}`);
}

function readRows({ body }: ArmAnswer): GraphAnswer | undefined {
  if (!isRow(body)) return undefined;
  const { data, totalRecords } = body;
  if (!Array.isArray(data) || typeof totalRecords !== 'number') return undefined;
  const rows: readonly unknown[] = data;
  return { kind: 'rows', rows, total: totalRecords };
}

const unreadableRetry = 500;

/** Asks Resource Graph for rows as objects. Throws a `CollectError`: `refused`, or `invalid` for an answer that is not one after a second try. */
export async function askGraph(arm: Arm, { target, query, top, inherited = false }: GraphQuery): Promise<GraphAnswer> {
  // https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources#authorizationscopefilter
  const filter = inherited ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' } : {};
  const body = { ...target, query, options: { $top: top, resultFormat: 'objectArray', ...filter } };
  for (let tries = 1; ; tries += 1) {
    const answer = await arm.post(path, body, { apiVersion });
    if (answer.status !== 200) return answerError(answer.status, readArmError(answer.body), target);
    const rows = readRows(answer);
    if (rows !== undefined) return rows;
    if (tries === 2) {
      throw new CollectError('invalid', 'Resource Graph answered without a list of rows and their total, twice.');
    }
    await sleep(unreadableRetry);
  }
}

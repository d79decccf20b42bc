import type { Arm } from '../azure/arm.ts';
import { readPages } from '../azure/pages.ts';
import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import { resourceTypes, subscriptionType } from '../model/resourceTypes.ts';
import type { Subscription } from './collector.ts';
import { CollectError } from './collector.ts';
import { startOf } from './cursor.ts';
import type { OpenCursor } from './cursor.ts';
import { stepBuckets } from './buckets.ts';
import { stepKeyset } from './keyset.ts';
import { literal } from './kql.ts';
import { readChain } from './managementGroups.ts';
import { refusalOf } from './refusal.ts';
import { largestPage } from './resourceGraph.ts';

const permission = 'Microsoft.Resources/subscriptions/read';
const apiVersion = resourceTypes[subscriptionType]?.apiVersion ?? '2022-12-01';

// Of Enabled, Warned, PastDue, Disabled and Deleted only the last holds nothing:
// https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states
function isDeleted(state: unknown): boolean {
  return typeof state === 'string' && state.toLowerCase() === 'deleted';
}

function toSubscription(
  id: unknown,
  name: unknown,
  state: unknown,
  managementGroups: Subscription['managementGroups'],
): readonly Subscription[] {
  if (typeof id !== 'string' || id === '' || isDeleted(state)) return [];
  return [{ id: id.toLowerCase(), name: typeof name === 'string' ? name : '', managementGroups }];
}

function once(subscriptions: readonly Subscription[]): readonly Subscription[] {
  return [...new Map(subscriptions.map((subscription) => [subscription.id, subscription])).values()];
}

/** Every subscription that the identity sees, as Azure writes it: https://learn.microsoft.com/rest/api/resources/subscriptions/list */
export async function listRows(arm: Arm): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const answer of readPages(arm, '/subscriptions', { apiVersion })) {
    if (answer.status !== 200) {
      const { detail } = refusalOf(answer, permission);
      throw new CollectError('refused', `The subscriptions could not be listed: ${detail}`, { permission });
    }
    const value = isRow(answer.body) ? answer.body['value'] : undefined;
    if (!Array.isArray(value)) {
      throw new CollectError('invalid', "The list of subscriptions is no list in Azure's answer.");
    }
    found.push(...value.filter(isRow));
  }
  return found;
}

/** Every subscription that the identity sees, but deleted ones; ids in lower case. Management groups are not in this list. */
export async function listVisible(arm: Arm): Promise<readonly Subscription[]> {
  const rows = await listRows(arm);
  return once(
    rows.flatMap(({ subscriptionId, displayName, state }) => toSubscription(subscriptionId, displayName, state, null)),
  );
}

function fromContainer(row: Row): readonly Subscription[] {
  const { subscriptionId, name } = row;
  const properties = isRow(row['properties']) ? row['properties'] : {};
  const groups = readChain(properties['managementGroupAncestorsChain']);
  return toSubscription(subscriptionId, name, properties['state'], groups);
}

/** Every subscription below a management group, but deleted ones; ids in lower case. Throws a `CollectError` of code `refused` where the group is not there or not to be read. */
export async function listBelow(arm: Arm, managementGroup: string): Promise<readonly Subscription[]> {
  const listing = {
    target: { managementGroups: [managementGroup] },
    table: 'resourcecontainers',
    conditions: [`type =~ ${literal(subscriptionType)}`],
  } as const;
  const walk = { arm, listing, top: largestPage, columns: 'all' } as const;
  const found: Subscription[] = [];
  let cursor: OpenCursor | null = startOf(0);
  while (cursor !== null) {
    const step: Awaited<ReturnType<typeof stepKeyset>> =
      cursor.mode === 'keyset' ? await stepKeyset(walk, cursor) : await stepBuckets(walk, cursor);
    found.push(...step.rows.flatMap(({ row }) => fromContainer(row)));
    cursor = step.next;
  }
  return once(found);
}

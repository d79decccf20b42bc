import type { Arm } from '../azure/arm.ts';
import type { ManagementGroup } from '../model/finding.ts';
import { subscriptionType } from '../model/resourceTypes.ts';
import { isRow } from '../model/row.ts';
import { CollectError, type Subscription } from './collector.ts';
import { literal } from './kql.ts';
import { inGroupsOf } from './listings.ts';
import { askGraph, largestPage } from './resourceGraph.ts';
import { subscriptionOf } from './typedId.ts';

function readGroup(entry: unknown): ManagementGroup | undefined {
  if (!isRow(entry)) return undefined;
  const { name, displayName } = entry;
  const shown = displayName ?? name;
  return typeof name === 'string' && name !== '' && typeof shown === 'string' ? { id: name, name: shown } : undefined;
}

/**
 * The management groups above a subscription from the tenant's root down, given `properties.managementGroupAncestorsChain`
 * of its row in `resourcecontainers`, which holds the nearest first; null for anything else than a chain.
 * https://learn.microsoft.com/azure/governance/management-groups/resource-graph-samples
 * https://learn.microsoft.com/dotnet/api/azure.resourcemanager.managementgroups.models.managementgroupinfo.managementgroupancestorchain
 */
export function readChain(chain: unknown): readonly ManagementGroup[] | null {
  if (!Array.isArray(chain)) return null;
  const groups = chain.flatMap((entry: unknown) => readGroup(entry) ?? []);
  return groups.length === chain.length ? groups.toReversed() : null;
}

type Chains = ReadonlyMap<string, readonly ManagementGroup[] | null>;

const query = `resourcecontainers | where type =~ ${literal(subscriptionType)} | project id, chain = properties.managementGroupAncestorsChain`;

/** By subscription in lower case; none where Resource Graph refuses, which says nothing against the subscriptions themselves. */
async function chainsOf(arm: Arm, subscriptions: readonly string[]): Promise<Chains> {
  try {
    const answer = await askGraph(arm, { target: { subscriptions }, query, top: largestPage });
    const rows = answer.kind === 'rows' ? answer.rows.filter(isRow) : [];
    return new Map(rows.map(({ id, chain }) => [subscriptionOf(String(id)), readChain(chain)]));
  } catch (error) {
    if (error instanceof CollectError && (error.code === 'refused' || error.code === 'invalid')) return new Map();
    throw error;
  }
}

/** https://learn.microsoft.com/azure/governance/resource-graph/troubleshoot/general#toomanysubscription */
const subscriptionsAtOnce = 1000;

/** The same subscriptions with the management groups above them: one query for each 1,000 of which they are not known yet. */
export async function placeSubscriptions(
  arm: Arm,
  subscriptions: readonly Subscription[],
): Promise<readonly Subscription[]> {
  const chains = new Map<string, readonly ManagementGroup[] | null>();
  const wanted = subscriptions.filter(({ managementGroups }) => managementGroups === null).map(({ id }) => id);
  for (const some of inGroupsOf(wanted, subscriptionsAtOnce)) {
    for (const [id, chain] of await chainsOf(arm, some)) chains.set(id, chain);
  }
  return subscriptions.map((one) => ({
    ...one,
    managementGroups: one.managementGroups ?? chains.get(one.id.toLowerCase()) ?? null,
  }));
}

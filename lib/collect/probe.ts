import type { Arm } from '../azure/arm.ts';
import { armPath } from '../azure/armPath.ts';
import { resourceTypes, subscriptionType, type ResourceType } from '../model/resourceTypes.ts';
import { isRow } from '../model/row.ts';
import type { Read } from '../model/verdict.ts';
import { CollectError } from './collector.ts';
import { groupsWithin, literal } from './kql.ts';
import { isNotRegistered, refusalOf, unread } from './refusal.ts';
import { askGraph } from './resourceGraph.ts';

const whole: Read<true> = { state: 'read', value: true };

/** The first resource of a type in a subscription, by its id. */
async function firstOf(arm: Arm, subscriptionId: string, type: string): Promise<string | undefined> {
  const query = `resources | where type =~ ${literal(type)} | project id`;
  const answer = await askGraph(arm, { target: { subscriptions: [subscriptionId] }, query, top: 1 });
  const first = answer.kind === 'rows' ? answer.rows.find(isRow) : undefined;
  return typeof first?.['id'] === 'string' ? first['id'] : undefined;
}

/**
 * Of a type without a list at the subscription, the list below one resource of its parent's type tells. Without any
 * parent there is none of the type either, as long as parents themselves can be seen.
 */
async function probeBelow(
  arm: Arm,
  subscriptionId: string,
  pinned: ResourceType,
  { parent, path }: NonNullable<ResourceType['probe']>,
): Promise<Read<true>> {
  const parents = await probeType(arm, subscriptionId, parent, []);
  if (parents.state === 'unread') return parents;
  const id = await firstOf(arm, subscriptionId, parent);
  if (id === undefined) return whole;
  const below = armPath(`${id}/${path}`);
  if (below === undefined) return unread('malformed', `${id} is no resource id`);
  const answer = await arm.get(below, { apiVersion: pinned.apiVersion, statusOnly: true });
  return answer.status === 200 ? whole : refusalOf(answer, pinned.permission);
}

/**
 * Whether every resource of a type can be seen: one list of its provider at the subscription, or at each of these
 * resource groups. Resource Graph, /resources and /resourceGroups leave out what may not be read and do not say so;
 * a provider's list refuses. That it does not is all that counts, so only the first page is asked for, whatever is on it.
 * Microsoft.Storage offers no `$top`.
 */
export async function probeType(
  arm: Arm,
  subscriptionId: string,
  type: string,
  resourceGroups: readonly string[],
): Promise<Read<true>> {
  if (type === subscriptionType) return whole;
  const pinned = resourceTypes[type];
  if (pinned === undefined) throw new CollectError('invalid', `No api-version is pinned for ${type}.`);
  if (pinned.probe !== undefined) return probeBelow(arm, subscriptionId, pinned, pinned.probe);
  const scopes =
    resourceGroups.length === 0 ? [`/subscriptions/${subscriptionId}`] : groupsWithin(resourceGroups, [subscriptionId]);
  for (const scope of scopes) {
    const path = armPath(`${scope}/providers/${pinned.name}`);
    if (path === undefined) return unread('malformed', `${scope} is no scope`);
    const answer = await arm.get(path, { apiVersion: pinned.apiVersion, statusOnly: true });
    if (answer.status !== 200 && !isNotRegistered(answer)) return refusalOf(answer, pinned.permission);
  }
  return whole;
}

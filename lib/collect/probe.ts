import type { Arm } from '../azure/arm.ts';
import { armPath } from '../azure/armPath.ts';
import { resourceTypes, subscriptionType, type ResourceType } from '../model/resourceTypes.ts';
import { isRow } from '../model/row.ts';
import type { Read } from '../model/verdict.ts';
import { CollectError } from './collector.ts';
import { groupsWithin, literal, literals } from './kql.ts';
import { inGroupsOf } from './listings.ts';
import { isNotRegistered, refusalOf, unread } from './refusal.ts';
import { askGraph, largestGroup, largestPage } from './resourceGraph.ts';

const whole: Read<true> = { state: 'read', value: true };

/** By type and subscription: the id of one resource, or that there is none. */
export type Examples = Map<string, string | undefined>;

const parentTypes = [...new Set(Object.values(resourceTypes).flatMap(({ probe }) => (probe ? [probe.parent] : [])))];
const exampleKey = (subscriptionId: string, type: string): string => `${type} ${subscriptionId.toLowerCase()}`;

async function firstOf(arm: Arm, subscriptionId: string, type: string): Promise<string | undefined> {
  const query = `resources | where type =~ ${literal(type)} | project id`;
  const answer = await askGraph(arm, { target: { subscriptions: [subscriptionId] }, query, top: 1 });
  const first = answer.kind === 'rows' ? answer.rows.find(isRow) : undefined;
  return typeof first?.['id'] === 'string' ? first['id'] : undefined;
}

/** So many subscriptions have at most the 1,000 groups that a `summarize` returns. */
const subscriptionsAtOnce = Math.floor(largestPage / parentTypes.length);

/** What is refused for all is asked for one by one. */
function onRefusal(error: unknown): undefined {
  if (!(error instanceof CollectError) || error.code !== 'refused') throw error;
}

/** Notes one resource of each parent type of each subscription. Where Resource Graph does not take the query, each is asked for when it is needed. */
export async function noteExamples(arm: Arm, examples: Examples, subscriptions: readonly string[]): Promise<void> {
  for (const some of inGroupsOf(subscriptions, Math.min(largestGroup, subscriptionsAtOnce))) {
    const query = `resources | where type in~ ${literals(parentTypes)} | summarize example = take_any(id) by subscriptionId, type`;
    const answer = await askGraph(arm, { target: { subscriptions: some }, query, top: largestPage }).catch(onRefusal);
    if (answer?.kind !== 'rows') continue;
    for (const id of some) for (const type of parentTypes) examples.set(exampleKey(id, type), undefined);
    for (const { subscriptionId, type, example } of answer.rows.filter(isRow)) {
      const told = typeof subscriptionId === 'string' && typeof type === 'string' && typeof example === 'string';
      if (told) examples.set(exampleKey(subscriptionId, type.toLowerCase()), example);
    }
  }
}

async function exampleOf(arm: Arm, examples: Examples, subscriptionId: string, type: string) {
  const key = exampleKey(subscriptionId, type);
  if (!examples.has(key)) examples.set(key, await firstOf(arm, subscriptionId, type));
  return examples.get(key);
}

/**
 * Of a type without a list at the subscription, the list below one resource of its parent's type tells. Without any
 * parent there is none of the type either, as long as parents themselves can be seen.
 */
async function probeBelow(
  arm: Arm,
  examples: Examples,
  subscriptionId: string,
  pinned: ResourceType,
  { parent, path }: NonNullable<ResourceType['probe']>,
): Promise<Read<true>> {
  const parents = await probeType(arm, examples, subscriptionId, parent, []);
  if (parents.state === 'unread') return parents;
  const id = await exampleOf(arm, examples, subscriptionId, parent).catch(onRefusal);
  if (id === undefined) {
    const known = examples.has(exampleKey(subscriptionId, parent));
    return known ? whole : unread('denied', `Resource Graph refused to list ${parent}`, pinned.permission);
  }
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
  examples: Examples,
  subscriptionId: string,
  type: string,
  resourceGroups: readonly string[],
): Promise<Read<true>> {
  if (type === subscriptionType) return whole;
  const pinned = resourceTypes[type];
  if (pinned === undefined) throw new CollectError('invalid', `No api-version is pinned for ${type}.`);
  if (pinned.probe !== undefined) return probeBelow(arm, examples, subscriptionId, pinned, pinned.probe);
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

import type { Arm } from '../azure/arm.ts';
import { armPath } from '../azure/armPath.ts';
import { resourceTypes, subscriptionType } from '../model/resourceTypes.ts';
import type { Read } from '../model/verdict.ts';
import { CollectError } from './collector.ts';
import { groupsWithin } from './kql.ts';
import { isNotRegistered, refusalOf, unread } from './refusal.ts';

const whole: Read<true> = { state: 'read', value: true };

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

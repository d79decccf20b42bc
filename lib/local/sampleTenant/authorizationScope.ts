import type { SampleSubscription } from './estate.ts';
import { tenantId } from './subscriptionIds.ts';

/** Which role assignments and definitions a query shows, seen from its subscriptions. The first is the default. */
export const authorizationScopes = [
  'AtScopeAndBelow',
  'AtScopeAndAbove',
  'AtScopeExact',
  'AtScopeAboveAndBelow',
] as const;
export type AuthorizationScope = (typeof authorizationScopes)[number];

type Level = 'above' | 'at' | 'below';

/** The levels that a query shows: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language#query-scope */
const shown: Readonly<Record<AuthorizationScope, readonly Level[]>> = {
  AtScopeAndBelow: ['at', 'below'],
  AtScopeAndAbove: ['above', 'at'],
  AtScopeExact: ['at'],
  AtScopeAboveAndBelow: ['above', 'at', 'below'],
};

const marker = '/providers/microsoft.authorization/';

/** What a role assignment's or definition's id (lower case) hangs on: '' for the root of the tenant. */
const placeOf = (id: string): string => id.slice(0, Math.max(id.lastIndexOf(marker), 0));

function levelOf(place: string): Level {
  if (!place.startsWith('/subscriptions/')) return 'above';
  return place.split('/').length === 3 ? 'at' : 'below';
}

/** Whether a query of this kind shows what has this id (lower case). */
export function isShown(id: string, scope: AuthorizationScope): boolean {
  return shown[scope].includes(levelOf(placeOf(id)));
}

/** Whether a subscription inherits what has this id (lower case): from the tenant's root or a management group above it. */
export function inherits({ managementGroup }: SampleSubscription, id: string): boolean {
  const [, group] = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/.exec(placeOf(id)) ?? [];
  return placeOf(id) === '' || group === tenantId || (group !== undefined && group === managementGroup?.toLowerCase());
}

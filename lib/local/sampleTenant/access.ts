import { armError } from './answer.ts';
import type { Answer } from './answer.ts';
import type { SampleSubscription } from './estate.ts';
import { principalId } from './subscriptionIds.ts';

/** What the caller may do. */
export interface Access {
  /** Whether an action is refused in a subscription; any case. */
  isRefused(subscription: SampleSubscription, action: string): boolean;
  /** Whether it is refused at the root of the tenant. */
  isRefusedAtRoot(action: string): boolean;
}

function isAmong(patterns: readonly string[], action: string): boolean {
  return patterns
    .map((pattern) => pattern.toLowerCase())
    .some((pattern) => (pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern));
}

/** `everywhere`: actions in any case that are refused in each subscription and at the root, a last `*` standing for any. */
export function openAccess(everywhere: readonly string[]): Access {
  const known = new Map<string, boolean>();
  const decide = (subscription: SampleSubscription, action: string): boolean => {
    if (subscription.hidden === true) return true;
    return isAmong([...everywhere, ...(subscription.refused ?? [])], action);
  };
  return {
    isRefused: (subscription, action) => {
      const lower = action.toLowerCase();
      const key = `${subscription.id} ${lower}`;
      const refused = known.get(key) ?? decide(subscription, lower);
      known.set(key, refused);
      return refused;
    },
    isRefusedAtRoot: (action) => isAmong(everywhere, action.toLowerCase()),
  };
}

/** https://learn.microsoft.com/azure/role-based-access-control/troubleshooting */
export function authorizationFailed(action: string, scope: string): Answer {
  const message = `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return armError(403, 'AuthorizationFailed', message);
}

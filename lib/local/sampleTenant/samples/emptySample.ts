import type { Estate } from '../estate.ts';
import { listResources } from '../resourceList.ts';
import { usualAssignments } from './authorizationSample.ts';
import { emptySubscription } from '../subscriptionIds.ts';

/** One subscription without a resource but the role assignments that every subscription has. */
export function emptySample(): Estate {
  return {
    subscriptions: [{ id: emptySubscription, displayName: 'Wide World Importers' }],
    resources: listResources(usualAssignments([emptySubscription])),
    listPage: 10,
  };
}

import type { Estate } from '../estate.ts';
import { listResources } from '../resourceList.ts';
import { emptySubscription } from '../subscriptionIds.ts';

/** One subscription without a resource. */
export function emptySample(): Estate {
  return {
    subscriptions: [{ id: emptySubscription, displayName: 'Wide World Importers' }],
    resources: listResources([]),
    listPage: 10,
  };
}

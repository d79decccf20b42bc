import type { Estate } from '../estate.ts';
import { listResources } from '../resourceList.ts';
import { blindSubscription, hiddenSubscription, sightedSubscription } from '../subscriptionIds.ts';
import { usualAssignments } from './authorizationSample.ts';
import { otherResources } from './otherResources.ts';
import { storageAccount } from './storageAccount.ts';

const refused = ['microsoft.storage/*'];

/** Storage is refused everywhere, and one of the three subscriptions cannot be seen at all. */
export function blindSample(): Estate {
  const scope = { location: 'westeurope', group: 'rg-adatum' };
  const names = ['adatumone', 'adatumtwo', 'adatumthree'];
  const accounts = [blindSubscription, sightedSubscription, hiddenSubscription].flatMap((subscription, at) =>
    names.map((name) => storageAccount({ ...scope, subscription, name: `${name}${String(at)}` })),
  );
  return {
    subscriptions: [
      { id: blindSubscription, displayName: 'Adatum Finance', refused },
      { id: sightedSubscription, displayName: 'Adatum Operations', refused },
      { id: hiddenSubscription, displayName: 'Adatum Research', hidden: true },
    ],
    resources: listResources([
      ...usualAssignments([blindSubscription, sightedSubscription, hiddenSubscription]),
      ...accounts,
      ...otherResources(
        { ...scope, subscription: blindSubscription },
        { virtualMachine: ['vm-finance', 3], vault: ['finance-keys', 2] },
      ),
      ...otherResources(
        { ...scope, subscription: sightedSubscription },
        {
          virtualMachine: ['vm-operations', 3],
          disk: ['disk-operations', 4],
          networkSecurityGroup: ['nsg-operations', 2],
        },
      ),
      ...otherResources({ ...scope, subscription: hiddenSubscription }, { virtualMachine: ['vm-research', 2] }),
    ]),
    listPage: 10,
  };
}

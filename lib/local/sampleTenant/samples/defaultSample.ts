import type { Estate } from '../estate.ts';
import { listResources } from '../resourceList.ts';
import {
  developmentSubscription,
  managementGroupId,
  productionSubscription,
  sandboxSubscription,
} from '../subscriptionIds.ts';
import { defaultStorage } from './defaultStorage.ts';
import { otherResources } from './otherResources.ts';

const free = { pricingTier: 'Free', resourcesCoverageStatus: 'NotCovered' };

function others(): ReturnType<typeof otherResources> {
  const production = { subscription: productionSubscription, location: 'westeurope' };
  const development = { subscription: developmentSubscription, location: 'swedencentral' };
  const sandbox = { subscription: sandboxSubscription, location: 'eastus2' };
  return [
    ...otherResources(
      { ...production, group: 'rg-web' },
      {
        virtualMachine: ['vm-web', 12],
        networkInterface: ['nic-web', 12],
        disk: ['disk-web', 14],
        networkSecurityGroup: ['nsg-web', 6],
        publicIpAddress: ['ip-web', 6],
        virtualNetwork: ['vnet-web', 3],
        serverFarm: ['plan-web', 3],
        redis: ['contoso-cache', 2],
      },
    ),
    ...otherResources(
      { ...production, group: 'rg-payments' },
      {
        vault: ['contoso-keys', 4],
        databaseAccount: ['contoso-orders', 3],
        managedCluster: ['aks-payments', 2],
        registry: ['contosoregistry', 1],
        eventHubNamespace: ['contoso-events', 2],
      },
    ),
    ...otherResources({ ...production, group: 'rg-operations' }, { workspace: ['contoso-logs', 1] }),
    ...otherResources(
      { ...development, group: 'rg-dev' },
      {
        virtualMachine: ['vm-dev', 6],
        networkInterface: ['nic-dev', 6],
        disk: ['disk-dev', 7],
        networkSecurityGroup: ['nsg-dev', 4],
        publicIpAddress: ['ip-dev', 3],
        virtualNetwork: ['vnet-dev', 2],
        serverFarm: ['plan-dev', 2],
        vault: ['fabrikam-keys', 2],
        registry: ['fabrikamregistry', 1],
        workspace: ['fabrikam-logs', 1],
        managedCluster: ['aks-dev', 1],
        redis: ['fabrikam-cache', 1],
      },
    ),
    ...otherResources(
      { ...sandbox, group: 'rg-sandbox' },
      {
        virtualMachine: ['vm-try', 4],
        networkInterface: ['nic-try', 4],
        disk: ['disk-try', 5],
        networkSecurityGroup: ['nsg-try', 2],
        publicIpAddress: ['ip-try', 2],
        virtualNetwork: ['vnet-try', 1],
        databaseAccount: ['tailspin-try', 1],
        eventHubNamespace: ['tailspin-events', 1],
      },
    ),
  ];
}

/** Three subscriptions of a company that is neither careless nor perfect. */
export function defaultSample(): Estate {
  return {
    subscriptions: [
      {
        id: productionSubscription,
        displayName: 'Contoso Production',
        managementGroup: managementGroupId,
        throttlesOneIn: 40,
      },
      {
        id: developmentSubscription,
        displayName: 'Fabrikam Development',
        managementGroup: managementGroupId,
        refused: ['microsoft.storage/storageaccounts/managementpolicies/read'],
        plans: { StorageAccounts: { ...free, subPlan: undefined, extensions: undefined, enablementTime: undefined } },
      },
      {
        id: sandboxSubscription,
        displayName: 'Tailspin Sandbox',
        unregistered: ['microsoft.storage'],
        plans: { StorageAccounts: { subPlan: 'PerTransaction', extensions: undefined } },
      },
    ],
    resources: listResources([...defaultStorage(), ...others()]),
    listPage: 10,
  };
}

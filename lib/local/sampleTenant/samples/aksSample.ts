import clusterExample from '../examples/managedCluster.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample } from './fromExample.ts';
import type { Placement } from './fromExample.ts';

/** How a cluster differs from Microsoft's example, which has hardly anything turned on. */
interface ClusterChoice {
  readonly properties?: Row;
  readonly identity?: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
}

const on = { enabled: true };
const pool = (name: string, enableNodePublicIP: boolean): Row => ({
  name,
  count: 3,
  vmSize: 'Standard_D4ds_v5',
  osType: 'Linux',
  enableNodePublicIP,
});

const hardened: Row = {
  apiServerAccessProfile: { enablePrivateCluster: true },
  disableLocalAccounts: true,
  enableRBAC: true,
  aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: ['5a9e0000-9009-4000-8000-000000000009'] },
  oidcIssuerProfile: { ...on, issuerURL: 'https://westeurope.oic.prod-aks.azure.com/sample/' },
  securityProfile: { workloadIdentity: on, defender: { securityMonitoring: on } },
  autoUpgradeProfile: { upgradeChannel: 'stable', nodeOSUpgradeChannel: 'NodeImage' },
  networkProfile: { networkPlugin: 'azure', networkDataplane: 'cilium', networkPolicy: 'cilium' },
  azureMonitorProfile: { metrics: on },
  // As the portal spells it.
  addonProfiles: { azurePolicy: on },
  agentPoolProfiles: [pool('system', false), pool('user', false)],
};
const system = { type: 'SystemAssigned' };

const clusters: readonly (readonly [subscription: string, group: string, name: string, choice: ClusterChoice])[] = [
  [productionSubscription, 'rg-payments', 'aks-ledger', { properties: hardened, identity: system }],
  [
    productionSubscription,
    'rg-payments',
    'aks-receipts',
    { properties: hardened, identity: system, omitted: ['disableLocalAccounts', 'securityProfile'] },
  ],
  [
    productionSubscription,
    'rg-web',
    'aks-storefront',
    {
      properties: {
        ...hardened,
        apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.0/24', '198.51.100.7/32'] },
        autoUpgradeProfile: { upgradeChannel: 'node-image' },
        addonProfiles: { azurepolicy: { enabled: false }, omsagent: on },
        azureMonitorProfile: undefined,
        agentPoolProfiles: [pool('system', false), pool('games', true)],
      },
      identity: { type: 'UserAssigned' },
    },
  ],
  [
    developmentSubscription,
    'rg-dev',
    'aks-lab',
    {
      properties: {
        apiServerAccessProfile: { enablePrivateCluster: false, authorizedIPRanges: ['0.0.0.0/1', '128.0.0.0/1'] },
        enableRBAC: true,
        autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'Unmanaged' },
      },
    },
  ],
  // Just as the example is: without role-based access control, and by a service principal.
  [developmentSubscription, 'rg-dev', 'aks-legacy', {}],
];

function clusterOf(placement: Placement, { properties, identity, omitted }: ClusterChoice): SampleResource {
  const example = fromExample(clusterExample, placement);
  const held = isRow(example['properties']) ? example['properties'] : {};
  const servicePrincipalProfile = identity ? { clientId: 'msi' } : held['servicePrincipalProfile'];
  const body = { ...example, identity, properties: { ...held, servicePrincipalProfile, ...properties } };
  return { row: graphRow(body, omitted), body };
}

/** Clusters of which each check finds some that pass and some that fail. */
export function aksSample(): readonly SampleResource[] {
  return clusters.map(([subscription, group, name, choice]) =>
    clusterOf({ subscription, group, name, location: 'westeurope' }, choice),
  );
}

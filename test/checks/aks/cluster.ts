import type { Row } from '../../../lib/model/row.ts';
import { changed, type Given } from '../given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerservice/resource-manager/Microsoft.ContainerService/aks/stable/2024-09-01/examples/ManagedClustersGet.json
// without its load balancer and keys.
const exampleProperties: Row = {
  provisioningState: 'Succeeded',
  kubernetesVersion: '1.9.6',
  currentKubernetesVersion: '1.9.6',
  dnsPrefix: 'dnsprefix1',
  fqdn: 'dnsprefix1-abcd1234.hcp.eastus.azmk8s.io',
  agentPoolProfiles: [{ name: 'nodepool1', count: 3, vmSize: 'Standard_DS1_v2', maxPods: 110, osType: 'Linux' }],
  servicePrincipalProfile: { clientId: 'clientid' },
  nodeResourceGroup: 'MC_rg1_clustername1_location1',
  enableRBAC: false,
  networkProfile: { networkPlugin: 'kubenet', podCidr: '10.244.0.0/16', loadBalancerSku: 'standard' },
};

const exampleCluster: Row = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/rg1/providers/Microsoft.ContainerService/managedClusters/clustername1',
  location: 'location1',
  name: 'clustername1',
  tags: { archv2: '', tier: 'production' },
  type: 'Microsoft.ContainerService/ManagedClusters',
};

/** The example with the changes given; nothing else is read of a cluster. */
export const cluster = (properties: Row = {}, top: Row = {}): Given => ({
  subject: changed({ ...exampleCluster, properties: changed(exampleProperties, properties) }, top),
  reads: {},
});

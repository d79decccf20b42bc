import type { Row } from '../../../lib/model/row.ts';
import { changed, type Given } from '../given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/stable/2023-07-01/examples/RegistryGet.json
// as a Premium registry.
const exampleProperties: Row = {
  loginServer: 'myRegistry.azurecr-test.io',
  creationDate: '2021-06-15T21:38:26.1537861Z',
  provisioningState: 'Succeeded',
  adminUserEnabled: false,
  networkRuleSet: { defaultAction: 'Allow', ipRules: [] },
  policies: {
    quarantinePolicy: { status: 'disabled' },
    trustPolicy: { type: 'Notary', status: 'disabled' },
    retentionPolicy: { days: 7, lastUpdatedTime: '2021-06-15T21:40:12.8506835+00:00', status: 'disabled' },
    exportPolicy: { status: 'enabled' },
  },
  encryption: { status: 'disabled' },
  dataEndpointEnabled: false,
  privateEndpointConnections: [],
  publicNetworkAccess: 'Enabled',
  networkRuleBypassOptions: 'AzureServices',
  zoneRedundancy: 'Disabled',
};

const exampleRegistry: Row = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myResourceGroup/providers/Microsoft.ContainerRegistry/registries/myRegistry',
  name: 'myRegistry',
  type: 'Microsoft.ContainerRegistry/registries',
  location: 'westus',
  tags: { key: 'value' },
  sku: { name: 'Premium', tier: 'Premium' },
};

/** The example with the changes given; nothing else is read of a registry. */
export const registry = (properties: Row = {}, top: Row = {}): Given => ({
  subject: changed({ ...exampleRegistry, properties: changed(exampleProperties, properties) }, top),
  reads: {},
});

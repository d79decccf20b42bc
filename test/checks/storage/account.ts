import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, type Given } from '../given.ts';

// Properties of Microsoft's example, as it stands:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/storage/resource-manager/Microsoft.Storage/stable/2024-01-01/examples/StorageAccountGetProperties.json
const exampleProperties: Row = {
  keyCreationTime: { key1: '2021-03-18T04:42:22.4322836Z', key2: '2021-03-18T04:42:22.4322836Z' },
  geoReplicationStats: { status: 'Live', lastSyncTime: '2018-10-30T00:25:34Z', canFailover: true },
  isHnsEnabled: true,
  creationTime: '2017-06-01T02:42:41.7633306Z',
  networkAcls: {
    bypass: 'AzureServices',
    defaultAction: 'Allow',
    ipRules: [],
    virtualNetworkRules: [],
    resourceAccessRules: [
      {
        tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
        resourceId:
          '/subscriptions/a7e99807-abbf-4642-bdec-2c809a96a8bc/resourceGroups/res9407/providers/Microsoft.Synapse/workspaces/testworkspace',
      },
    ],
  },
  primaryLocation: 'eastus2(stage)',
  provisioningState: 'Succeeded',
  encryption: {
    services: {
      file: { keyType: 'Account', enabled: true, lastEnabledTime: '2019-12-11T20:49:31.7036140Z' },
      blob: { keyType: 'Account', enabled: true, lastEnabledTime: '2019-12-11T20:49:31.7036140Z' },
    },
    keySource: 'Microsoft.Storage',
  },
  secondaryLocation: 'northcentralus(stage)',
  statusOfPrimary: 'available',
  statusOfSecondary: 'available',
  supportsHttpsTrafficOnly: false,
  isSkuConversionBlocked: false,
  accountMigrationInProgress: false,
};

const exampleAccount: Row = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/res9407/providers/Microsoft.Storage/storageAccounts/sto8596',
  kind: 'Storage',
  location: 'eastus2(stage)',
  name: 'sto8596',
  sku: { name: 'Standard_GRS', tier: 'Standard' },
  tags: { key1: 'value1', key2: 'value2' },
  type: 'Microsoft.Storage/storageAccounts',
};

/** The example as a general-purpose v2 account without a hierarchical namespace, with the changes given. */
export function account(properties: Row = {}, top: Row = {}): Row {
  const base = changed(exampleProperties, { isHnsEnabled: false });
  return changed({ ...exampleAccount, kind: 'StorageV2', properties: changed(base, properties) }, top);
}

/** An account that is judged without further reads. */
export const alone = (properties: Row = {}, top: Row = {}): Given => ({ subject: account(properties, top), reads: {} });

/** An account with what its children answered, by path. */
export const withReads = (subject: Row, reads: Readonly<Record<string, Read<readonly Row[]>>>): Given => ({
  subject,
  reads,
});

/** Accounts of the other kinds. */
export const fileStorage: Row = { kind: 'FileStorage', sku: { name: 'Premium_LRS', tier: 'Premium' } };
export const blobStorage: Row = { kind: 'BlobStorage' };
export const blockBlobStorage: Row = { kind: 'BlockBlobStorage', sku: { name: 'Premium_ZRS', tier: 'Premium' } };
export const pageBlobs: Row = { kind: 'StorageV2', sku: { name: 'Premium_LRS', tier: 'Premium' } };
export const generalPurposeV1: Row = { kind: 'Storage' };

import type { Row } from '../../../lib/model/row.ts';
import { changed, found, type Given } from '../given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/postgresql/resource-manager/Microsoft.DBforPostgreSQL/stable/2024-08-01/examples/ServerGet.json
const id =
  '/subscriptions/ffffffff-ffff-ffff-ffff-ffffffffffff/resourceGroups/exampleresourcegroup/providers/Microsoft.DBforPostgreSQL/flexibleServers/exampleserver';

const exampleProperties: Row = {
  replica: { role: 'Primary', capacity: 5 },
  storage: { type: '', iops: 500, tier: 'P10', storageSizeGB: 128, autoGrow: 'Disabled' },
  network: { publicNetworkAccess: 'Enabled' },
  privateEndpointConnections: [],
  dataEncryption: { type: 'SystemManaged' },
  authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' },
  fullyQualifiedDomainName: 'exampleserver.postgres.database.azure.com',
  version: '16',
  minorVersion: '8',
  administratorLogin: 'administratorlogin',
  state: 'Ready',
  availabilityZone: '1',
  backup: { backupRetentionDays: 7, geoRedundantBackup: 'Enabled', earliestRestoreDate: '2024-08-01T18:35:22.123456Z' },
  highAvailability: { mode: 'Disabled', state: 'NotEnabled' },
  replicationRole: 'Primary',
  replicaCapacity: 5,
};

const exampleServer: Row = {
  sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
  location: 'westus',
  id,
  name: 'exampleserver',
  type: 'Microsoft.DBforPostgreSQL/flexibleServers',
};

export const server = (properties: Row = {}, top: Row = {}): Row =>
  changed({ ...exampleServer, properties: changed(exampleProperties, properties) }, top);

/** A server that is judged without further reads. */
export const alone = (properties: Row = {}, top: Row = {}): Given => ({ subject: server(properties, top), reads: {} });

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/postgresql/resource-manager/Microsoft.DBforPostgreSQL/stable/2024-08-01/examples/ConfigurationListByServer.json
const configuration = (name: string, value: unknown): Row => ({
  properties: { value, source: 'user-override', isReadOnly: false, isConfigPendingRestart: false },
  id: `${id}/configurations/${name}`,
  name,
  type: 'Microsoft.DBforPostgreSQL/flexibleServers/configurations',
});

/** A server with these parameters among others. */
export const withParameters = (values: Row): Given => {
  const all = { array_nulls: 'on', require_secure_transport: 'on', ...values };
  return {
    subject: server(),
    reads: { configurations: found(...Object.entries(all).map(([name, value]) => configuration(name, value))) },
  };
};

/** A server whose list of parameters lacks what every version has. */
export const withoutParameters: Given = {
  subject: server(),
  reads: { configurations: found(configuration('array_nulls', 'on')) },
};

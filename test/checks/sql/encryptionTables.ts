import { choiceRows } from '../aks/rows.ts';
import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';
import { alone, ofSynapse, reading, synapse, withChild } from './server.ts';

const tde = 'transparentDataEncryption/current';
const protector = 'encryptionProtector/current';
const keyType = 'properties.serverKeyType';
const denied = refused('denied', 'AuthorizationFailed', 'the/action');

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/sql/resource-manager/Microsoft.Sql/stable/2023-08-01/Databases.json
const database = (name: string, reads: Given['reads']): Given => ({
  subject: {
    id: `/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg/providers/Microsoft.Sql/servers/server/databases/${name}`,
    name,
    type: 'Microsoft.Sql/servers/databases',
    location: 'japaneast',
    kind: 'v12.0,user',
    properties: { status: 'Online', collation: 'SQL_Latin1_General_CP1_CI_AS' },
  },
  reads,
});
const encrypted = (answer: Read<readonly Row[]>) => database('orders', { [tde]: answer });
const state = (value: unknown) => encrypted(found({ name: 'Current', properties: { state: value } }));

export const encryptionTables: CheckTables = {
  'sql-minimum-tls': choiceRows(
    'minimalTlsVersion',
    { safe: ['1.2', '1.3'], unsafe: ['None', '1.0', '1.1'], absentIs: 'None' },
    alone,
  ),
  'sql-customer-managed-key': {
    pass: [
      [
        withChild(protector, { serverKeyType: 'AzureKeyVault', serverKeyName: 'someVault_someKey' }),
        `${keyType} is "AzureKeyVault"; expected "AzureKeyVault"`,
      ],
    ],
    fail: [
      [
        withChild(protector, { serverKeyType: 'ServiceManaged', serverKeyName: 'ServiceManaged' }),
        `${keyType} is "ServiceManaged"; expected "AzureKeyVault"`,
      ],
    ],
    unknown: [
      [withChild(protector, { serverKeyType: null }), `malformed: ${keyType} is not set`],
      [withChild(protector, {}), `malformed: ${keyType} is not set`],
      [
        withChild(protector, { serverKeyType: 'Hsm' }),
        `malformed: ${keyType} is "Hsm", which is none of "AzureKeyVault", "ServiceManaged"`,
      ],
      [reading(protector, found()), 'notFound: Azure answered without an object'],
      [reading(protector, denied), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [[synapse, ofSynapse]],
  },
  'sql-transparent-data-encryption': {
    pass: [[state('Enabled'), 'properties.state is "Enabled"; expected "Enabled"']],
    fail: [[state('Disabled'), 'properties.state is "Disabled"; expected "Enabled"']],
    unknown: [
      [state(null), 'malformed: properties.state is not set'],
      [state(undefined), 'malformed: properties.state is not set'],
      [state('enabled'), 'malformed: properties.state is "enabled", which is none of "Enabled", "Disabled"'],
      [encrypted(denied), 'denied: AuthorizationFailed'],
      // A database whose name only ends like the service's own.
      [database('webmaster', { [tde]: denied }), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [database('master', {}), 'the service itself keeps master'],
      [database('Master', {}), 'the service itself keeps master'],
    ],
  },
};

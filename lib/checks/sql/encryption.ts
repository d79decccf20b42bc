import { define } from '../define.ts';
import { minimumTls as minimumTlsOf } from '../minimumTls.ts';
import { isOneOf, textAt } from '../property.ts';
import { databaseEncryption, encryptionProtector, sqlDatabase, sqlServer } from './needs.ts';
import { outsideSynapse } from './outsideSynapse.ts';
import { judgeReported } from './reported.ts';

export const minimumTls = define({
  id: 'sql-minimum-tls',
  title: 'Connections use TLS 1.2 or later',
  severity: 'medium',
  why: 'Without a minimum clients may connect by broken versions of TLS, or without encryption at all.',
  fix: {
    text: 'Set the minimum TLS version to 1.2. Older clients are refused from then on.',
    cli: 'az sql server update --ids {id} --minimal-tls-version 1.2',
    set: { path: 'properties.minimalTlsVersion', value: '1.2' },
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
  absent: 'Fails: a server that has no minimum, which "None" says too, accepts every version.',
  policies: ['32e6bbec-16b6-44c2-be37-c5b672d103cf'],
  on: sqlServer,
  parameters: ['acceptedTlsVersions'],
  needs: {},
  evaluate(server, _data, _at, parameters) {
    const { safe, unsafe } = minimumTlsOf((version) => version, parameters);
    return isOneOf(server, 'properties.minimalTlsVersion', { safe, unsafe: ['None', ...unsafe], absentIs: 'None' });
  },
});

export const customerManagedKey = define({
  id: 'sql-customer-managed-key',
  title: 'A key of your own protects the databases',
  severity: 'low',
  why: 'With your own key in Key Vault you decide on rotation and can take the key away, and each use of it is logged.',
  fix: {
    text: 'Give the server an identity with access to a key in Key Vault and make that key its TDE protector. Losing the key loses the databases.',
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-byok-overview',
  absent: 'Unknown: every protector has a type.',
  policies: ['0a370ff3-6cab-4e85-8995-295fd854c5b8'],
  on: sqlServer,
  applies: outsideSynapse,
  needs: { protector: encryptionProtector },
  evaluate: (_server, { protector }) =>
    judgeReported(protector, 'properties.serverKeyType', { safe: ['AzureKeyVault'], unsafe: ['ServiceManaged'] }),
});

export const transparentDataEncryption = define({
  id: 'sql-transparent-data-encryption',
  title: 'The database is encrypted at rest',
  severity: 'high',
  why: 'Files and backups that leave the service could otherwise be read by whoever holds them.',
  fix: {
    text: 'Turn transparent data encryption on.',
    cli: 'az sql db tde set --ids {id} --status Enabled',
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview',
  absent: 'Unknown: every database reports a state.',
  policies: ['17k78e20-9358-41c9-923c-fb736d382a12'],
  on: sqlDatabase,
  // The id ends in the name in Resource Graph and in ARM alike.
  applies: (database) =>
    textAt(database, 'id')?.toLowerCase().endsWith('/databases/master') !== true || 'the service itself keeps master',
  needs: { encryption: databaseEncryption },
  evaluate: (_database, { encryption }) =>
    judgeReported(encryption, 'properties.state', { safe: ['Enabled'], unsafe: ['Disabled'] }),
});

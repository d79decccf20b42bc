import { define } from '../define.ts';
import { minimumTls as minimumTlsOf } from '../minimumTls.ts';
import { fail, isOneOf, isTrue, observedText, pass, textAt } from '../property.ts';
import { storageAccount } from './needs.ts';
import { kindOf } from './accountKind.ts';

export const secureTransfer = define({
  id: 'storage-secure-transfer',
  title: 'Only encrypted connections are accepted',
  severity: 'high',
  why: 'Over plain HTTP, or SMB without encryption, anyone on the way reads the data and the SAS that opens it.',
  fix: {
    text: 'Require secure transfer. Clients that use HTTP, or SMB without encryption, are refused from then on.',
    cli: 'az storage account update --ids {id} --https-only true',
    set: { path: 'properties.supportsHttpsTrafficOnly', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
  absent: 'Passes: the default is true since api-version 2019-04-01.',
  policies: ['404c3081-a854-4457-ae30-26a93ef643f9'],
  on: storageAccount,
  needs: {},
  evaluate: (account) => isTrue(account, 'properties.supportsHttpsTrafficOnly', { absentIs: true }),
});

export const minimumTls = define({
  id: 'storage-minimum-tls',
  title: 'Clients must use TLS 1.2 or later',
  severity: 'medium',
  why: 'TLS 1.0 and 1.1 have known weaknesses that let someone on the way read or change what is sent.',
  fix: {
    text: 'Set the minimum TLS version to 1.2. Older clients are refused from then on.',
    cli: 'az storage account update --ids {id} --min-tls-version TLS1_2',
    set: { path: 'properties.minimumTlsVersion', value: 'TLS1_2' },
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version',
  absent: 'Fails: absent, null or empty means that TLS 1.0 is accepted.',
  policies: ['fe83a0eb-a853-422d-aac2-1bffd182c5d0'],
  on: storageAccount,
  parameters: ['acceptedTlsVersions'],
  needs: {},
  evaluate(account, _data, _at, parameters) {
    const { safe, unsafe } = minimumTlsOf((version) => `TLS${version.replace('.', '_')}`, parameters);
    const choice = { safe, unsafe: ['', ...unsafe], absentIs: 'TLS1_0' };
    return isOneOf(account, 'properties.minimumTlsVersion', choice);
  },
});

export const customerManagedKeys = define({
  id: 'storage-customer-managed-keys',
  title: 'Data is encrypted with a key of your own',
  severity: 'low',
  why: 'With a key in your vault you decide who may use it, when it rotates and, by destroying it, that the data is gone.',
  fix: {
    text: 'Create a key in a vault with purge protection, let a managed identity use it, and select it for the account.',
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview',
  absent: 'Fails: the default is Microsoft.Storage, a key that Microsoft manages.',
  policies: ['6fac406b-40ca-413b-bf8e-0bf964659c25'],
  on: storageAccount,
  needs: {},
  evaluate(account) {
    const path = 'properties.encryption.keySource';
    // The reference: "Possible values (case-insensitive)".
    const source = textAt(account, path);
    if (source?.toLowerCase() === 'microsoft.keyvault') return pass(path, observedText(source), '"Microsoft.Keyvault"');
    if (source?.toLowerCase() === 'microsoft.storage') return fail(path, observedText(source), '"Microsoft.Keyvault"');
    return isOneOf(account, path, { safe: ['Microsoft.Keyvault'], unsafe: [], absentIs: 'Microsoft.Storage' });
  },
});

export const infrastructureEncryption = define({
  id: 'storage-infrastructure-encryption',
  title: 'Data is encrypted twice',
  severity: 'low',
  why: 'A second layer with another algorithm and key still protects the data where the first is broken. Wanted mostly for compliance.',
  fix: {
    text: 'It can only be chosen at creation: create an account (or an encryption scope) with infrastructure encryption and move the data.',
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/infrastructure-encryption-enable',
  absent: 'Fails: it is off unless it was chosen when the account was created.',
  policies: ['4733ea7b-a883-42fe-8cac-97454c2a9e4a'],
  on: storageAccount,
  applies(account) {
    const kind = kindOf(account);
    const legacy = kind === 'Storage' || kind === 'BlobStorage';
    return !legacy || `a ${kind} account cannot have infrastructure encryption`;
  },
  needs: {},
  evaluate: (account) => isTrue(account, 'properties.encryption.requireInfrastructureEncryption', { absentIs: false }),
});

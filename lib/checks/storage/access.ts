import { define } from '../define.ts';
import { isFalse, isTrue, pass, textAt, valueAt } from '../property.ts';
import { storageAccount } from './needs.ts';
import { holds } from './accountKind.ts';

export const blobPublicAccess = define({
  id: 'storage-blob-public-access',
  title: 'Blobs cannot be read anonymously',
  severity: 'critical',
  why: 'While the account allows it, one changed container setting opens data to anyone on the internet, without a credential.',
  fix: {
    text: 'Disallow anonymous access for the account. It overrides what containers allow, so move what must stay public to an account of its own first.',
    cli: 'az storage account update --ids {id} --allow-blob-public-access false',
    set: { path: 'properties.allowBlobPublicAccess', value: false },
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent',
  // The reference calls the default false; the built-in policy and accounts from before that default read absence as allowed.
  absent: 'Fails: newer accounts start with false, older ones that never set it allow anonymous access.',
  policies: ['4fa4b6c0-31ca-4c0d-b10d-24b96f62a751'],
  on: storageAccount,
  applies: (account) => holds(account, 'blob'),
  needs: {},
  evaluate: (account) => isFalse(account, 'properties.allowBlobPublicAccess'),
});

export const sharedKeyAccess = define({
  id: 'storage-shared-key-access',
  title: 'Account keys cannot authorize requests',
  severity: 'high',
  why: 'An account key or a SAS that it signed grants everything in the account to whoever holds it, names nobody in the logs and skips conditional access.',
  fix: {
    text: 'Move clients to Microsoft Entra ID, then disallow Shared Key authorization. SAS that the key signed stop working too.',
    cli: 'az storage account update --ids {id} --allow-shared-key-access false',
    set: { path: 'properties.allowSharedKeyAccess', value: false },
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent',
  absent: 'Fails: absent or null is the same as true.',
  policies: ['8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54'],
  on: storageAccount,
  needs: {},
  evaluate: (account) => isFalse(account, 'properties.allowSharedKeyAccess', { absentIs: true }),
});

export const defaultToEntra = define({
  id: 'storage-default-entra-authorization',
  title: 'The Azure portal reads data with Microsoft Entra ID',
  severity: 'low',
  why: 'Otherwise the portal fetches the account key for whoever may, and data is read with all rights and no name.',
  fix: {
    text: 'Make Microsoft Entra ID the default authorization in the Azure portal.',
    cli: 'az resource update --ids {id} --set properties.defaultToOAuthAuthentication=true',
    set: { path: 'properties.defaultToOAuthAuthentication', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/authorize-data-operations-portal',
  absent: 'Fails: the default is false. Passes all the same where Shared Key authorization is off.',
  on: storageAccount,
  needs: {},
  evaluate(account) {
    const verdict = isTrue(account, 'properties.defaultToOAuthAuthentication', { absentIs: false });
    if (verdict.verdict === 'pass') return verdict;
    const withoutKeys = isFalse(account, 'properties.allowSharedKeyAccess', { absentIs: true });
    return withoutKeys.verdict === 'pass' ? withoutKeys : verdict;
  },
});

// Accounts created after that day do not take part in cross-tenant replication unless they say so.
const closedSince = Date.parse('2023-12-16T00:00:00Z');

export const crossTenantReplication = define({
  id: 'storage-cross-tenant-replication',
  title: 'Blobs are not replicated to other tenants',
  severity: 'medium',
  why: 'Who may write the account could otherwise copy every new blob to an account in a tenant of their own, silently.',
  fix: {
    text: 'Disallow cross-tenant object replication; delete existing cross-tenant policies first.',
    cli: 'az storage account update --ids {id} --allow-cross-tenant-replication false',
    set: { path: 'properties.allowCrossTenantReplication', value: false },
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/object-replication-prevent-cross-tenant-policies',
  absent:
    'Passes for an account created after 2023-12-15, where the default is false; fails for older ones, where null means allowed.',
  policies: ['92a89a79-6c52-4a7e-a03f-61306fc49312'],
  on: storageAccount,
  applies: (account) => holds(account, 'blob'),
  needs: {},
  evaluate(account) {
    const path = 'properties.allowCrossTenantReplication';
    if (valueAt(account, path) !== undefined) return isFalse(account, path);
    const created = textAt(account, 'properties.creationTime') ?? '';
    const closed = Date.parse(created) >= closedSince;
    return closed
      ? pass(path, `not set (default false for an account created ${created})`, 'false')
      : isFalse(account, path);
  },
});

import type { Row } from '../../../model/row.ts';

/** Account properties as a cautious owner sets them. */
export const hardened: Row = {
  allowBlobPublicAccess: false,
  allowCrossTenantReplication: false,
  allowSharedKeyAccess: false,
  defaultToOAuthAuthentication: true,
  keyPolicy: { keyExpirationPeriodInDays: 60 },
  minimumTlsVersion: 'TLS1_2',
  networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] },
  publicNetworkAccess: 'Disabled',
  supportsHttpsTrafficOnly: true,
};

/** Account properties much as the portal proposes them. */
export const portalDefaults: Row = {
  allowBlobPublicAccess: false,
  allowCrossTenantReplication: false,
  allowSharedKeyAccess: true,
  defaultToOAuthAuthentication: false,
  minimumTlsVersion: 'TLS1_2',
  networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
  publicNetworkAccess: 'Enabled',
  supportsHttpsTrafficOnly: true,
};

/** Account properties of an account from before most of them existed. */
export const outdated: Row = {
  networkAcls: { bypass: 'None', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
  supportsHttpsTrafficOnly: false,
};

/**
 * Keys that always count as new: a date in the past would grow old, and one that moves would change the answers. `key2`
 * may be older.
 */
export function newKeys(key2 = '2099-01-02T08:00:00.0000000Z'): Row {
  return { keyCreationTime: { key1: '2099-01-02T08:00:00.0000000Z', key2 } };
}

const encrypted = { enabled: true, keyType: 'Account', lastEnabledTime: '2024-03-11T20:49:31.7036140Z' };
export const microsoftKeys: Row = { services: { file: encrypted, blob: encrypted }, keySource: 'Microsoft.Storage' };
export const customerKeys: Row = {
  services: { file: encrypted, blob: encrypted },
  requireInfrastructureEncryption: true,
  keySource: 'Microsoft.Keyvault',
  keyvaultproperties: {
    keyvaulturi: 'https://contoso-keys.vault.azure.net',
    keyname: 'wrappingKey',
    keyversion: '',
    currentVersionedKeyIdentifier:
      'https://contoso-keys.vault.azure.net/keys/wrappingKey/0682afdd9c104f4285df20107e956cad',
    lastKeyRotationTimestamp: '2024-12-13T20:36:23.7023290Z',
  },
};

/** A private endpoint connection; `status` is Approved, Pending, Rejected or Disconnected. */
export function privateEndpoint(name: string, status: string): Row {
  return {
    name,
    type: 'Microsoft.Storage/storageAccounts/privateEndpointConnections',
    properties: {
      provisioningState: 'Succeeded',
      privateLinkServiceConnectionState: { status, description: '', actionRequired: 'None' },
    },
  };
}

const noCors = { corsRules: [] };
export const blobProtected: Row = {
  cors: noCors,
  changeFeed: { enabled: true },
  isVersioningEnabled: true,
  deleteRetentionPolicy: { enabled: true, days: 30, allowPermanentDelete: false },
  containerDeleteRetentionPolicy: { enabled: true, days: 30 },
};
export const blobPlain: Row = { cors: noCors, deleteRetentionPolicy: { enabled: false, allowPermanentDelete: false } };

// The service ends these lists with a semicolon.
export const fileHardened: Row = {
  cors: noCors,
  protocolSettings: {
    smb: {
      versions: 'SMB3.1.1;',
      authenticationMethods: 'Kerberos;',
      kerberosTicketEncryption: 'AES-256;',
      channelEncryption: 'AES-256-GCM;',
    },
  },
  shareDeleteRetentionPolicy: { enabled: true, days: 14 },
};
export const filePlain: Row = {
  cors: noCors,
  protocolSettings: { smb: {} },
  shareDeleteRetentionPolicy: { enabled: true, days: 7 },
};
export const fileWeak: Row = {
  cors: noCors,
  protocolSettings: {
    smb: {
      versions: 'SMB2.1;SMB3.0;SMB3.1.1;',
      authenticationMethods: 'NTLMv2;Kerberos;',
      kerberosTicketEncryption: 'RC4-HMAC;AES-256;',
      channelEncryption: 'AES-128-CCM;AES-128-GCM;AES-256-GCM;',
    },
  },
  shareDeleteRetentionPolicy: { enabled: false },
};
export const corsOnly: Row = { cors: noCors };

const noRetention = { enabled: false, days: 0 };

/** A diagnostic setting that sends to the sample's workspace what `logs` names. */
export function diagnosticSetting(name: string, logs: readonly Row[]): Row {
  const workspace = 'resourceGroups/rg-operations/providers/Microsoft.OperationalInsights/workspaces/contoso-logs';
  return {
    name,
    properties: {
      workspaceId: `/subscriptions/5a9e0000-0001-4000-8000-00000000c0a0/${workspace}`,
      metrics: [{ category: 'Transaction', enabled: true, retentionPolicy: noRetention }],
      logs: logs.map((log) => ({ ...log, retentionPolicy: noRetention })),
      logAnalyticsDestinationType: null,
    },
  };
}
export const allLogs: readonly Row[] = [{ categoryGroup: 'allLogs', enabled: true }];
export const auditLogs: readonly Row[] = [{ categoryGroup: 'audit', enabled: true }];

/** Log categories one by one: those in `on` are enabled. */
export function logCategories(on: readonly string[]): Row[] {
  const categories = ['StorageRead', 'StorageWrite', 'StorageDelete'];
  return categories.map((category) => ({ category, enabled: on.includes(category) }));
}

const lifecycleActions = { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } } };

/** A rule of a lifecycle policy. */
export function lifecycleRule(name: string, enabled: boolean): Row {
  const filters = { blobTypes: ['blockBlob'] };
  return { enabled, name, type: 'Lifecycle', definition: { filters, actions: lifecycleActions } };
}

import type { Row } from '../../../model/row.ts';
import type { SampleResource } from '../resourceList.ts';
import type { StorageAccount, StorageContainer } from '../storageChild.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { storageAccount } from './storageAccount.ts';
import type { AccountChoice } from './storageAccount.ts';
import {
  allLogs,
  auditLogs,
  blobPlain,
  blobProtected,
  customerKeys,
  diagnosticSetting,
  fileHardened,
  fileWeak,
  hardened,
  lifecycleRule,
  logCategories,
  microsoftKeys,
  newKeys,
  outdated,
  portalDefaults,
  privateEndpoint,
} from './storageSettings.ts';

const approved = [privateEndpoint('blob-endpoint', 'Approved')];
const everyService = (settings: readonly Row[]): StorageAccount['diagnostics'] => ({
  blob: settings,
  file: settings,
  queue: settings,
  table: settings,
});
const keep = lifecycleRule('cool-after-a-month', true);
const secure: AccountChoice = {
  sku: 'Standard_GZRS',
  properties: { ...hardened, encryption: customerKeys, privateEndpointConnections: approved },
  services: { blob: blobProtected, file: fileHardened },
  lifecycle: [keep],
  diagnostics: everyService([diagnosticSetting('to-workspace', allLogs)]),
};
const withProperties = (choice: AccountChoice, more: Row): AccountChoice => ({
  ...choice,
  properties: { ...choice.properties, ...more },
});
/** A hardened account without some of its properties. */
const lacking = (...names: readonly string[]): AccountChoice => ({
  ...secure,
  properties: Object.fromEntries(Object.entries(secure.properties ?? {}).filter(([name]) => !names.includes(name))),
});
const containers = (...names: readonly string[]): StorageContainer[] =>
  names.map((name) => ({ name, publicAccess: 'None' }));

const production: readonly (readonly [group: string, location: string, name: string, choice: AccountChoice])[] = [
  ['rg-payments', 'westeurope', 'contosopayments', secure],
  // What Resource Graph leaves out is set in ARM.
  [
    'rg-payments',
    'westeurope',
    'contosoledger',
    { ...secure, omitted: ['allowCrossTenantReplication', 'minimumTlsVersion', 'keyPolicy'] },
  ],
  // Left out by Resource Graph, and absent in ARM too.
  ['rg-payments', 'northeurope', 'contosoreceipts', lacking('allowSharedKeyAccess', 'minimumTlsVersion', 'keyPolicy')],
  [
    'rg-web',
    'westeurope',
    'contosoweb',
    {
      properties: { ...portalDefaults, ...newKeys('2024-02-18T04:42:22.4322836Z'), allowBlobPublicAccess: true },
      sku: 'Standard_RAGRS',
      containers: [...containers('images', 'scripts', 'styles'), { name: '$web', publicAccess: 'Container' }],
    },
  ],
  [
    'rg-web',
    'westeurope',
    'contosomedia',
    {
      kind: 'BlobStorage',
      sku: 'Standard_GRS',
      properties: { ...portalDefaults, accessTier: 'Cool' },
      services: { blob: { ...blobProtected, isVersioningEnabled: false } },
      lifecycle: [keep],
    },
  ],
  [
    'rg-web',
    'northeurope',
    'contosocdn',
    {
      kind: 'BlockBlobStorage',
      sku: 'Premium_LRS',
      services: { blob: blobProtected },
      lifecycle: [lifecycleRule('switched-off', false)],
    },
  ],
  [
    'RG-Legacy',
    'westeurope',
    'contosoarchive',
    {
      kind: 'Storage',
      sku: 'Standard_GRS',
      properties: { ...outdated, keyCreationTime: { key1: null, key2: null } },
      services: { file: fileWeak },
    },
  ],
  [
    'RG-Legacy',
    'westeurope',
    'contosoftp',
    withProperties(
      { ...secure, sku: 'Standard_LRS', lifecycle: [] },
      { minimumTlsVersion: 'TLS1_0', supportsHttpsTrafficOnly: false },
    ),
  ],
  [
    'RG-Legacy',
    'northeurope',
    'contosobackup',
    withProperties(
      {
        ...secure,
        services: { blob: { ...blobPlain, deleteRetentionPolicy: { enabled: true, days: 3 } }, file: fileWeak },
      },
      {
        minimumTlsVersion: 'TLS1_1',
        networkAcls: { bypass: 'None', defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] },
      },
    ),
  ],
  [
    'rg-data',
    'westeurope',
    'contosolake',
    withProperties(secure, {
      isHnsEnabled: true,
      minimumTlsVersion: 'TLS1_3',
      publicNetworkAccess: 'SecuredByPerimeter',
    }),
  ],
  [
    'rg-data',
    'westeurope',
    'contosowarehouse',
    withProperties(
      {
        ...secure,
        diagnostics: everyService([
          diagnosticSetting('reads', logCategories(['StorageRead'])),
          diagnosticSetting('writes', logCategories(['StorageWrite', 'StorageDelete'])),
        ]),
      },
      { allowCrossTenantReplication: true },
    ),
  ],
  [
    'rg-data',
    'northeurope',
    'contosoimports',
    withProperties(
      { ...secure, diagnostics: { ...everyService([diagnosticSetting('to-workspace', auditLogs)]), queue: [] } },
      { publicNetworkAccess: 'Enabled', keyPolicy: { keyExpirationPeriodInDays: 180 } },
    ),
  ],
  [
    'rg-data',
    'northeurope',
    'contosoexports',
    withProperties(
      {
        ...secure,
        diagnostics: everyService([diagnosticSetting('to-workspace', logCategories(['StorageRead', 'StorageWrite']))]),
      },
      {
        privateEndpointConnections: [privateEndpoint('waiting', 'Pending')],
        encryption: { ...microsoftKeys, requireInfrastructureEncryption: true },
      },
    ),
  ],
  [
    'rg-files',
    'westeurope',
    'contosofiles',
    {
      kind: 'FileStorage',
      sku: 'Premium_ZRS',
      properties: { ...hardened, encryption: customerKeys, privateEndpointConnections: approved },
      services: { file: fileHardened },
      diagnostics: everyService([diagnosticSetting('to-workspace', allLogs)]),
    },
  ],
  [
    'rg-files',
    'westeurope',
    'contosoprofiles',
    { kind: 'FileStorage', sku: 'Premium_LRS', services: { file: fileWeak } },
  ],
  [
    'rg-operations',
    'westeurope',
    'contosoterraform',
    {
      properties: { ...portalDefaults, allowBlobPublicAccess: true },
      containers: [{ name: 'tfstate', publicAccess: 'Blob' }, ...containers('plans')],
    },
  ],
  ['rg-operations', 'westeurope', 'contosotfstate', { ...secure, containers: containers('tfstate') }],
  ['rg-operations', 'westeurope', 'contosostate', { ...secure, containers: containers('terraform-state', 'tfstate') }],
  [
    'rg-operations',
    'northeurope',
    'contosologs',
    {
      sku: 'Standard_ZRS',
      omitted: ['allowSharedKeyAccess'],
      lifecycle: [keep],
      containers: containers(
        'insights-activity-logs',
        'insights-logs-storageread',
        'insights-logs-storagewrite',
        'insights-logs-storagedelete',
      ),
    },
  ],
];

const development: typeof production = [
  ['rg-dev', 'swedencentral', 'fabrikamdev', { properties: { ...portalDefaults, ...newKeys() } }],
  ['rg-dev', 'swedencentral', 'fabrikamtest', { properties: outdated, omitted: ['networkAcls'] }],
  ['rg-dev', 'swedencentral', 'fabrikambuilds', { kind: 'StorageV2', sku: 'Premium_LRS' }],
  ['rg-dev', 'swedencentral', 'fabrikamfunctions', { ...secure, sku: 'Standard_RAGZRS' }],
  [
    'rg-dev',
    'swedencentral',
    'fabrikamstate',
    { containers: containers('tfstate'), services: { blob: blobProtected } },
  ],
  ['rg-dev', 'swedencentral', 'fabrikamshares', { services: { file: fileWeak } }],
];

const place = (subscription: string, rows: typeof production): SampleResource[] =>
  rows.map(([group, location, name, choice]) => storageAccount({ subscription, group, name, location }, choice));

/** The storage accounts of the sample *default*: every storage check finds some that pass and some that fail. */
export function defaultStorage(): SampleResource[] {
  return [...place(productionSubscription, production), ...place(developmentSubscription, development)];
}

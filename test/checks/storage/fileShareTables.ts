import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import {
  account,
  blobStorage,
  blockBlobStorage,
  fileStorage,
  generalPurposeV1,
  pageBlobs,
  withReads,
} from './account.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/storage/resource-manager/Microsoft.Storage/stable/2024-01-01/examples/FileServicesGet.json
// without its CORS rules: a service that was never configured.
const exampleService: Row = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/res4410/providers/Microsoft.Storage/storageAccounts/sto8607/fileServices/default',
  name: 'default',
  type: 'Microsoft.Storage/storageAccounts/fileServices',
  sku: { name: 'Standard_GRS', tier: 'Standard' },
};

const files = (properties: unknown, top: Row = {}) =>
  withReads(account({}, top), { 'fileServices/default': found({ ...exampleService, properties }) });
const smb = (settings: unknown) => files({ protocolSettings: { smb: settings } });
const denied = withReads(account(), { 'fileServices/default': refused('denied', 'AuthorizationFailed', 'the/action') });

const retention = 'properties.shareDeleteRetentionPolicy.enabled';
const versions = 'properties.protocolSettings.smb.versions';
const allVersions = '(default "SMB2.1;SMB3.0;SMB3.1.1")';
const ciphers = 'properties.protocolSettings.smb.channelEncryption';
const allCiphers = '(default "AES-128-CCM;AES-128-GCM;AES-256-GCM")';

const withoutShares = [
  [withReads(account({}, blobStorage), {}), 'a BlobStorage account holds no file shares'],
  [withReads(account({}, blockBlobStorage), {}), 'a BlockBlobStorage account holds no file shares'],
  [withReads(account({}, pageBlobs), {}), 'a StorageV2 account on Premium_LRS holds no file shares'],
  [
    withReads(account({}, { kind: 'Storage', sku: { name: 'Standard_ZRS' } }), {}),
    'a Storage account on Standard_ZRS holds no file shares',
  ],
] as const;

export const fileShareTables: CheckTables = {
  'storage-file-share-soft-delete': {
    pass: [
      [files({ shareDeleteRetentionPolicy: { enabled: true, days: 7 } }), `${retention} is true; expected true`],
      [
        files({ shareDeleteRetentionPolicy: { enabled: true, days: 7 } }, fileStorage),
        `${retention} is true; expected true`,
      ],
      [
        files({ shareDeleteRetentionPolicy: { enabled: true } }, generalPurposeV1),
        `${retention} is true; expected true`,
      ],
      [
        files({ shareDeleteRetentionPolicy: { enabled: true } }, { sku: { name: 'Standard_ZRS' } }),
        `${retention} is true; expected true`,
      ],
    ],
    fail: [
      [files({ shareDeleteRetentionPolicy: { enabled: false } }), `${retention} is false; expected true`],
      [files({}), `${retention} is not set (default false); expected true`],
      [files({ shareDeleteRetentionPolicy: null }), `${retention} is not set (default false); expected true`],
      [files({ shareDeleteRetentionPolicy: { enabled: 'true' } }), `${retention} is "true"; expected true`],
      // A kind that is not known yet is judged, not passed over.
      [files({}, { kind: 'FutureStorage' }), `${retention} is not set (default false); expected true`],
    ],
    unknown: [
      [denied, 'denied: AuthorizationFailed'],
      [files(null), 'malformed: properties is not set'],
      [withReads(account({}, { sku: null }), {}), 'malformed: sku.name is not set'],
    ],
    notApplicable: withoutShares,
  },
  'storage-smb-protocol-version': {
    pass: [
      [smb({ versions: 'SMB3.1.1' }), `${versions} is "SMB3.1.1"; expected "SMB3.1.1"`],
      [smb({ versions: 'SMB3.1.1;' }), `${versions} is "SMB3.1.1;"; expected "SMB3.1.1"`],
    ],
    fail: [
      [smb({ versions: 'SMB3.0;SMB3.1.1' }), `${versions} is "SMB3.0;SMB3.1.1"; expected "SMB3.1.1"`],
      [smb({ versions: 'SMB2.1' }), `${versions} is "SMB2.1"; expected "SMB3.1.1"`],
      [smb({ versions: '' }), `${versions} is ""; expected "SMB3.1.1"`],
      [smb({ versions: null }), `${versions} is not set ${allVersions}; expected "SMB3.1.1"`],
      [smb({}), `${versions} is not set ${allVersions}; expected "SMB3.1.1"`],
      [files({}), `${versions} is not set ${allVersions}; expected "SMB3.1.1"`],
      [smb({ versions: 'SMB4.0;SMB2.1' }), `${versions} is "SMB4.0;SMB2.1"; expected "SMB3.1.1"`],
    ],
    unknown: [
      [
        smb({ versions: 'SMB3.1.1;SMB4.0' }),
        `malformed: ${versions} holds "SMB4.0", which is none of SMB2.1;SMB3.0;SMB3.1.1`,
      ],
      [smb({ versions: ['SMB3.1.1'] }), `malformed: ${versions} is ["SMB3.1.1"], not text`],
      [smb('SMB3.1.1'), 'malformed: properties.protocolSettings.smb is "SMB3.1.1", not an object'],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: withoutShares,
  },
  'storage-smb-channel-encryption': {
    pass: [[smb({ channelEncryption: 'AES-256-GCM' }), `${ciphers} is "AES-256-GCM"; expected "AES-256-GCM"`]],
    fail: [
      [
        smb({ channelEncryption: 'AES-128-GCM;AES-256-GCM' }),
        `${ciphers} is "AES-128-GCM;AES-256-GCM"; expected "AES-256-GCM"`,
      ],
      [smb({ channelEncryption: 'AES-128-CCM' }), `${ciphers} is "AES-128-CCM"; expected "AES-256-GCM"`],
      [smb({ channelEncryption: null }), `${ciphers} is not set ${allCiphers}; expected "AES-256-GCM"`],
      [files({ protocolSettings: null }), `${ciphers} is not set ${allCiphers}; expected "AES-256-GCM"`],
    ],
    unknown: [
      [
        smb({ channelEncryption: 'AES-512-GCM' }),
        `malformed: ${ciphers} holds "AES-512-GCM", which is none of AES-128-CCM;AES-128-GCM;AES-256-GCM`,
      ],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: withoutShares,
  },
};

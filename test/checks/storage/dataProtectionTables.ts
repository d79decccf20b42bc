import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { changed, found, refused } from '../given.ts';
import {
  account,
  blobStorage,
  blockBlobStorage,
  fileStorage,
  generalPurposeV1,
  pageBlobs,
  withReads,
} from './account.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/storage/resource-manager/Microsoft.Storage/stable/2024-01-01/examples/BlobServicesGet.json
// without its CORS rules.
const exampleService: Row = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/res4410/providers/Microsoft.Storage/storageAccounts/sto8607/blobServices/default',
  name: 'default',
  type: 'Microsoft.Storage/storageAccounts/blobServices',
  sku: { name: 'Standard_GRS', tier: 'Standard' },
};
const exampleProperties: Row = {
  defaultServiceVersion: '2017-07-29',
  deleteRetentionPolicy: { enabled: true, days: 300 },
  isVersioningEnabled: true,
  changeFeed: { enabled: true, retentionInDays: 7 },
};

const answered = (answer: Read<readonly Row[]>, top: Row = {}, own: Row = {}) =>
  withReads(account(own, top), { 'blobServices/default': answer });
const blobs = (properties: Row, top: Row = {}, own: Row = {}) =>
  answered(found({ ...exampleService, properties: changed(exampleProperties, properties) }), top, own);

function softDelete(policy: string): CheckRows {
  const path = `properties.${policy}.enabled`;
  return {
    pass: [
      [blobs({ [policy]: { enabled: true, days: 1 } }), `${path} is true; expected true`],
      [blobs({ [policy]: { enabled: true, days: 7 } }, pageBlobs), `${path} is true; expected true`],
      [blobs({ [policy]: { enabled: true, days: 7 } }, blockBlobStorage), `${path} is true; expected true`],
    ],
    fail: [
      [blobs({ [policy]: { enabled: false } }), `${path} is false; expected true`],
      [blobs({ [policy]: undefined }), `${path} is not set (default false); expected true`],
      [blobs({ [policy]: null }), `${path} is not set (default false); expected true`],
      [blobs({ [policy]: { days: 7 } }), `${path} is not set (default false); expected true`],
      [blobs({ [policy]: { enabled: 'true' } }), `${path} is "true"; expected true`],
    ],
    unknown: [
      [blobs({ [policy]: [true] }), `malformed: properties.${policy} is [true], not an object`],
      [answered(found({ ...exampleService, properties: null })), 'malformed: properties is not set'],
      [answered(found()), 'notFound: Azure answered without an object'],
      [answered(refused('denied', 'AuthorizationFailed', 'the/action')), 'denied: AuthorizationFailed'],
    ],
    // No read is given: nothing is asked of an account that cannot hold blobs.
    notApplicable: [[withReads(account({}, fileStorage), {}), 'a FileStorage account holds no blobs']],
  };
}

export const dataProtectionTables: CheckTables = {
  'storage-blob-soft-delete': softDelete('deleteRetentionPolicy'),
  'storage-container-soft-delete': softDelete('containerDeleteRetentionPolicy'),
  'storage-blob-versioning': {
    pass: [
      [blobs({}), 'properties.isVersioningEnabled is true; expected true'],
      [blobs({}, blobStorage), 'properties.isVersioningEnabled is true; expected true'],
    ],
    fail: [
      [blobs({ isVersioningEnabled: false }), 'properties.isVersioningEnabled is false; expected true'],
      [
        blobs({ isVersioningEnabled: undefined }),
        'properties.isVersioningEnabled is not set (default false); expected true',
      ],
      [
        blobs({ isVersioningEnabled: null }),
        'properties.isVersioningEnabled is not set (default false); expected true',
      ],
      [blobs({ isVersioningEnabled: 'true' }), 'properties.isVersioningEnabled is "true"; expected true'],
      [
        blobs({ isVersioningEnabled: false }, {}, { isHnsEnabled: undefined }),
        'properties.isVersioningEnabled is false; expected true',
      ],
      [
        blobs({ isVersioningEnabled: false }, {}, { isHnsEnabled: 'true' }),
        'properties.isVersioningEnabled is false; expected true',
      ],
    ],
    unknown: [[answered(refused('throttled', '429', '')), 'throttled: 429']],
    notApplicable: [
      [
        blobs({ isVersioningEnabled: false }, {}, { isHnsEnabled: true }),
        'an account with a hierarchical namespace has no blob versioning',
      ],
      [withReads(account({}, generalPurposeV1), {}), 'a Storage account has no blob versioning'],
      [withReads(account({}, pageBlobs), {}), 'an account of premium page blobs has no blob versioning'],
      [withReads(account({}, fileStorage), {}), 'a FileStorage account holds no blobs'],
    ],
  },
};

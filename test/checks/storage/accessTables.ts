import type { CheckTables } from '../checkTable.ts';
import { alone, fileStorage } from './account.ts';

const replication = 'properties.allowCrossTenantReplication';
const portal = 'properties.defaultToOAuthAuthentication';

export const accessTables: CheckTables = {
  'storage-blob-public-access': {
    pass: [[alone({ allowBlobPublicAccess: false }), 'properties.allowBlobPublicAccess is false; expected false']],
    fail: [
      [alone({ allowBlobPublicAccess: true }), 'properties.allowBlobPublicAccess is true; expected false'],
      [alone({}), 'properties.allowBlobPublicAccess is not set; expected false'],
      [alone({ allowBlobPublicAccess: null }), 'properties.allowBlobPublicAccess is not set; expected false'],
      // Only the boolean counts: a changed wire format must not read as safe.
      [alone({ allowBlobPublicAccess: 'false' }), 'properties.allowBlobPublicAccess is "false"; expected false'],
      [alone({ allowBlobPublicAccess: 0 }), 'properties.allowBlobPublicAccess is 0; expected false'],
    ],
    unknown: [
      [alone({}, { properties: null }), 'malformed: properties is not set'],
      [alone({}, { properties: undefined }), 'malformed: properties is not set'],
      [alone({}, { properties: [] }), 'malformed: properties is [], not an object'],
      [alone({}, { kind: undefined }), 'malformed: kind is not set'],
      [alone({}, { kind: 2 }), 'malformed: kind is 2, not text'],
    ],
    notApplicable: [[alone({ allowBlobPublicAccess: true }, fileStorage), 'a FileStorage account holds no blobs']],
  },
  'storage-shared-key-access': {
    pass: [[alone({ allowSharedKeyAccess: false }), 'properties.allowSharedKeyAccess is false; expected false']],
    fail: [
      [alone({ allowSharedKeyAccess: true }), 'properties.allowSharedKeyAccess is true; expected false'],
      [alone({}), 'properties.allowSharedKeyAccess is not set (default true); expected false'],
      [
        alone({ allowSharedKeyAccess: null }),
        'properties.allowSharedKeyAccess is not set (default true); expected false',
      ],
      [alone({ allowSharedKeyAccess: 'false' }), 'properties.allowSharedKeyAccess is "false"; expected false'],
    ],
    unknown: [[alone({}, { properties: 'none' }), 'malformed: properties is "none", not an object']],
  },
  'storage-default-entra-authorization': {
    pass: [
      [alone({ defaultToOAuthAuthentication: true }), `${portal} is true; expected true`],
      [alone({ allowSharedKeyAccess: false }), 'properties.allowSharedKeyAccess is false; expected false'],
    ],
    fail: [
      [alone({ defaultToOAuthAuthentication: false }), `${portal} is false; expected true`],
      [alone({}), `${portal} is not set (default false); expected true`],
      [alone({ defaultToOAuthAuthentication: null }), `${portal} is not set (default false); expected true`],
      [alone({ defaultToOAuthAuthentication: 'true' }), `${portal} is "true"; expected true`],
      [alone({ allowSharedKeyAccess: 'false' }), `${portal} is not set (default false); expected true`],
    ],
  },
  'storage-cross-tenant-replication': {
    pass: [
      [alone({ allowCrossTenantReplication: false }), `${replication} is false; expected false`],
      [
        alone({ creationTime: '2023-12-16T00:00:00.0000000Z' }),
        `${replication} is not set (default false for an account created 2023-12-16T00:00:00.0000000Z); expected false`,
      ],
    ],
    fail: [
      [alone({ allowCrossTenantReplication: true }), `${replication} is true; expected false`],
      [alone({ allowCrossTenantReplication: 'false' }), `${replication} is "false"; expected false`],
      [alone({}), `${replication} is not set; expected false`],
      [alone({ allowCrossTenantReplication: null }), `${replication} is not set; expected false`],
      [alone({ creationTime: '2023-12-15T23:59:59.9999999Z' }), `${replication} is not set; expected false`],
      [alone({ creationTime: undefined }), `${replication} is not set; expected false`],
      [alone({ creationTime: 'soon' }), `${replication} is not set; expected false`],
      [
        alone({ allowCrossTenantReplication: true, creationTime: '2025-01-01T00:00:00Z' }),
        `${replication} is true; expected false`,
      ],
    ],
    unknown: [[alone({ creationTime: 20240101 }), 'malformed: properties.creationTime is 20240101, not text']],
    notApplicable: [[alone({}, fileStorage), 'a FileStorage account holds no blobs']],
  },
};

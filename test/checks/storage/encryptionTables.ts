import type { CheckTables } from '../checkTable.ts';
import { alone, blobStorage, blockBlobStorage, generalPurposeV1 } from './account.ts';

const tls = 'properties.minimumTlsVersion';
const modern = 'expected "TLS1_2" or "TLS1_3"';
const source = 'properties.encryption.keySource';
const vault = 'expected "Microsoft.Keyvault"';
const twice = 'properties.encryption.requireInfrastructureEncryption';

export const encryptionTables: CheckTables = {
  'storage-secure-transfer': {
    pass: [
      [alone({ supportsHttpsTrafficOnly: true }), 'properties.supportsHttpsTrafficOnly is true; expected true'],
      [
        alone({ supportsHttpsTrafficOnly: undefined }),
        'properties.supportsHttpsTrafficOnly is not set (default true); expected true',
      ],
      [
        alone({ supportsHttpsTrafficOnly: null }),
        'properties.supportsHttpsTrafficOnly is not set (default true); expected true',
      ],
    ],
    fail: [
      [alone({ supportsHttpsTrafficOnly: false }), 'properties.supportsHttpsTrafficOnly is false; expected true'],
      [alone({ supportsHttpsTrafficOnly: 'true' }), 'properties.supportsHttpsTrafficOnly is "true"; expected true'],
      [alone({ supportsHttpsTrafficOnly: 1 }), 'properties.supportsHttpsTrafficOnly is 1; expected true'],
    ],
    // A default stands in for the property, never for a resource that did not come whole.
    unknown: [[alone({}, { properties: null }), 'malformed: properties is not set']],
  },
  'storage-minimum-tls': {
    pass: [
      [alone({ minimumTlsVersion: 'TLS1_2' }), `${tls} is "TLS1_2"; ${modern}`],
      [alone({ minimumTlsVersion: 'TLS1_3' }), `${tls} is "TLS1_3"; ${modern}`],
    ],
    fail: [
      [alone({ minimumTlsVersion: 'TLS1_1' }), `${tls} is "TLS1_1"; ${modern}`],
      [alone({ minimumTlsVersion: 'TLS1_0' }), `${tls} is "TLS1_0"; ${modern}`],
      [alone({ minimumTlsVersion: '' }), `${tls} is ""; ${modern}`],
      [alone({}), `${tls} is not set (default "TLS1_0"); ${modern}`],
      [alone({ minimumTlsVersion: null }), `${tls} is not set (default "TLS1_0"); ${modern}`],
    ],
    unknown: [
      [
        alone({ minimumTlsVersion: 'TLS9_9' }),
        `malformed: ${tls} is "TLS9_9", which is none of "TLS1_2", "TLS1_3", "", "TLS1_0", "TLS1_1"`,
      ],
      [
        alone({ minimumTlsVersion: 1.2 }),
        `malformed: ${tls} is 1.2, which is none of "TLS1_2", "TLS1_3", "", "TLS1_0", "TLS1_1"`,
      ],
    ],
  },
  'storage-customer-managed-keys': {
    pass: [
      [alone({ encryption: { keySource: 'Microsoft.Keyvault' } }), `${source} is "Microsoft.Keyvault"; ${vault}`],
      [alone({ encryption: { keySource: 'microsoft.keyvault' } }), `${source} is "microsoft.keyvault"; ${vault}`],
    ],
    fail: [
      [alone({}), `${source} is "Microsoft.Storage"; ${vault}`],
      [alone({ encryption: { keySource: 'microsoft.storage' } }), `${source} is "microsoft.storage"; ${vault}`],
      [alone({ encryption: {} }), `${source} is not set (default "Microsoft.Storage"); ${vault}`],
      [alone({ encryption: null }), `${source} is not set (default "Microsoft.Storage"); ${vault}`],
    ],
    unknown: [
      [
        alone({ encryption: { keySource: 'Microsoft.Somewhere' } }),
        `malformed: ${source} is "Microsoft.Somewhere", which is none of "Microsoft.Keyvault"`,
      ],
      [alone({ encryption: [] }), 'malformed: properties.encryption is [], not an object'],
      [alone({ encryption: { keySource: true } }), `malformed: ${source} is true, not text`],
    ],
  },
  'storage-infrastructure-encryption': {
    pass: [
      [alone({ encryption: { requireInfrastructureEncryption: true } }), `${twice} is true; expected true`],
      [
        alone({ encryption: { requireInfrastructureEncryption: true } }, blockBlobStorage),
        `${twice} is true; expected true`,
      ],
    ],
    fail: [
      [alone({}), `${twice} is not set (default false); expected true`],
      [
        alone({ encryption: { requireInfrastructureEncryption: null } }),
        `${twice} is not set (default false); expected true`,
      ],
      [alone({ encryption: { requireInfrastructureEncryption: false } }), `${twice} is false; expected true`],
      [alone({ encryption: { requireInfrastructureEncryption: 'true' } }), `${twice} is "true"; expected true`],
    ],
    notApplicable: [
      [alone({}, generalPurposeV1), 'a Storage account cannot have infrastructure encryption'],
      [alone({}, blobStorage), 'a BlobStorage account cannot have infrastructure encryption'],
    ],
  },
};

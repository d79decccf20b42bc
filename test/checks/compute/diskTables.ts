import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, type Given } from '../given.ts';
import { alone } from './machine.ts';

// Microsoft's example, with the changes given:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/compute/resource-manager/Microsoft.Compute/DiskRP/stable/2023-04-02/examples/diskExamples/Disk_Get.json
const disk = (properties: Row): Given =>
  alone({
    id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myResourceGroup/providers/Microsoft.Compute/disks/myManagedDisk',
    name: 'myManagedDisk',
    type: 'Microsoft.Compute/disks',
    location: 'westus',
    sku: { name: 'Standard_LRS' },
    properties: changed(
      {
        osType: 'Windows',
        hyperVGeneration: 'V1',
        diskSizeGB: 10,
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        provisioningState: 'Succeeded',
      },
      properties,
    ),
  });
const keyed = (type: unknown) => disk({ encryption: { type } });

const encryption = 'properties.encryption.type';
const own = 'expected "EncryptionAtRestWithCustomerKey" or "EncryptionAtRestWithPlatformAndCustomerKeys"';
const policy = 'properties.networkAccessPolicy';
const closed = 'expected "DenyAll" or "AllowPrivate"';
const access = 'properties.publicNetworkAccess';

export const diskTables: CheckTables = {
  'compute-disk-customer-managed-keys': {
    pass: [
      [keyed('EncryptionAtRestWithCustomerKey'), `${encryption} is "EncryptionAtRestWithCustomerKey"; ${own}`],
      [
        keyed('EncryptionAtRestWithPlatformAndCustomerKeys'),
        `${encryption} is "EncryptionAtRestWithPlatformAndCustomerKeys"; ${own}`,
      ],
    ],
    fail: [
      [disk({}), `${encryption} is "EncryptionAtRestWithPlatformKey"; ${own}`],
      [disk({ diskState: 'Unattached' }), `${encryption} is "EncryptionAtRestWithPlatformKey"; ${own}`],
      [keyed(null), `${encryption} is not set (default "EncryptionAtRestWithPlatformKey"); ${own}`],
      [disk({ encryption: undefined }), `${encryption} is not set (default "EncryptionAtRestWithPlatformKey"); ${own}`],
    ],
    unknown: [
      [
        keyed('EncryptionAtRest'),
        `malformed: ${encryption} is "EncryptionAtRest", which is none of "EncryptionAtRestWithCustomerKey", "EncryptionAtRestWithPlatformAndCustomerKeys", "EncryptionAtRestWithPlatformKey"`,
      ],
    ],
  },
  'compute-disk-network-access': {
    pass: [
      [disk({ networkAccessPolicy: 'DenyAll' }), `${policy} is "DenyAll"; ${closed}`],
      [disk({ networkAccessPolicy: 'AllowPrivate' }), `${policy} is "AllowPrivate"; ${closed}`],
      [
        disk({ networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Disabled' }),
        `${access} is "Disabled"; expected "Disabled"`,
      ],
    ],
    fail: [
      [disk({ networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Enabled' }), `${policy} is "AllowAll"; ${closed}`],
      [disk({ networkAccessPolicy: 'AllowAll' }), `${policy} is "AllowAll"; ${closed}`],
      [disk({}), `${policy} is not set (default "AllowAll"); ${closed}`],
      [
        disk({ networkAccessPolicy: null, publicNetworkAccess: null }),
        `${policy} is not set (default "AllowAll"); ${closed}`,
      ],
    ],
    unknown: [
      [
        disk({ networkAccessPolicy: 'AllowSome' }),
        `malformed: ${policy} is "AllowSome", which is none of "DenyAll", "AllowPrivate", "AllowAll"`,
      ],
      [
        disk({ networkAccessPolicy: 'AllowAll', publicNetworkAccess: false }),
        `malformed: ${access} is false, which is none of "Disabled", "Enabled"`,
      ],
    ],
  },
};

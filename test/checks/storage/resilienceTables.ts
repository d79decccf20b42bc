import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import {
  account,
  alone,
  blobStorage,
  blockBlobStorage,
  fileStorage,
  generalPurposeV1,
  pageBlobs,
  withReads,
} from './account.ts';

const geo =
  'expected "Standard_GRS" or "Standard_RAGRS" or "Standard_GZRS" or "Standard_RAGZRS" or "StandardV2_GRS" or "StandardV2_GZRS"';
const on = (name: string, more: Row = {}) => alone(more, { sku: { name } });

// Rules as in https://github.com/Azure/azure-rest-api-specs/blob/main/specification/storage/resource-manager/Microsoft.Storage/stable/2024-01-01/examples/StorageAccountGetManagementPolicy.json
const rule = (changes: Row): Row => ({
  name: 'olcmtest',
  type: 'Lifecycle',
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: ['olcmtestcontainer'] },
    actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 1000 } } },
  },
  ...changes,
});
const policies = (answer: ReturnType<typeof found>, top: Row = {}) =>
  withReads(account({}, top), { 'managementPolicies/default': answer });
const rules = (...list: readonly unknown[]) => policies(found({ properties: { policy: { rules: list } } }));
const text = (observed: string) => `properties.policy.rules is ${observed}; expected an enabled rule`;

export const resilienceTables: CheckTables = {
  'storage-geo-redundancy': {
    pass: [
      [on('Standard_GRS'), `sku.name is "Standard_GRS"; ${geo}`],
      [on('Standard_RAGZRS'), `sku.name is "Standard_RAGZRS"; ${geo}`],
      [on('StandardV2_GRS'), `sku.name is "StandardV2_GRS"; ${geo}`],
    ],
    fail: [
      [on('Standard_LRS'), `sku.name is "Standard_LRS"; ${geo}`],
      [on('Standard_ZRS'), `sku.name is "Standard_ZRS"; ${geo}`],
      [on('StandardV2_ZRS', { isNfsV3Enabled: false }), `sku.name is "StandardV2_ZRS"; ${geo}`],
    ],
    unknown: [
      [
        on('Standard_XRS'),
        'malformed: sku.name is "Standard_XRS", which is none of "Standard_GRS", "Standard_RAGRS", "Standard_GZRS", "Standard_RAGZRS", "StandardV2_GRS", "StandardV2_GZRS", "Standard_LRS", "Standard_ZRS", "StandardV2_LRS", "StandardV2_ZRS"',
      ],
      [alone({}, { sku: undefined }), 'malformed: sku.name is not set'],
      [alone({}, { sku: null }), 'malformed: sku.name is not set'],
      [alone({}, { sku: 'Standard_GRS' }), 'malformed: sku is "Standard_GRS", not an object'],
    ],
    notApplicable: [
      [alone({}, pageBlobs), 'premium storage is not offered with geo-redundancy'],
      [alone({}, blockBlobStorage), 'premium storage is not offered with geo-redundancy'],
      [on('PremiumV2_ZRS'), 'premium storage is not offered with geo-redundancy'],
      [on('Standard_LRS', { isNfsV3Enabled: true }), 'an account with NFS 3.0 is not offered with geo-redundancy'],
    ],
  },
  'storage-lifecycle-policy': {
    pass: [
      [rules(rule({ enabled: true })), text('1 enabled of 1')],
      [rules(rule({})), text('1 enabled of 1')],
      [rules(rule({ enabled: null }), rule({ enabled: false })), text('1 enabled of 2')],
      [policies(found({ properties: { policy: { rules: [rule({})] } } }), blobStorage), text('1 enabled of 1')],
    ],
    fail: [
      [rules(rule({ enabled: false })), text('0 enabled of 1')],
      [rules(rule({ enabled: 'true' })), text('0 enabled of 1')],
      [rules(), text('0 enabled of 0')],
      [policies(found({ properties: { policy: null } })), text('0 enabled of 0')],
      // 404: there is no policy.
      [policies(found()), text('not set')],
    ],
    unknown: [
      [policies(refused('denied', 'AuthorizationFailed', 'the/action')), 'denied: AuthorizationFailed'],
      [rules('olcmtest'), 'malformed: properties.policy.rules[0] is "olcmtest", not an object'],
      [policies(found({ name: 'DefaultManagementPolicy' })), 'malformed: properties is not set'],
    ],
    notApplicable: [
      [withReads(account({}, fileStorage), {}), 'a FileStorage account holds no blobs'],
      [withReads(account({}, generalPurposeV1), {}), 'a Storage account has no lifecycle management'],
      [withReads(account({}, pageBlobs), {}), 'an account of premium page blobs has no lifecycle management'],
    ],
  },
};

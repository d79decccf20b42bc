import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';
import { account, alone, fileStorage, withReads } from './account.ts';

const list = 'blobServices/default/containers';
const blobService = 'blobServices/default';
const anonymous = 'properties.allowBlobPublicAccess';
const access = 'containers[].properties.publicAccess';
const private_ = 'expected no container with Terraform state to be public';
const versioning = 'properties.isVersioningEnabled';
const softDelete = 'properties.deleteRetentionPolicy.enabled';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/storage/resource-manager/Microsoft.Storage/stable/2024-01-01/examples/BlobContainersList.json
const container = (name: string, publicAccess: unknown): Row => ({
  id: `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/res9290/providers/Microsoft.Storage/storageAccounts/sto1590/blobServices/default/containers/${name}`,
  name,
  type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  properties: { publicAccess, leaseStatus: 'Unlocked', leaseState: 'Available', hasLegalHold: false },
});
const open = { allowBlobPublicAccess: true, publicNetworkAccess: 'Enabled' };
const holding = (containers: readonly Row[], properties: Row = {}): Given =>
  withReads(account({ ...open, ...properties }), { [list]: found(...containers) });
const state = (publicAccess: unknown, properties: Row = {}): Given =>
  holding([container('tfstate', publicAccess), container('terraform-state', publicAccess)], properties);
const acls = (...values: readonly string[]): Row => ({
  networkAcls: { defaultAction: 'Deny', ipRules: values.map((value) => ({ value, action: 'Allow' })) },
});
const both = `${access} is public for "tfstate", "terraform-state"; ${private_}`;
const denied = refused('denied', 'AuthorizationFailed', 'the/action');

const named = (name: string, group = 'res9407'): Row => ({
  name,
  id: `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${name}`,
});
const blob = (properties: Row) => ({ [blobService]: found({ name: 'default', properties }) });
// No list is given: the name says enough.
const recovery = (properties: Row, top: Row = named('contosotfstate')): Given =>
  withReads(account({ allowBlobPublicAccess: true }, top), blob(properties));
const neither = { isVersioningEnabled: false, deleteRetentionPolicy: { enabled: false } };
const listed = (containers: readonly Row[], properties: Row = neither): Given =>
  withReads(account({ allowBlobPublicAccess: true }), { ...blob(properties), [list]: found(...containers) });

export const terraformStateTables: CheckTables = {
  'storage-terraform-state-public': {
    pass: [
      // No read is given: the account closes all its containers.
      [alone({ allowBlobPublicAccess: false }), `${anonymous} is false; expected false`],
      [state('None'), `${access} is "None" for each; ${private_}`],
      [state(null), `${access} is "None" for each; ${private_}`],
      [holding([]), `${access} is "None" for each; ${private_}`],
      // Public, but no state.
      [
        holding([container('$web', 'Container'), container('state', 'Blob'), container('tf-plans', 'Blob')]),
        `${access} is "None" for each; ${private_}`,
      ],
      [
        state('Blob', { publicNetworkAccess: 'Disabled' }),
        'properties.publicNetworkAccess is "Disabled"; expected "Disabled" or "SecuredByPerimeter"',
      ],
      [state('Blob', acls('203.0.113.0/24')), 'properties.networkAcls.defaultAction is "Deny"; expected "Deny"'],
    ],
    fail: [
      [state('Blob'), both],
      [state('Container'), both],
      [state('Blob', { allowBlobPublicAccess: undefined }), both],
      [state('Blob', { allowBlobPublicAccess: null }), both],
      [state('Blob', { allowBlobPublicAccess: 'false' }), both],
      [state('Blob', { networkAcls: null, publicNetworkAccess: null }), both],
      [state('Blob', acls('0.0.0.0/1', '128.0.0.0/1')), both],
      [
        holding([container('TF_State', 'Blob'), container('my-tf-state', 'Blob'), container('logs', 'None')]),
        `${access} is public for "TF_State", "my-tf-state"; ${private_}`,
      ],
    ],
    unknown: [
      [
        holding([container('tfstate', 'Secret')]),
        'malformed: properties.publicAccess is "Secret", which is none of "None", "Blob", "Container"',
      ],
      [
        holding([{ ...container('tfstate', 'Blob'), id: null }]),
        'malformed: name of a container is "tfstate", its id not set',
      ],
      [withReads(account(open), { [list]: denied }), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [[withReads(account({}, fileStorage), {}), 'a FileStorage account holds no blobs']],
  },
  'storage-terraform-state-recovery': {
    pass: [
      [recovery({ isVersioningEnabled: true }), `${versioning} is true; expected true`],
      [
        recovery({ isVersioningEnabled: false, deleteRetentionPolicy: { enabled: true, days: 7 } }),
        `${softDelete} is true; expected true`,
      ],
      [listed([container('tfstate', 'None')], { isVersioningEnabled: true }), `${versioning} is true; expected true`],
    ],
    fail: [
      [recovery(neither), `${softDelete} is false; expected true`],
      [recovery({}), `${softDelete} is not set (default false); expected true`],
      [
        recovery({ isVersioningEnabled: null, deleteRetentionPolicy: null }),
        `${softDelete} is not set (default false); expected true`,
      ],
      [recovery({ isVersioningEnabled: 'true' }), `${softDelete} is not set (default false); expected true`],
      [recovery(neither, named('contosoterraform')), `${softDelete} is false; expected true`],
      [recovery(neither, named('contoso', 'rg-tf-state')), `${softDelete} is false; expected true`],
      [
        listed([container('terraform_state', 'None'), container('tfstate', 'None')]),
        `${softDelete} is false; expected true`,
      ],
    ],
    unknown: [
      [
        withReads(account({ allowBlobPublicAccess: false }, named('contosotfstate')), { [blobService]: denied }),
        'denied: AuthorizationFailed',
      ],
      [
        withReads(account({ allowBlobPublicAccess: true }), { ...blob(neither), [list]: denied }),
        'denied: AuthorizationFailed',
      ],
    ],
    notApplicable: [
      [
        withReads(account({ allowBlobPublicAccess: false }, named('contosostate')), {}),
        'neither its name nor its resource group speaks of Terraform state, and its containers are not listed for that',
      ],
      [listed([container('state', 'None')]), 'nothing in it is named like Terraform state'],
      [
        withReads(account({}, { ...fileStorage, ...named('contosotfstate') }), {}),
        'a FileStorage account holds no blobs',
      ],
    ],
  },
};

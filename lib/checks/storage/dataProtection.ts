import { define } from '../define.ts';
import { isTrue, notApplicable, valueAt } from '../property.ts';
import { blobService, storageAccount } from './needs.ts';
import { holds, offersBlockBlobFeature } from './accountKind.ts';

// The account says nothing about its blob service: these three share one read of blobServices/default.

export const blobSoftDelete = define({
  id: 'storage-blob-soft-delete',
  title: 'Deleted blobs can be recovered',
  severity: 'medium',
  why: 'A mistake, or an intruder with write access, otherwise destroys data for good.',
  fix: {
    text: 'Turn on soft delete for blobs. What is kept costs storage.',
    cli: 'az storage account blob-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --enable-delete-retention true --delete-retention-days 14',
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview',
  absent: 'Fails: soft delete is off unless a policy was set.',
  policies: ['9fbd64e3-67b8-489b-98e5-fa0007d17e76'],
  on: storageAccount,
  applies: (account) => holds(account, 'blob'),
  needs: { blob: blobService },
  evaluate: (_account, { blob }) => isTrue(blob, 'properties.deleteRetentionPolicy.enabled', { absentIs: false }),
});

export const containerSoftDelete = define({
  id: 'storage-container-soft-delete',
  title: 'Deleted containers can be recovered',
  severity: 'medium',
  why: 'Deleting a container takes every blob with it, and soft delete of blobs does not bring a container back.',
  fix: {
    text: 'Turn on soft delete for containers. What is kept costs storage.',
    cli: 'az storage account blob-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --enable-container-delete-retention true --container-delete-retention-days 14',
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/soft-delete-container-overview',
  absent: 'Fails: soft delete is off unless a policy was set.',
  policies: ['9fbd64e3-67b8-489b-98e5-fa0007d17e76'],
  on: storageAccount,
  applies: (account) => holds(account, 'blob'),
  needs: { blob: blobService },
  evaluate: (_account, { blob }) =>
    isTrue(blob, 'properties.containerDeleteRetentionPolicy.enabled', { absentIs: false }),
});

export const blobVersioning = define({
  id: 'storage-blob-versioning',
  title: 'Overwritten blobs keep their earlier versions',
  severity: 'low',
  why: 'An overwrite, by mistake or by ransomware, is undone by restoring the version before it.',
  fix: {
    text: 'Turn on blob versioning, with a lifecycle rule that deletes old versions.',
    cli: 'az storage account blob-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --enable-versioning true',
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/versioning-overview',
  absent:
    'Fails: versioning is off unless it was turned on. Not applicable with a hierarchical namespace, which has none.',
  policies: ['c36a325b-ae04-4863-ad4f-19c6678f8e08'],
  on: storageAccount,
  applies: (account) => offersBlockBlobFeature(account, 'blob versioning'),
  needs: { blob: blobService },
  evaluate(account, { blob }) {
    const verdict = isTrue(blob, 'properties.isVersioningEnabled', { absentIs: false });
    // Read only where it decides: an absent isHnsEnabled costs a read of the account.
    if (verdict.verdict === 'pass' || valueAt(account, 'properties.isHnsEnabled') !== true) return verdict;
    return notApplicable('an account with a hierarchical namespace has no blob versioning');
  },
});

import { define } from '../define.ts';
import { fail, isOneOf, notApplicable, pass, rowsAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { lifecyclePolicy, storageAccount } from './needs.ts';
import { isPremium, offersBlockBlobFeature, skuOf } from './accountKind.ts';

export const geoRedundancy = define({
  id: 'storage-geo-redundancy',
  title: 'Data is copied to a second region',
  severity: 'low',
  why: 'A disaster in the region otherwise takes the only copies.',
  fix: {
    text: 'Change the redundancy to geo-redundant (GRS), or geo-zone-redundant (GZRS) from zone-redundant. The second copy costs storage.',
    cli: 'az storage account update --ids {id} --sku Standard_GRS',
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-redundancy#redundancy-in-a-secondary-region',
  absent: 'Unknown: every account has a SKU.',
  policies: ['bf045164-79ba-4215-8f95-f8048dc1780b'],
  on: storageAccount,
  applies: (account) => !isPremium(skuOf(account)) || 'premium storage is not offered with geo-redundancy',
  needs: {},
  evaluate(account) {
    const verdict = isOneOf(account, 'sku.name', {
      safe: ['Standard_GRS', 'Standard_RAGRS', 'Standard_GZRS', 'Standard_RAGZRS', 'StandardV2_GRS', 'StandardV2_GZRS'],
      unsafe: ['Standard_LRS', 'Standard_ZRS', 'StandardV2_LRS', 'StandardV2_ZRS'],
    });
    // https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts
    if (verdict.verdict === 'pass' || valueAt(account, 'properties.isNfsV3Enabled') !== true) return verdict;
    return notApplicable('an account with NFS 3.0 is not offered with geo-redundancy');
  },
});

// "Default value is true if it's not set": https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure
const isEnabled = (rule: Row): boolean => (valueAt(rule, 'enabled') ?? true) === true;

export const lifecycleRules = define({
  id: 'storage-lifecycle-policy',
  title: 'A lifecycle rule moves or deletes old blobs',
  severity: 'low',
  why: 'Data that nobody needs any more costs money and can still be stolen.',
  fix: { text: 'Add a lifecycle management policy with an enabled rule that tiers or deletes what is old.' },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview',
  absent: 'Fails: an account has no policy until one is set. A rule without "enabled" is enabled.',
  on: storageAccount,
  applies: (account) => offersBlockBlobFeature(account, 'lifecycle management'),
  // The policy is a child of its own, in no table of Resource Graph and in no property of the account.
  needs: { policy: lifecyclePolicy },
  evaluate(_account, { policy }) {
    const path = 'properties.policy.rules';
    const expected = 'an enabled rule';
    if (policy === undefined) return fail(path, 'not set', expected);
    const rules = rowsAt(policy, path) ?? [];
    const enabled = rules.filter(isEnabled).length;
    return (enabled > 0 ? pass : fail)(path, `${String(enabled)} enabled of ${String(rules.length)}`, expected);
  },
});

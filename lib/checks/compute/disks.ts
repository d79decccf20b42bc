import { define } from '../define.ts';
import { isOneOf } from '../property.ts';
import { disk } from './needs.ts';

export const diskCustomerManagedKeys = define({
  id: 'compute-disk-customer-managed-keys',
  title: 'Disks are encrypted with a key of your own',
  severity: 'low',
  why: 'With a key in your vault you decide who may use it, when it rotates and, by destroying it, that the data is gone. A disk that no machine uses any more is forgotten first.',
  fix: {
    text: 'Make a disk encryption set with a key of a vault with purge protection, let it use the key, and select it for the disk while its machine is stopped.',
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption',
  absent: 'Fails: the default is a key that Microsoft manages.',
  policies: ['702dd420-7fcc-42c5-afe8-4026edd20fe0'],
  on: disk,
  needs: {},
  evaluate: (subject) =>
    isOneOf(subject, 'properties.encryption.type', {
      safe: ['EncryptionAtRestWithCustomerKey', 'EncryptionAtRestWithPlatformAndCustomerKeys'],
      unsafe: ['EncryptionAtRestWithPlatformKey'],
      absentIs: 'EncryptionAtRestWithPlatformKey',
    }),
});

export const diskNetworkAccess = define({
  id: 'compute-disk-network-access',
  title: 'Disks cannot be downloaded from the internet',
  severity: 'medium',
  why: 'Who may export the disk gets a link that lets anyone who has it copy all of its data, from anywhere.',
  fix: {
    text: 'Deny network access, or allow it through private endpoints of a disk access alone. Machines that use the disk do not notice.',
    cli: 'az disk update --ids {id} --network-access-policy DenyAll --public-network-access Disabled',
    set: { path: 'properties.networkAccessPolicy', value: 'DenyAll' },
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview',
  absent: 'Fails: by default a disk can be exported from any network. Passes where public network access is off.',
  policies: ['8405fdab-1faf-48aa-b702-999c9c172094'],
  on: disk,
  needs: {},
  evaluate(subject) {
    const verdict = isOneOf(subject, 'properties.networkAccessPolicy', {
      safe: ['DenyAll', 'AllowPrivate'],
      unsafe: ['AllowAll'],
      absentIs: 'AllowAll',
    });
    if (verdict.verdict === 'pass') return verdict;
    const choice = { safe: ['Disabled'], unsafe: ['Enabled'], absentIs: 'Enabled' };
    const closed = isOneOf(subject, 'properties.publicNetworkAccess', choice);
    return closed.verdict === 'pass' ? closed : verdict;
  },
});

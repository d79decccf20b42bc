import { define } from '../define.ts';
import { isTrue } from '../property.ts';
import { managedHsm } from './needs.ts';
import { judgePublicAccess } from './publicAccess.ts';

export const hsmPurgeProtection = define({
  id: 'keyvault-hsm-purge-protection',
  title: 'Nobody can purge the managed HSM or its keys early',
  severity: 'medium',
  why: 'Whoever may purge can destroy keys and the data under them for good; with protection everyone has to wait.',
  fix: {
    text: 'Turn on purge protection. It cannot be turned off again, and a deleted HSM is billed until the retention ends.',
    cli: 'az keyvault update-hsm --subscription {subscription} --resource-group {resourceGroup} --hsm-name {name} --enable-purge-protection true',
    set: { path: 'properties.enablePurgeProtection', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/managed-hsm/soft-delete-overview',
  absent: 'Fails: only a stated true counts, as in the built-in policy.',
  policies: ['c39ba22d-4428-4149-b981-70acb31fc383'],
  on: managedHsm,
  needs: {},
  evaluate: (subject) => isTrue(subject, 'properties.enablePurgeProtection'),
});

export const hsmPublicNetworkAccess = define({
  id: 'keyvault-hsm-public-network-access',
  title: 'The public endpoint of the managed HSM is closed',
  severity: 'medium',
  why: 'A closed endpoint leaves a stolen token useless outside your networks.',
  fix: {
    text: 'Reach the HSM through private endpoints, then disable public network access.',
    cli: 'az keyvault update-hsm --subscription {subscription} --resource-group {resourceGroup} --hsm-name {name} --public-network-access Disabled',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference:
    'https://learn.microsoft.com/azure/key-vault/managed-hsm/network-security#public-access-disabled-private-endpoint-only',
  absent: 'Fails: by default a managed HSM accepts connections from any network.',
  on: managedHsm,
  needs: {},
  evaluate: judgePublicAccess,
});

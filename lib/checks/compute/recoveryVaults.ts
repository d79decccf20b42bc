import { define, unknownBecause } from '../define.ts';
import { fail, isOneOf, pass } from '../property.ts';
import { backedUpItems, recoveryVault, replicatedItems } from './needs.ts';

export const vaultSoftDelete = define({
  id: 'compute-recovery-vault-soft-delete',
  title: 'Deleted backups can be recovered',
  severity: 'high',
  why: 'Ransomware deletes backups first. With soft delete they are kept for 14 days or longer after that.',
  fix: {
    text: 'Turn on soft delete in the security settings of the vault; always-on cannot be turned off again.',
    cli: 'az backup vault backup-properties set --name {name} --resource-group {resourceGroup} --soft-delete-feature-state Enable',
    set: { path: 'properties.securitySettings.softDeleteSettings.softDeleteState', value: 'Enabled' },
  },
  reference: 'https://learn.microsoft.com/azure/backup/backup-azure-security-feature-cloud',
  absent: 'Passes: soft delete is on unless it was turned off.',
  policies: ['31b8092a-36b8-434b-9af7-5ec844364148'],
  on: recoveryVault,
  needs: {},
  evaluate: (vault) =>
    isOneOf(vault, 'properties.securitySettings.softDeleteSettings.softDeleteState', {
      safe: ['Enabled', 'AlwaysON'],
      unsafe: ['Disabled'],
      absentIs: 'Enabled',
    }),
});

export const vaultImmutability = define({
  id: 'compute-recovery-vault-immutability',
  title: 'Backups cannot be deleted before their time',
  severity: 'medium',
  why: 'Even an administrator, or who stole their account, can then neither delete copies early nor shorten how long they are kept.',
  fix: {
    text: 'Turn on immutability in the security settings of the vault and lock it once it works as wanted; locking cannot be undone.',
    set: { path: 'properties.securitySettings.immutabilitySettings.state', value: 'Unlocked' },
  },
  reference: 'https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept',
  absent: 'Fails: a vault is not immutable unless it was made so.',
  policies: ['d6f6f560-14b7-49a4-9fc8-d2c3a9807868'],
  on: recoveryVault,
  needs: {},
  evaluate: (vault) =>
    isOneOf(vault, 'properties.securitySettings.immutabilitySettings.state', {
      safe: ['Locked', 'Unlocked'],
      unsafe: ['Disabled'],
      absentIs: 'Disabled',
    }),
});

export const vaultMultiUserAuthorization = define({
  id: 'compute-recovery-vault-multi-user-authorization',
  title: 'Weakening backups takes two people',
  severity: 'low',
  why: 'With a resource guard that somebody else owns, one stolen administrator is not enough to turn off soft delete or stop backups.',
  fix: {
    text: 'Let another team own a resource guard, in another subscription or tenant, and turn on multi-user authorization with it.',
  },
  reference: 'https://learn.microsoft.com/azure/backup/multi-user-authorization-concept',
  absent: 'Fails: no resource guard stands before the vault.',
  policies: ['c7031eab-0fc0-4cd9-acd0-4497bd66d91a'],
  on: recoveryVault,
  needs: {},
  evaluate: (vault) =>
    isOneOf(vault, 'properties.securitySettings.multiUserAuthorization', {
      safe: ['Enabled'],
      unsafe: ['Disabled'],
      absentIs: 'Disabled',
    }),
});

export const vaultPublicNetworkAccess = define({
  id: 'compute-recovery-vault-public-network-access',
  title: 'The public endpoint of the vault is closed',
  severity: 'low',
  why: 'Through private endpoints alone, stolen credentials of the vault are of no use outside your networks.',
  fix: {
    text: 'Reach the vault through private endpoints, then disable public network access.',
    cli: 'az backup vault update --name {name} --resource-group {resourceGroup} --public-network-access Disable',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/backup/private-endpoints-overview',
  absent: 'Fails: the default is Enabled.',
  policies: ['9ebbbba3-4d65-4da9-bb67-b22cfaaff090'],
  on: recoveryVault,
  needs: {},
  evaluate: (vault) =>
    isOneOf(vault, 'properties.publicNetworkAccess', {
      safe: ['Disabled'],
      unsafe: ['Enabled'],
      absentIs: 'Enabled',
    }),
});

export const vaultRedundancy = define({
  id: 'compute-recovery-vault-redundancy',
  title: 'Backups survive the loss of a datacenter',
  severity: 'low',
  why: 'Locally redundant copies stand in one datacenter, often the one where the machines are.',
  fix: {
    text: 'Redundancy can be chosen until the first item is protected: make a geo- or zone-redundant vault and back up to it.',
  },
  reference: 'https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault',
  absent: 'Passes: the default is geo-redundant storage.',
  on: recoveryVault,
  needs: {},
  evaluate: (vault) =>
    isOneOf(vault, 'properties.redundancySettings.standardTierStorageRedundancy', {
      safe: ['GeoRedundant', 'ZoneRedundant'],
      unsafe: ['LocallyRedundant'],
      absentIs: 'GeoRedundant',
    }),
});

export const vaultProtectedItems = define({
  id: 'compute-recovery-vault-protected-items',
  title: 'The vault protects something',
  severity: 'low',
  why: 'An empty vault looks like protection and is none: what was to be backed up or replicated to it is not.',
  fix: { text: 'Protect what the vault was made for, or delete it.' },
  reference: 'https://learn.microsoft.com/rest/api/backup/backup-protected-items/list',
  absent: 'Fails: the vault lists neither a backup nor a replicated machine.',
  on: recoveryVault,
  needs: { backedUp: backedUpItems, replicated: replicatedItems },
  evaluate(_vault, { backedUp, replicated }) {
    const expected = 'an item';
    if (backedUp.length > 0) return pass('backupProtectedItems', `a list of ${String(backedUp.length)}`, expected);
    if (replicated.state === 'unread') return unknownBecause(replicated);
    const count = replicated.value.length;
    if (count > 0) return pass('replicationProtectedItems', `a list of ${String(count)}`, expected);
    return fail('backupProtectedItems and replicationProtectedItems', 'empty', expected);
  },
});

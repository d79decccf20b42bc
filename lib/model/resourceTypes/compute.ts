import type { ResourceTypes } from './resourceType.ts';

const computeVersion = '2024-07-01';
const recoveryVersion = '2025-08-01';

export const computeTypes: ResourceTypes = {
  'microsoft.compute/virtualmachines': {
    name: 'Microsoft.Compute/virtualMachines',
    apiVersion: computeVersion,
    table: 'resources',
    permission: 'Microsoft.Compute/virtualMachines/read',
  },
  'microsoft.compute/virtualmachines/extensions': {
    name: 'Microsoft.Compute/virtualMachines/extensions',
    apiVersion: computeVersion,
    table: 'resources',
    permission: 'Microsoft.Compute/virtualMachines/extensions/read',
    probe: { parent: 'microsoft.compute/virtualmachines', path: 'extensions' },
  },
  'microsoft.compute/virtualmachinescalesets': {
    name: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: computeVersion,
    table: 'resources',
    permission: 'Microsoft.Compute/virtualMachineScaleSets/read',
  },
  'microsoft.compute/disks': {
    name: 'Microsoft.Compute/disks',
    apiVersion: '2024-03-02',
    table: 'resources',
    permission: 'Microsoft.Compute/disks/read',
  },
  'microsoft.recoveryservices/vaults': {
    name: 'Microsoft.RecoveryServices/vaults',
    apiVersion: recoveryVersion,
    table: 'resources',
    permission: 'Microsoft.RecoveryServices/vaults/read',
  },
  'microsoft.recoveryservices/vaults/backuppolicies': {
    name: 'Microsoft.RecoveryServices/vaults/backupPolicies',
    apiVersion: recoveryVersion,
    table: 'recoveryservicesresources',
    permission: 'Microsoft.RecoveryServices/vaults/backupPolicies/read',
    probe: { parent: 'microsoft.recoveryservices/vaults', path: 'backupPolicies' },
  },
  'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems': {
    name: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems',
    apiVersion: recoveryVersion,
    table: 'recoveryservicesresources',
    permission: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/read',
    probe: { parent: 'microsoft.recoveryservices/vaults', path: 'backupProtectedItems' },
  },
  'microsoft.recoveryservices/vaults/replicationfabrics/replicationprotectioncontainers/replicationprotecteditems': {
    name: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems',
    apiVersion: recoveryVersion,
    table: 'recoveryservicesresources',
    permission:
      'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/read',
    probe: { parent: 'microsoft.recoveryservices/vaults', path: 'replicationProtectedItems' },
  },
};

import type { ResourceTypes } from './resourceType.ts';

// Every earlier version of the control plane retires on 27 February 2027:
// https://learn.microsoft.com/azure/key-vault/general/access-control-default
const apiVersion = '2026-02-01';

export const keyVaultTypes: ResourceTypes = {
  'microsoft.keyvault/vaults': {
    name: 'Microsoft.KeyVault/vaults',
    apiVersion,
    table: 'resources',
    permission: 'Microsoft.KeyVault/vaults/read',
  },
  'microsoft.keyvault/managedhsms': {
    name: 'Microsoft.KeyVault/managedHSMs',
    apiVersion,
    table: 'resources',
    permission: 'Microsoft.KeyVault/managedHSMs/read',
  },
};

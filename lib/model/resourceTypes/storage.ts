import type { ResourceTypes } from './resourceType.ts';

export const storageTypes: ResourceTypes = {
  'microsoft.storage/storageaccounts': {
    name: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2024-01-01',
    table: 'resources',
    permission: 'Microsoft.Storage/storageAccounts/read',
  },
};

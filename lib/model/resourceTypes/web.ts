import type { ResourceTypes } from './resourceType.ts';

export const webTypes: ResourceTypes = {
  'microsoft.web/sites': {
    name: 'Microsoft.Web/sites',
    apiVersion: '2024-04-01',
    table: 'resources',
    permission: 'Microsoft.Web/sites/read',
  },
};

import type { ResourceTypes } from './resourceType.ts';

/** Azure's own libraries name it so; its rows carry no type: https://learn.microsoft.com/rest/api/resources/tenants/list */
export const tenantType = 'microsoft.resources/tenants';

export const tenantTypes: ResourceTypes = {
  [tenantType]: {
    name: 'Microsoft.Resources/tenants',
    apiVersion: '2022-12-01',
    table: null,
    // Whoever has a token may list the tenants that the token is good for.
    permission: '',
  },
};

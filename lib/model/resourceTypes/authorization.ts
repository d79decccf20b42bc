import type { ResourceTypes } from './resourceType.ts';

export const authorizationTypes: ResourceTypes = {
  'microsoft.authorization/roleassignments': {
    name: 'Microsoft.Authorization/roleAssignments',
    apiVersion: '2022-04-01',
    table: 'authorizationresources',
    permission: 'Microsoft.Authorization/roleAssignments/read',
  },
  'microsoft.authorization/roledefinitions': {
    name: 'Microsoft.Authorization/roleDefinitions',
    apiVersion: '2022-04-01',
    table: 'authorizationresources',
    permission: 'Microsoft.Authorization/roleDefinitions/read',
  },
};

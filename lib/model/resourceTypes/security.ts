import type { ResourceTypes } from './resourceType.ts';

export const securityTypes: ResourceTypes = {
  'microsoft.security/assessments': {
    name: 'Microsoft.Security/assessments',
    apiVersion: '2021-06-01',
    table: 'securityresources',
    permission: 'Microsoft.Security/assessments/read',
  },
  'microsoft.security/securescores': {
    name: 'Microsoft.Security/secureScores',
    apiVersion: '2020-01-01',
    table: 'securityresources',
    permission: 'Microsoft.Security/secureScores/read',
  },
};

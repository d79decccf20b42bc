import type { ResourceTypes } from './resourceType.ts';

export const monitorTypes: ResourceTypes = {
  'microsoft.insights/activitylogalerts': {
    name: 'Microsoft.Insights/activityLogAlerts',
    apiVersion: '2020-10-01',
    table: 'resources',
    permission: 'Microsoft.Insights/activityLogAlerts/read',
  },
};

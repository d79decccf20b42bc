import type { ResourceTypes } from './resourceType.ts';

export const subscriptionType = 'microsoft.resources/subscriptions';

export const subscriptionTypes: ResourceTypes = {
  [subscriptionType]: {
    name: 'Microsoft.Resources/subscriptions',
    apiVersion: '2022-12-01',
    table: 'resourcecontainers',
    permission: 'Microsoft.Resources/subscriptions/read',
  },
};

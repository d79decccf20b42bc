/** A resource type that some check judges: how Azure spells it and the one api-version that Vigil reads it at. */
export interface ResourceType {
  /** As ARM spells it. */
  readonly name: string;
  readonly apiVersion: string;
  /** The Resource Graph table that lists it. */
  readonly table: 'resources' | 'resourcecontainers';
  /** The Azure action that shows it whole. */
  readonly permission: string;
}

export const subscriptionType = 'microsoft.resources/subscriptions';

/** Keys in lower case. Api-versions: https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  [subscriptionType]: {
    name: 'Microsoft.Resources/subscriptions',
    apiVersion: '2022-12-01',
    table: 'resourcecontainers',
    permission: 'Microsoft.Resources/subscriptions/read',
  },
  'microsoft.storage/storageaccounts': {
    name: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2024-01-01',
    table: 'resources',
    permission: 'Microsoft.Storage/storageAccounts/read',
  },
};

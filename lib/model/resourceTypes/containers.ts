import type { ResourceTypes } from './resourceType.ts';

export const containerTypes: ResourceTypes = {
  'microsoft.containerservice/managedclusters': {
    name: 'Microsoft.ContainerService/managedClusters',
    apiVersion: '2024-09-01',
    table: 'resources',
    permission: 'Microsoft.ContainerService/managedClusters/read',
  },
  'microsoft.containerregistry/registries': {
    name: 'Microsoft.ContainerRegistry/registries',
    apiVersion: '2025-04-01',
    table: 'resources',
    permission: 'Microsoft.ContainerRegistry/registries/read',
  },
};

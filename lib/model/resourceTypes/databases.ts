import type { ResourceTypes } from './resourceType.ts';

export const databaseTypes: ResourceTypes = {
  'microsoft.sql/servers': {
    name: 'Microsoft.Sql/servers',
    apiVersion: '2023-08-01',
    table: 'resources',
    permission: 'Microsoft.Sql/servers/read',
  },
  'microsoft.sql/servers/databases': {
    name: 'Microsoft.Sql/servers/databases',
    apiVersion: '2023-08-01',
    table: 'resources',
    permission: 'Microsoft.Sql/servers/databases/read',
    probe: { parent: 'microsoft.sql/servers', path: 'databases' },
  },
  'microsoft.dbforpostgresql/flexibleservers': {
    name: 'Microsoft.DBforPostgreSQL/flexibleServers',
    apiVersion: '2024-08-01',
    table: 'resources',
    permission: 'Microsoft.DBforPostgreSQL/flexibleServers/read',
  },
};

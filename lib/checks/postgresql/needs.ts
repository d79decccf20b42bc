import { children, when } from '../define.ts';
import { valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

export const postgresqlServer = 'microsoft.dbforpostgresql/flexibleservers';

const postgresqlVersion = '2024-08-01';

/** All parameters of a server: two pages cost less than one read for each that is judged. Resource Graph has none. */
export const configurations = children(
  'configurations',
  postgresqlVersion,
  'Microsoft.DBforPostgreSQL/flexibleServers/configurations/read',
);

/** A server in a delegated subnet has no public endpoint: https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private */
const isOpen = (server: Row): boolean => {
  const access = valueAt(server, 'properties.network.publicNetworkAccess');
  if (access !== undefined) return access !== 'Disabled';
  return valueAt(server, 'properties.network.delegatedSubnetResourceId') === undefined;
};

/** Rules let nobody in where there is no public endpoint. */
export const firewallRules = when(
  isOpen,
  children('firewallRules', postgresqlVersion, 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/read'),
);

import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, type Given } from '../given.ts';

const provider = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
export const networkId = `${provider}/virtualNetworks/vnet-web`;
export const subnetId = (name: string): string => `${networkId}/subnets/${name}`;
export const groupId = (name: string): string => `${provider}/networkSecurityGroups/${name}`;
export const tableId = (name: string): string => `${provider}/routeTables/${name}`;
export const cardId = (name: string): string => `${provider}/networkInterfaces/${name}`;
export const watcherId = `${provider}/networkWatchers/NetworkWatcher_westeurope`;

/** A subnet as Azure shows one that is as open as can be; `undefined` takes a property away. */
export function subnet(name: string, more: Row = {}): Row {
  const properties = { provisioningState: 'Succeeded', addressPrefixes: ['10.0.1.0/24'], delegations: [] };
  return { id: subnetId(name), name, properties: changed(properties, more) };
}

export const delegatedTo = (serviceName: unknown): Row => ({
  delegations: [{ name: 'one', properties: { serviceName } }],
});

export function network(subnets: unknown, more: Row = {}, top: Row = {}): Row {
  const properties = changed({ addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets }, more);
  return { id: networkId, name: 'vnet-web', location: 'westeurope', properties, ...top };
}

export const alone = (subject: Row): Given => ({ subject, reads: {} });

/** A virtual network with what its route tables answered. */
export const routed = (subject: Row, tables: Read<readonly Row[]> = found()): Given => ({
  subject,
  reads: { 'route tables of the subnets': tables },
});

export const route = (addressPrefix: unknown, nextHopType: unknown, more: Row = {}): Row => ({
  name: 'one',
  properties: { addressPrefix, nextHopType, ...more },
});

export const routeTable = (name: string, routes: unknown, more: Row = {}): Row => ({
  id: tableId(name),
  name,
  properties: { disableBgpRoutePropagation: false, routes, ...more },
});

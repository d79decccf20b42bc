import type { Row } from '../../model/row.ts';
import type { Read } from '../../model/verdict.ts';
import { MalformedError } from '../define.ts';
import { observedText, rowsAt, textAt } from '../property.ts';
import { addressSet, nowhere, sizeOf, without, type AddressRange, type AddressSet } from './reach/addressSet.ts';
import { internet, isInternet } from './reach/internet.ts';
import { parsePrefix } from './reach/parseAddress.ts';
import { namedId, propertiesOf, requiredText, rowOf } from './reach/rows.ts';

// https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#user-defined
const inspects: Readonly<Record<string, boolean>> = {
  VirtualAppliance: true,
  VirtualNetworkGateway: true,
  None: true,
  Internet: false,
  VnetLocal: false,
};

const serviceTag = /^[A-Z][A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/;

export interface Route {
  readonly prefix: string;
  readonly range: AddressRange;
  readonly hop: string;
  readonly inspected: boolean;
}

function routeOf(row: Row): readonly Route[] {
  const prefix = requiredText(row, 'properties.addressPrefix');
  const hop = requiredText(row, 'properties.nextHopType');
  const inspected = inspects[hop];
  if (inspected === undefined) throw new MalformedError(`properties.nextHopType is ${observedText(hop)}`);
  const parsed = parsePrefix(prefix);
  if (parsed === undefined && !serviceTag.test(prefix)) {
    throw new MalformedError(`properties.addressPrefix is ${observedText(prefix)}`);
  }
  // A route of a service tag is an exception for one service of Azure.
  return parsed?.family === 'IPv4' ? [{ prefix, range: parsed.range, hop, inspected }] : [];
}

/** The IPv4 routes of a table, the widest first. */
export function routesOf(table: Row): readonly Route[] {
  const routes = (rowsAt(table, 'properties.routes') ?? []).flatMap(routeOf);
  return routes.toSorted((left, right) => (sizeOf([left.range]) > sizeOf([right.range]) ? -1 : 1));
}

/** Whether the internet is reached past every appliance. The narrowest route that fits decides; small exceptions do not count. */
export function passesBy(routes: readonly Route[]): boolean {
  let caught: AddressSet = nowhere;
  for (const { range, inspected } of routes) {
    caught = inspected ? addressSet([...caught, range]) : without(caught, [range]);
  }
  return isInternet(without(internet.IPv4, caught), 'IPv4');
}

export const isDefault = ({ prefix }: Route): boolean => prefix.trim() === '0.0.0.0/0';

/** The addresses of the appliances that a table sends traffic to. */
export function appliancesOf(table: Row): readonly string[] {
  const routes = rowsAt(table, 'properties.routes') ?? [];
  return routes
    .filter((route) => textAt(route, 'properties.nextHopType') === 'VirtualAppliance')
    .map((route) => requiredText(route, 'properties.nextHopIpAddress'));
}

/** The route table of a subnet, `undefined` where it has none. */
export function tableOf(subnet: Row, tables: Read<readonly Row[]>): Read<Row | undefined> {
  const id = namedId(propertiesOf(subnet), 'routeTable');
  if (id === undefined) return { state: 'read', value: undefined };
  return tables.state === 'read' ? { state: 'read', value: rowOf(tables.value, id) } : tables;
}

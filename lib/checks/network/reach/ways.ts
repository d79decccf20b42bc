import type { Row } from '../../../model/row.ts';
import type { Read, Unread } from '../../../model/verdict.ts';
import { MalformedError } from '../../define.ts';
import { observedText, rowsAt, textAt, valueAt } from '../../property.ts';
import type { Port } from './ports.ts';
import {
  dependOnAbsence,
  has,
  idOf,
  lastName,
  namedId,
  namedIds,
  propertiesOf,
  requiredText,
  rowOf,
  sameId,
} from './rows.ts';

/** A way from the internet to a port of an ipConfiguration, before any network security group. */
export interface Way {
  /** `ip-web (203.0.113.7)`, `lb-web (ssh)` */
  readonly text: string;
  /** The ids followed. */
  readonly trail: readonly string[];
  /** The packet arrives with the frontend's address instead of the interface's own. */
  readonly floating: boolean;
  /** Whether it is open where no network security group stands in it; throws where the SKU tells nothing. */
  readonly openByDefault: () => Read<boolean>;
}

/** The ways that are there, and what could not be read of others. */
interface Ways {
  readonly found: readonly Way[];
  readonly unread: readonly Unread[];
}

export interface Surroundings {
  readonly publicAddresses: Read<readonly Row[]>;
  readonly balancers: Read<readonly Row[]>;
  readonly balancersNearby: Read<readonly Row[]>;
}

// Basic is open by default, Standard closed until a network security group allows:
// https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku
// https://learn.microsoft.com/azure/load-balancer/skus
const openSkus: Readonly<Record<string, boolean>> = { Basic: true, Standard: false, StandardV2: false, Gateway: false };

function openByDefault(row: Row): boolean {
  const sku = textAt(row, 'sku.name');
  const open = sku !== undefined && Object.hasOwn(openSkus, sku) ? openSkus[sku] : undefined;
  if (open !== undefined) return open;
  throw new MalformedError(`sku.name is ${observedText(sku)}, which is none of ${Object.keys(openSkus).join(', ')}`);
}

function publicWay(ipConfiguration: Row, publicAddresses: Read<readonly Row[]>): Way | undefined {
  const id = namedId(ipConfiguration, 'publicIPAddress');
  if (id === undefined) return undefined;
  const common = { trail: [id], floating: false };
  if (publicAddresses.state === 'unread')
    return { ...common, text: lastName(id), openByDefault: () => publicAddresses };
  const row = rowOf(publicAddresses.value, id);
  const properties = propertiesOf(row);
  // A dynamic address is given while the machine runs.
  const address = has(properties, 'ipAddress') ? ` (${requiredText(properties, 'ipAddress')})` : '';
  return {
    ...common,
    text: `${lastName(id)}${address}`,
    openByDefault: () => ({ state: 'read', value: openByDefault(row) }),
  };
}

/** A frontend is public by an address or a prefix, else it stands in a subnet. */
function isPublic(balancer: Row, frontendId: string): boolean {
  const frontends = rowsAt(balancer, 'properties.frontendIPConfigurations') ?? [];
  const frontend = propertiesOf(rowOf(frontends, frontendId));
  if (has(frontend, 'publicIPAddress') || has(frontend, 'publicIPPrefix')) return true;
  if (!has(frontend, 'subnet'))
    for (const path of ['publicIPAddress', 'publicIPPrefix']) dependOnAbsence(frontend, path);
  return false;
}

function numberAt(row: Row, path: string): number {
  const value = valueAt(row, path);
  if (typeof value === 'number') return value;
  throw new MalformedError(`${path} is ${observedText(value)}, not a number`);
}

function carries(rule: Row, { transport, number }: Port): boolean {
  const protocol = requiredText(rule, 'protocol').toUpperCase();
  if (!['TCP', 'UDP', 'ALL'].includes(protocol)) {
    throw new MalformedError(`protocol is ${observedText(protocol)}, which is none of Tcp, Udp, All`);
  }
  // 0 stands for every port: https://learn.microsoft.com/azure/load-balancer/load-balancer-ha-ports-overview
  return (protocol === 'ALL' || protocol === transport) && [0, number].includes(numberAt(rule, 'backendPort'));
}

interface Backend {
  readonly id: string;
  readonly pools: readonly string[];
  readonly natRules: readonly string[];
}

const among = (ids: readonly string[], id: string): boolean => ids.some((one) => sameId(one, id));

/** Whether a load-balancing rule or an inbound NAT rule hands its packets to the ipConfiguration. */
function servesBackend(row: Row, backend: Backend): boolean {
  const rule = propertiesOf(row);
  const pools = [namedId(rule, 'backendAddressPool') ?? '', ...namedIds(rule, 'backendAddressPools')];
  const machine = namedId(rule, 'backendIPConfiguration') ?? '';
  return (
    sameId(machine, backend.id) || among(backend.natRules, idOf(row)) || pools.some((id) => among(backend.pools, id))
  );
}

function wayOf(balancer: Row, row: Row): Way | undefined {
  const rule = propertiesOf(row);
  const frontend = namedId(rule, 'frontendIPConfiguration');
  if (frontend === undefined) dependOnAbsence(rule, 'frontendIPConfiguration');
  if (frontend === undefined || !isPublic(balancer, frontend)) return undefined;
  const id = idOf(balancer);
  return {
    text: `${lastName(id)} (${requiredText(row, 'name')})`,
    trail: [frontend],
    floating: valueAt(rule, 'enableFloatingIP') === true,
    openByDefault: () => ({ state: 'read', value: openByDefault(balancer) }),
  };
}

function balancerWays(balancer: Row, backend: Backend, port: Port): readonly Way[] {
  const rules = ['inboundNatRules', 'loadBalancingRules'].flatMap(
    (name) => rowsAt(balancer, `properties.${name}`) ?? [],
  );
  const serving = rules.filter((row) => carries(propertiesOf(row), port) && servesBackend(row, backend));
  return serving.map((row) => wayOf(balancer, row)).filter((way) => way !== undefined);
}

const isInside = (id: string, outer: string): boolean => id.toLowerCase().startsWith(`${outer.toLowerCase()}/`);

/** The pools that hold the ipConfiguration by its address and network instead of its id. */
function poolsByAddress(balancer: Row, address: string, subnetId: string): readonly string[] {
  const pools = rowsAt(balancer, 'properties.backendAddressPools') ?? [];
  const holding = pools.filter((pool) => {
    const properties = propertiesOf(pool);
    const members = has(properties, 'loadBalancerBackendAddresses')
      ? rowsAt(properties, 'loadBalancerBackendAddresses')
      : [];
    return members?.some((entry) => {
      const member = propertiesOf(entry);
      if (!has(member, 'ipAddress') || textAt(member, 'ipAddress') !== address) return false;
      const network = namedId(member, 'virtualNetwork') ?? namedId(properties, 'virtualNetwork');
      if (network !== undefined) return isInside(subnetId, network);
      return sameId(namedId(member, 'subnet') ?? '', subnetId);
    });
  });
  return holding.map(idOf);
}

function backendOf(balancer: Row, row: Row): Backend {
  const properties = propertiesOf(row);
  const natRules = namedIds(properties, 'loadBalancerInboundNatRules');
  const pools = namedIds(properties, 'loadBalancerBackendAddressPools');
  const address = has(properties, 'privateIPAddress') ? requiredText(properties, 'privateIPAddress') : undefined;
  const subnet = namedId(properties, 'subnet');
  const more = address === undefined || subnet === undefined ? [] : poolsByAddress(balancer, address, subnet);
  return { id: idOf(row), natRules, pools: [...pools, ...more] };
}

/** The load balancers that an ipConfiguration names by something inside them. */
function namedBalancers(properties: Row, balancers: Read<readonly Row[]>): Read<readonly Row[]> {
  const lists = ['loadBalancerBackendAddressPools', 'loadBalancerInboundNatRules'];
  const ids = lists.flatMap((name) => namedIds(properties, name));
  if (ids.length === 0) return { state: 'read', value: [] };
  if (balancers.state === 'unread') return balancers;
  const value = ids.map((id) => {
    const found = balancers.value.find((row) => isInside(id, idOf(row)));
    if (found) return found;
    throw new MalformedError(`the load balancer of ${id} is not among what was read`);
  });
  return { state: 'read', value };
}

/** The ways from the internet to a port of an ipConfiguration of an interface. */
export function waysTo(row: Row, port: Port, around: Surroundings): Ways {
  const properties = propertiesOf(row);
  const direct = publicWay(properties, around.publicAddresses);
  const unread: Unread[] = [];
  const balancers = new Map<string, Row>();
  for (const read of [namedBalancers(properties, around.balancers), around.balancersNearby]) {
    if (read.state === 'unread') unread.push(read);
    else for (const balancer of read.value) balancers.set(idOf(balancer).toLowerCase(), balancer);
  }
  const balanced = [...balancers.values()].flatMap((balancer) =>
    balancerWays(balancer, backendOf(balancer, row), port),
  );
  return { found: direct ? [direct, ...balanced] : balanced, unread };
}

/** Asks for the properties whose absence closes every other way, so that it is confirmed before it counts. */
export function dependOnNoOtherWay(row: Row): void {
  const properties = propertiesOf(row);
  for (const name of ['publicIPAddress', 'loadBalancerBackendAddressPools', 'loadBalancerInboundNatRules']) {
    dependOnAbsence(properties, name);
  }
}

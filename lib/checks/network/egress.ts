import { define, unknownBecause } from '../define.ts';
import { fail, notApplicable, observedText, pass, rowsAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Read, Verdict } from '../../model/verdict.ts';
import { routeTables, virtualNetwork } from './needs.ts';
import { along, flagAt, judgeEach } from './parts.ts';
import { dependOnAbsence, has, idOf, lastName, namedId, propertiesOf } from './reach/rows.ts';
import { isDefault, passesBy, routesOf, tableOf } from './routes.ts';
import { announcesRoutes, delegationsOf, reservedFor } from './subnets.ts';

const list = 'properties.subnets';

/** Of a subnet of a service, the service looks after the way out. */
function notOurs(subnet: Row): Verdict | undefined {
  if (reservedFor(subnet) !== undefined) return notApplicable('the subnet belongs to a service of Azure');
  const [service] = delegationsOf(subnet);
  return service === undefined ? undefined : notApplicable(`the subnet is delegated to ${service}`);
}

function judgeDefaultOutbound(subnet: Row): Verdict {
  const other = notOurs(subnet);
  if (other) return other;
  const path = `${list}[].properties.defaultOutboundAccess`;
  const access = flagAt(subnet, 'properties.defaultOutboundAccess');
  if (access === false) return pass(path, 'false', 'false');
  const translator = namedId(propertiesOf(subnet), 'natGateway');
  const gateway = `${list}[].properties.natGateway`;
  if (translator !== undefined)
    return pass(gateway, observedText(lastName(translator)), 'a NAT gateway, or a private subnet');
  dependOnAbsence(subnet, 'properties.natGateway');
  return fail(path, access === undefined ? 'not set (default true)' : 'true', 'false');
}

export const defaultOutbound = define({
  id: 'network-subnet-default-outbound',
  title: 'Machines get no way out to the internet unasked',
  severity: 'low',
  why: 'Azure gives machines without a way out of their own a hidden public address: stolen data and malware leave through it, past every firewall, and its address changes without notice.',
  fix: {
    text: 'Give the subnet a NAT gateway or a route to a firewall where it needs the internet, and make it private.',
  },
  reference: 'https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access',
  absent: 'Fails: not set means that default outbound access is there, unless the subnet has a NAT gateway.',
  policies: ['7bca8353-aa3b-429b-904a-9229c4385837'],
  on: virtualNetwork,
  needs: {},
  evaluate: (network) => judgeEach(network, list, judgeDefaultOutbound),
});

const expectedRoute = 'a route of the internet to a firewall';

/** Whether a gateway of this or of a peered network may announce a default route: no resource shows such routes. */
function mayBeAnnounced(network: Row, table: Row | undefined): boolean {
  if (table !== undefined && flagAt(table, 'properties.disableBgpRoutePropagation') === true) return false;
  const peerings = rowsAt(network, 'properties.virtualNetworkPeerings') ?? [];
  return announcesRoutes(network) || peerings.some((one) => flagAt(one, 'properties.useRemoteGateways') === true);
}

const announced: Verdict = {
  verdict: 'unknown',
  reason: 'partialView',
  detail: 'a gateway may announce the default route, which no resource shows',
  permission: '',
};

/** Nothing but an address of its own takes a machine in it to the internet. */
function isClosed(subnet: Row): boolean {
  if (flagAt(subnet, 'properties.defaultOutboundAccess') !== false) return false;
  dependOnAbsence(subnet, 'properties.natGateway');
  return !has(propertiesOf(subnet), 'natGateway');
}

/** A subnet whose table, if it has one, leaves the internet to Azure. */
function judgeOpen(network: Row, subnet: Row, table: Row | undefined): Verdict {
  if (isClosed(subnet)) return notApplicable('the subnet is private and has no NAT gateway');
  const routes = table === undefined ? [] : routesOf(table);
  const widest = routes.find(isDefault);
  if (widest === undefined && mayBeAnnounced(network, table)) return announced;
  if (table === undefined) return fail(`${list}[].properties.routeTable`, 'not set', expectedRoute);
  const observed = widest === undefined ? 'without one of 0.0.0.0/0' : `${widest.prefix} to ${widest.hop}`;
  return along(fail('properties.routes', observed, expectedRoute), idOf(subnet), idOf(table));
}

function judgeEgress(network: Row, subnet: Row, tables: Read<readonly Row[]>): Verdict {
  const other = notOurs(subnet);
  if (other) return other;
  const read = tableOf(subnet, tables);
  if (read.state === 'unread') return unknownBecause(read);
  const table = read.value;
  if (table === undefined) dependOnAbsence(subnet, 'properties.routeTable');
  const routes = table === undefined ? [] : routesOf(table);
  const widest = routes.find(({ inspected }) => inspected);
  if (table === undefined || widest === undefined || passesBy(routes)) return judgeOpen(network, subnet, table);
  return along(
    pass('properties.routes', `${widest.prefix} to ${widest.hop}`, expectedRoute),
    idOf(subnet),
    idOf(table),
  );
}

export const egressFirewall = define({
  id: 'network-subnet-egress-firewall',
  title: 'Traffic to the internet leaves through a firewall',
  severity: 'low',
  why: 'A firewall on the way out is what stops and records stolen data and the calls of malware; a network security group knows no names.',
  fix: {
    text: 'Route 0.0.0.0/0 of the subnet to Azure Firewall or another appliance, in this network or in the hub that it is peered with.',
  },
  reference:
    'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security#ns-3-deploy-firewall-at-the-edge-of-enterprise-network',
  absent:
    'Fails: without a route of its own the subnet goes to the internet directly. Unknown where a gateway may announce the default route.',
  policies: ['fc5e4038-4584-4632-8c85-c0448d374b2c'],
  on: virtualNetwork,
  needs: { tables: routeTables },
  evaluate: (network, { tables }) => judgeEach(network, list, (subnet) => judgeEgress(network, subnet, tables)),
});

import { define, unknownBecause } from '../define.ts';
import { fail, pass, rowsAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Read, Verdict } from '../../model/verdict.ts';
import { routeTables, virtualNetwork } from './needs.ts';
import { along, flagAt, judgeEach } from './parts.ts';
import { addressSet, holds } from './reach/addressSet.ts';
import { parseAddress, parsePrefix } from './reach/parseAddress.ts';
import { idOf, textsAt } from './reach/rows.ts';
import { appliancesOf, tableOf } from './routes.ts';
import { announcesRoutes, hasFirewall } from './subnets.ts';

const list = 'properties.virtualNetworkPeerings';
const transit = 'properties.allowGatewayTransit';

export const gatewayTransit = define({
  id: 'network-peering-gateway-transit',
  title: 'The peering offers a gateway only where there is one',
  severity: 'low',
  why: 'Left on without a gateway, it joins the peer to your other sites on the day that someone creates one, unasked.',
  fix: { text: 'Turn off gateway transit on the peering.' },
  reference: 'https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering#create-a-peering',
  absent: 'Passes: the default is false. A hub that has a gateway or a route server shares it on purpose.',
  on: virtualNetwork,
  needs: {},
  evaluate: (network) =>
    judgeEach(network, list, (peering) => {
      const path = `${list}[].${transit}`;
      const offered = flagAt(peering, transit);
      if (offered !== true) return pass(path, offered === undefined ? 'not set (default false)' : 'false', 'false');
      if (announcesRoutes(network)) return pass(path, 'true, of a network with a gateway', 'a gateway, or false');
      return fail(path, 'true, of a network without a gateway', 'false');
    }),
});

const forwarded = 'properties.allowForwardedTraffic';

/** Whether an appliance that this network routes through stands in the peer. */
function routesThrough(network: Row, peering: Row, tables: readonly Row[]): Row | undefined {
  const prefixes = textsAt(peering, 'properties.remoteAddressSpace.addressPrefixes').flatMap(
    (text) => parsePrefix(text) ?? [],
  );
  const remote = addressSet(prefixes.filter(({ family }) => family === 'IPv4').map(({ range }) => range));
  const own = (rowsAt(network, 'properties.subnets') ?? []).flatMap((subnet) => {
    const table = tableOf(subnet, { state: 'read', value: tables });
    return table.state === 'read' && table.value !== undefined ? [table.value] : [];
  });
  return own.find((table) =>
    appliancesOf(table).some((text) => {
      const address = parseAddress(text);
      return address?.family === 'IPv4' && holds(remote, address.value);
    }),
  );
}

function judgeForwarded(network: Row, peering: Row, tables: Read<readonly Row[]>): Verdict {
  const path = `${list}[].${forwarded}`;
  const expected = 'false, or a hub and its spoke';
  const accepted = flagAt(peering, forwarded);
  if (accepted !== true) return pass(path, accepted === undefined ? 'not set (default false)' : 'false', expected);
  if (flagAt(peering, 'properties.useRemoteGateways') === true)
    return pass(path, 'true, from the hub whose gateway it uses', expected);
  if (flagAt(peering, transit) === true && announcesRoutes(network)) {
    return pass(path, 'true, from a spoke that uses its gateway', expected);
  }
  if (hasFirewall(network)) return pass(path, 'true, of a hub with Azure Firewall', expected);
  if (tables.state === 'unread') return unknownBecause(tables);
  const table = routesThrough(network, peering, tables.value);
  if (table) return along(pass(path, 'true, from a hub that it routes through', expected), idOf(network), idOf(table));
  return fail(path, 'true, from a network that it does not route through', expected);
}

export const forwardedTraffic = define({
  id: 'network-peering-forwarded-traffic',
  title: 'The peering lets in only what the peer itself sends',
  severity: 'low',
  why: 'A machine in the peer that forwards traffic brings in networks that nobody peered with this one.',
  fix: { text: 'Turn off forwarded traffic on the peering, unless the peer is the hub that routes for this network.' },
  reference: 'https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering#create-a-peering',
  absent: 'Passes: the default is false. Between a hub and its spokes forwarded traffic is what the peering is for.',
  on: virtualNetwork,
  needs: { tables: routeTables },
  evaluate: (network, { tables }) => judgeEach(network, list, (peering) => judgeForwarded(network, peering, tables)),
});

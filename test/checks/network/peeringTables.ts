import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, found, refused } from '../given.ts';
import { alone, network, route, routed, routeTable, subnet, tableId } from './network.ts';

const path = 'properties.virtualNetworkPeerings[].properties';
const forwarded = `${path}.allowForwardedTraffic`;
const transit = `${path}.allowGatewayTransit`;
const hub = 'expected false, or a hub and its spoke';

function peering(name: string, more: Row = {}): Row {
  const properties = {
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
    remoteAddressSpace: { addressPrefixes: ['fd00::/48', '10.9.0.0/16'] },
  };
  return { name, properties: changed(properties, more) };
}

const peered = (subnets: readonly Row[], ...virtualNetworkPeerings: readonly Row[]) =>
  network(subnets, { virtualNetworkPeerings });
const accepting = (name: string, more: Row = {}) => peering(name, { allowForwardedTraffic: true, ...more });
const withTable = subnet('front', { routeTable: { id: tableId('rt') } });
const through = (nextHopIpAddress: unknown) =>
  found(routeTable('rt', [route('0.0.0.0/0', 'VirtualAppliance', { nextHopIpAddress })]));

export const peeringTables: CheckTables = {
  'network-peering-gateway-transit': {
    pass: [],
    fail: [],
    unknown: [
      [
        alone(network([], { virtualNetworkPeerings: {} })),
        'malformed: properties.virtualNetworkPeerings is {}, not a list',
      ],
    ],
    notApplicable: [
      [alone(network([])), 'it holds nothing that this judges'],
      [alone(network([], { virtualNetworkPeerings: null })), 'it holds nothing that this judges'],
    ],
    parts: [
      [
        alone(
          peered(
            [subnet('front')],
            peering('on', { allowGatewayTransit: true }),
            peering('off'),
            peering('absent', { allowGatewayTransit: undefined }),
            peering('null', { allowGatewayTransit: null }),
            peering('text', { allowGatewayTransit: 'true' }),
          ),
        ),
        {
          on: `fail: ${transit} is true, of a network without a gateway; expected false`,
          off: `pass: ${transit} is false; expected false`,
          absent: `pass: ${transit} is not set (default false); expected false`,
          null: `pass: ${transit} is not set (default false); expected false`,
          text: 'unknown: malformed: properties.allowGatewayTransit is "true", not a boolean',
        },
      ],
      [
        alone(peered([subnet('GatewaySubnet')], peering('spoke', { allowGatewayTransit: true }))),
        { spoke: `pass: ${transit} is true, of a network with a gateway; expected a gateway, or false` },
      ],
      [
        alone(peered([subnet('RouteServerSubnet')], peering('spoke', { allowGatewayTransit: true }))),
        { spoke: `pass: ${transit} is true, of a network with a gateway; expected a gateway, or false` },
      ],
      [
        alone(peered([subnet('gateway')], peering('spoke', { allowGatewayTransit: true }))),
        { spoke: `fail: ${transit} is true, of a network without a gateway; expected false` },
      ],
    ],
  },
  'network-peering-forwarded-traffic': {
    pass: [],
    fail: [],
    notApplicable: [[routed(network([])), 'it holds nothing that this judges']],
    parts: [
      [
        routed(
          peered(
            [subnet('front')],
            peering('off'),
            peering('absent', { allowForwardedTraffic: undefined }),
            peering('null', { allowForwardedTraffic: null }),
            accepting('mesh'),
            accepting('hub', { useRemoteGateways: true }),
            accepting('spoke', { allowGatewayTransit: true }),
            accepting('text', { useRemoteGateways: 'true' }),
          ),
        ),
        {
          off: `pass: ${forwarded} is false; ${hub}`,
          absent: `pass: ${forwarded} is not set (default false); ${hub}`,
          null: `pass: ${forwarded} is not set (default false); ${hub}`,
          mesh: `fail: ${forwarded} is true, from a network that it does not route through; ${hub}`,
          hub: `pass: ${forwarded} is true, from the hub whose gateway it uses; ${hub}`,
          // Without a gateway there is nothing that a spoke could use.
          spoke: `fail: ${forwarded} is true, from a network that it does not route through; ${hub}`,
          text: 'unknown: malformed: properties.useRemoteGateways is "true", not a boolean',
        },
      ],
      [
        routed(peered([subnet('GatewaySubnet')], accepting('spoke', { allowGatewayTransit: true }), accepting('mesh'))),
        {
          spoke: `pass: ${forwarded} is true, from a spoke that uses its gateway; ${hub}`,
          mesh: `fail: ${forwarded} is true, from a network that it does not route through; ${hub}`,
        },
      ],
      [
        routed(peered([subnet('AzureFirewallSubnet')], accepting('spoke'))),
        { spoke: `pass: ${forwarded} is true, of a hub with Azure Firewall; ${hub}` },
      ],
      [
        routed(peered([withTable], accepting('hub')), through('10.9.0.4')),
        { hub: `pass: ${forwarded} is true, from a hub that it routes through; ${hub}` },
      ],
      [
        // The appliance stands in another network.
        routed(peered([withTable], accepting('mesh')), through('10.10.0.4')),
        { mesh: `fail: ${forwarded} is true, from a network that it does not route through; ${hub}` },
      ],
      [
        routed(peered([withTable], accepting('mesh')), through(undefined)),
        { mesh: 'unknown: malformed: properties.nextHopIpAddress is not set' },
      ],
      [
        routed(
          peered([withTable], peering('off'), accepting('mesh')),
          refused('denied', 'may not', 'Microsoft.Network/routeTables/read'),
        ),
        { off: `pass: ${forwarded} is false; ${hub}`, mesh: 'unknown: denied: may not' },
      ],
      [
        routed(peered([subnet('front')], accepting('mesh'))),
        { mesh: `fail: ${forwarded} is true, from a network that it does not route through; ${hub}` },
      ],
    ],
  },
};

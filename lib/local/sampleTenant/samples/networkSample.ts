import dnsRecordSet from '../examples/dnsRecordSet.json' with { type: 'json' };
import dnsZone from '../examples/dnsZone.json' with { type: 'json' };
import flowLog from '../examples/flowLog.json' with { type: 'json' };
import loadBalancer from '../examples/loadBalancer.json' with { type: 'json' };
import networkSecurityGroup from '../examples/networkSecurityGroup.json' with { type: 'json' };
import networkWatcher from '../examples/networkWatcher.json' with { type: 'json' };
import publicIpAddress from '../examples/publicIpAddress.json' with { type: 'json' };
import routeTable from '../examples/routeTable.json' with { type: 'json' };
import virtualNetwork from '../examples/virtualNetwork.json' with { type: 'json' };
import virtualNetworkPeering from '../examples/virtualNetworkPeering.json' with { type: 'json' };
import { isRow, type Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleChildren, SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample, type Example, type Placement } from './fromExample.ts';

const production = { subscription: productionSubscription, group: 'rg-network', location: 'westeurope' };
const development = { subscription: developmentSubscription, group: 'rg-dev', location: 'swedencentral' };
const provider = `/subscriptions/${productionSubscription}/resourceGroups/rg-network/providers/Microsoft.Network`;
const groupId = (name: string) => `${provider}/networkSecurityGroups/${name}`;
const networkId = (name: string) => `${provider}/virtualNetworks/${name}`;

interface Changes {
  /** `undefined` takes a property away. */
  readonly properties?: Row;
  readonly top?: Row;
  readonly children?: SampleChildren;
}

/** An example in its place, with some of it replaced. */
function resource(example: Example, place: Placement, { properties = {}, top = {}, children }: Changes = {}) {
  const body = fromExample(example, place);
  const merged = { ...(isRow(body['properties']) ? body['properties'] : {}), ...properties };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  const whole = { ...body, ...top, properties: kept };
  return { row: graphRow(whole), body: whole, ...(children && { children }) };
}

const named = (name: string): Placement => ({ ...production, name });

const subnet = (network: string, name: string, addressPrefix: string, more: Row = {}): Row => ({
  name,
  id: `${networkId(network)}/subnets/${name}`,
  properties: { provisioningState: 'Succeeded', addressPrefix, delegations: [], ...more },
});

function peering(network: string, name: string, remote: string, prefix: string, more: Row): Row {
  const { properties } = virtualNetworkPeering.body;
  const space = { addressPrefixes: [prefix] };
  return {
    name,
    id: `${networkId(network)}/virtualNetworkPeerings/${name}`,
    properties: {
      ...properties,
      remoteVirtualNetwork: { id: networkId(remote) },
      remoteAddressSpace: space,
      remoteVirtualNetworkAddressSpace: space,
      peeringState: 'Connected',
      ...more,
    },
  };
}

const network = (name: string, addressPrefix: string, subnets: readonly Row[], peerings: readonly Row[] = []) =>
  resource(virtualNetwork, named(name), {
    properties: { addressSpace: { addressPrefixes: [addressPrefix] }, subnets, virtualNetworkPeerings: peerings },
  });

const guarded = (name: string): Row => ({ networkSecurityGroup: { id: groupId(name) } });
const routed: Row = { routeTable: { id: `${provider}/routeTables/network-rt-spoke` } };

/** A hub with a firewall, a spoke that routes through it and one subnet that does not, a network beside them, and one that nobody looks after. */
const networks = () => [
  network(
    'network-hub',
    '10.40.0.0/16',
    [
      subnet('network-hub', 'GatewaySubnet', '10.40.0.0/27'),
      subnet('network-hub', 'AzureFirewallSubnet', '10.40.1.0/26'),
    ],
    [
      peering('network-hub', 'to-spoke', 'network-spoke', '10.41.0.0/16', {
        allowGatewayTransit: true,
      }),
    ],
  ),
  network(
    'network-spoke',
    '10.41.0.0/16',
    [
      subnet('network-spoke', 'front', '10.41.1.0/24', {
        defaultOutboundAccess: false,
        ...guarded('network-nsg-front'),
        ...routed,
      }),
      subnet('network-spoke', 'back', '10.41.2.0/24'),
    ],
    [
      peering('network-spoke', 'to-hub', 'network-hub', '10.40.0.0/16', {}),
      peering('network-spoke', 'to-alone', 'network-alone', '10.42.0.0/16', {}),
    ],
  ),
  network(
    'network-alone',
    '10.42.0.0/16',
    [subnet('network-alone', 'files', '10.42.1.0/24', guarded('network-nsg-empty'))],
    [
      peering('network-alone', 'to-spoke', 'network-spoke', '10.41.0.0/16', {
        allowForwardedTraffic: false,
        allowGatewayTransit: true,
      }),
    ],
  ),
  resource(virtualNetwork, { ...development, name: 'network-forgotten' }),
];

const routes = () =>
  resource(routeTable, named('network-rt-spoke'), {
    properties: {
      routes: [
        {
          name: 'internet',
          id: `${provider}/routeTables/network-rt-spoke/routes/internet`,
          properties: {
            provisioningState: 'Succeeded',
            addressPrefix: '0.0.0.0/0',
            nextHopType: 'VirtualAppliance',
            nextHopIpAddress: '10.40.1.4',
          },
        },
      ],
    },
  });

const usedBy = (network: string, name: string): Row => ({
  subnets: [{ id: `${networkId(network)}/subnets/${name}` }],
});

const groups = () => [
  resource(networkSecurityGroup, named('network-nsg-front'), { properties: usedBy('network-spoke', 'front') }),
  resource(networkSecurityGroup, named('network-nsg-empty'), {
    properties: { securityRules: [], ...usedBy('network-alone', 'files') },
  }),
  resource(networkSecurityGroup, named('network-nsg-spare'), { properties: { securityRules: [] } }),
];

const watcherPlace = { ...production, group: 'NetworkWatcherRG', name: 'NetworkWatcher_westeurope' };
const watcherId = `/subscriptions/${productionSubscription}/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_westeurope`;

const log = (name: string, targetResourceId: string, properties: Row = {}) =>
  resource(
    flowLog,
    { ...watcherPlace, name },
    {
      properties: { targetResourceId, ...properties },
      top: { id: `${watcherId}/flowLogs/${name}`, type: 'Microsoft.Network/networkWatchers/flowLogs' },
    },
  );

const analytics: Row = {
  flowAnalyticsConfiguration: {
    networkWatcherFlowAnalyticsConfiguration: {
      enabled: true,
      workspaceRegion: 'westeurope',
      trafficAnalyticsInterval: 10,
    },
  },
};

const logs = () => [
  resource(networkWatcher, watcherPlace),
  log('network-flow-hub', networkId('network-hub'), { retentionPolicy: { days: 180, enabled: true }, ...analytics }),
  log('network-flow-spoke', networkId('network-spoke'), { enabled: false }),
  log('network-flow-nsg', groupId('network-nsg-empty'), { retentionPolicy: { days: 30, enabled: true } }),
];

const sku = (name: string): Row => ({ sku: { name, tier: 'Regional' } });

const addresses = () => [
  resource(publicIpAddress, named('network-ip-lost'), {
    properties: { ipConfiguration: undefined },
    top: sku('Basic'),
  }),
  resource(publicIpAddress, named('network-ip-nat'), {
    properties: {
      ipConfiguration: undefined,
      natGateway: { id: `${provider}/natGateways/network-nat` },
      publicIPAllocationMethod: 'Static',
    },
    top: sku('Standard'),
  }),
];

// The example's name, lb, is a part of other names in it.
function balancer(name: string, skuName: string, pool: Row): SampleResource {
  const id = `${provider}/loadBalancers/${name}`;
  return resource(loadBalancer, named(name), {
    properties: {
      frontendIPConfigurations: [],
      backendAddressPools: [{ name: 'web', id: `${id}/backendAddressPools/web`, properties: pool }],
      loadBalancingRules: [],
      inboundNatRules: [],
    },
    top: { id, name, ...sku(skuName) },
  });
}

const balancers = () => [
  balancer('network-lb-idle', 'Basic', { provisioningState: 'Succeeded' }),
  balancer('network-lb-used', 'Standard', {
    provisioningState: 'Succeeded',
    loadBalancerBackendAddresses: [{ name: 'one', properties: { ipAddress: '10.41.1.9' } }],
  }),
];

function zone(name: string, ipv4Address: string): SampleResource {
  const place = { ...production, location: 'global', name };
  const record = {
    ...dnsRecordSet.body,
    id: `${provider}/dnsZones/${name}/A/vpn`,
    name: 'vpn',
    properties: { ...dnsRecordSet.body.properties, fqdn: `vpn.${name}.`, ARecords: [{ ipv4Address }] },
  };
  return resource(dnsZone, place, { children: { a: [record], aaaa: [] } });
}

/** What network checks look at besides what the internet reaches. */
export function networkSample(): readonly SampleResource[] {
  return [
    ...networks(),
    routes(),
    ...groups(),
    ...logs(),
    ...addresses(),
    ...balancers(),
    zone('network-contoso.com', '10.41.1.9'),
    zone('network-fabrikam.com', '203.0.113.20'),
  ];
}

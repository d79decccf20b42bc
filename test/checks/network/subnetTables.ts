import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import { alone, delegatedTo, groupId, network, route, routed, routeTable, subnet, tableId } from './network.ts';

const group = 'properties.subnets[].properties.networkSecurityGroup';
const wanted = 'expected a network security group';
const access = 'properties.subnets[].properties.defaultOutboundAccess';
const firewall = 'expected a route of the internet to a firewall';
const withTable = (more: Row = {}) => subnet('front', { routeTable: { id: tableId('rt') }, ...more });
const openByTable = (...routes: readonly Row[]) => routed(network([withTable()]), found(routeTable('rt', routes)));
const announced = 'unknown: partialView: a gateway may announce the default route, which no resource shows';
const remoteGateway = { virtualNetworkPeerings: [{ name: 'hub', properties: { useRemoteGateways: true } }] };
const halves = [route('0.0.0.0/1', 'VirtualAppliance'), route('128.0.0.0/1', 'VirtualAppliance')];

export const subnetTables: CheckTables = {
  'network-subnet-security-group': {
    pass: [],
    fail: [],
    unknown: [[alone(network('none')), 'malformed: properties.subnets is "none", not a list']],
    notApplicable: [
      [alone(network([])), 'it holds nothing that this judges'],
      [alone(network(null)), 'it holds nothing that this judges'],
      [alone(network(undefined)), 'it holds nothing that this judges'],
    ],
    parts: [
      [
        alone(
          network([
            subnet('front', { networkSecurityGroup: { id: groupId('nsg-front') } }),
            subnet('back'),
            subnet('none', { networkSecurityGroup: null }),
            subnet('bad', { networkSecurityGroup: {} }),
          ]),
        ),
        {
          front: `pass: ${group} is "nsg-front"; ${wanted}`,
          back: `fail: ${group} is not set; ${wanted}`,
          none: `fail: ${group} is not set; ${wanted}`,
          bad: 'unknown: malformed: networkSecurityGroup.id is not set, not a resource id',
        },
      ],
      [
        alone(
          network([
            subnet('GatewaySubnet'),
            subnet('routeserversubnet'),
            subnet('AzureFirewallSubnet'),
            subnet('AzureFirewallManagementSubnet'),
            subnet('AzureBastionSubnet'),
            // Only the whole name is reserved.
            subnet('GatewaySubnet2'),
          ]),
        ),
        {
          GatewaySubnet: 'notApplicable: gateways stop working behind a network security group',
          routeserversubnet: 'notApplicable: Route Server takes no network security group',
          AzureFirewallSubnet:
            'notApplicable: Azure Firewall guards its subnet itself and takes no network security group',
          AzureFirewallManagementSubnet:
            'notApplicable: Azure Firewall guards its subnet itself and takes no network security group',
          AzureBastionSubnet:
            'notApplicable: Azure Bastion guards its subnet itself; a network security group is optional',
          GatewaySubnet2: `fail: ${group} is not set; ${wanted}`,
        },
      ],
      [
        alone(
          network([
            subnet('files', delegatedTo('Microsoft.Netapp/volumes')),
            subnet('hsm', delegatedTo('Microsoft.HardwareSecurityModules/dedicatedHSMs')),
            subnet('web', delegatedTo('Microsoft.Web/serverFarms')),
            subnet('odd', delegatedTo(7)),
          ]),
        ),
        {
          files:
            'notApplicable: volumes of Azure NetApp Files with Basic network features take no network security group',
          hsm: 'notApplicable: Dedicated HSM takes no network security group',
          web: `fail: ${group} is not set; ${wanted}`,
          odd: 'unknown: malformed: properties.serviceName is 7, not text',
        },
      ],
      [alone(network([{ ...subnet('front'), name: null }])), { '[0]': 'unknown: malformed: name is not set' }],
    ],
  },
  'network-subnet-default-outbound': {
    pass: [],
    fail: [],
    notApplicable: [[alone(network([])), 'it holds nothing that this judges']],
    parts: [
      [
        alone(
          network([
            subnet('private', { defaultOutboundAccess: false }),
            subnet('translated', { natGateway: { id: '/nat/one' } }),
            subnet('on', { defaultOutboundAccess: true }),
            subnet('old'),
            subnet('null', { defaultOutboundAccess: null, natGateway: null }),
            subnet('text', { defaultOutboundAccess: 'false' }),
            subnet('GatewaySubnet'),
            subnet('web', delegatedTo('Microsoft.Web/serverFarms')),
          ]),
        ),
        {
          private: `pass: ${access} is false; expected false`,
          translated:
            'pass: properties.subnets[].properties.natGateway is "one"; expected a NAT gateway, or a private subnet',
          on: `fail: ${access} is true; expected false`,
          old: `fail: ${access} is not set (default true); expected false`,
          null: `fail: ${access} is not set (default true); expected false`,
          text: 'unknown: malformed: properties.defaultOutboundAccess is "false", not a boolean',
          GatewaySubnet: 'notApplicable: the subnet belongs to a service of Azure',
          web: 'notApplicable: the subnet is delegated to microsoft.web/serverfarms',
        },
      ],
      [
        alone(network([subnet('on', { defaultOutboundAccess: true })])),
        { on: `fail: ${access} is true; expected false` },
      ],
    ],
  },
  'network-subnet-egress-firewall': {
    pass: [],
    fail: [],
    unknown: [],
    notApplicable: [[routed(network([])), 'it holds nothing that this judges']],
    parts: [
      [
        openByTable(route('10.0.0.0/8', 'VnetLocal'), route('0.0.0.0/0', 'VirtualAppliance')),
        { front: `pass: properties.routes is 0.0.0.0/0 to VirtualAppliance; ${firewall}` },
      ],
      [
        openByTable(route('0.0.0.0/0', 'VirtualNetworkGateway')),
        { front: `pass: properties.routes is 0.0.0.0/0 to VirtualNetworkGateway; ${firewall}` },
      ],
      [openByTable(...halves), { front: `pass: properties.routes is 0.0.0.0/1 to VirtualAppliance; ${firewall}` }],
      [
        // The narrower route decides, whatever stands first.
        openByTable(route('0.0.0.0/0', 'Internet'), ...halves),
        { front: `pass: properties.routes is 0.0.0.0/1 to VirtualAppliance; ${firewall}` },
      ],
      [
        // An exception for one service is no way past the firewall.
        openByTable(
          route('0.0.0.0/0', 'VirtualAppliance'),
          route('AzureMonitor', 'Internet'),
          route('20.118.99.224/32', 'Internet'),
          route('::/0', 'Internet'),
        ),
        { front: `pass: properties.routes is 0.0.0.0/0 to VirtualAppliance; ${firewall}` },
      ],
      [
        openByTable(route('0.0.0.0/0', 'VirtualAppliance'), route('64.0.0.0/2', 'Internet')),
        { front: `fail: properties.routes is 0.0.0.0/0 to VirtualAppliance; ${firewall}` },
      ],
      [
        openByTable(route('0.0.0.0/0', 'Internet')),
        { front: `fail: properties.routes is 0.0.0.0/0 to Internet; ${firewall}` },
      ],
      [
        openByTable(route('0.0.0.0/1', 'VirtualAppliance')),
        { front: `fail: properties.routes is without one of 0.0.0.0/0; ${firewall}` },
      ],
      [
        routed(network([withTable()]), found(routeTable('rt', null))),
        { front: `fail: properties.routes is without one of 0.0.0.0/0; ${firewall}` },
      ],
      [
        openByTable(route('anywhere', 'VirtualAppliance')),
        { front: 'unknown: malformed: properties.addressPrefix is "anywhere"' },
      ],
      [
        openByTable(route('0.0.0.0/0', 'Elsewhere')),
        { front: 'unknown: malformed: properties.nextHopType is "Elsewhere"' },
      ],
      [
        routed(
          network([subnet('front'), subnet('closed', { defaultOutboundAccess: false }), subnet('AzureFirewallSubnet')]),
        ),
        {
          front: `fail: properties.subnets[].properties.routeTable is not set; ${firewall}`,
          closed: 'notApplicable: the subnet is private and has no NAT gateway',
          AzureFirewallSubnet: 'notApplicable: the subnet belongs to a service of Azure',
        },
      ],
      [
        routed(network([subnet('front', { defaultOutboundAccess: false, natGateway: { id: '/nat/one' } })])),
        { front: `fail: properties.subnets[].properties.routeTable is not set; ${firewall}` },
      ],
      [routed(network([subnet('front')], remoteGateway)), { front: announced }],
      [
        routed(network([subnet('GatewaySubnet'), withTable()]), found(routeTable('rt', []))),
        { GatewaySubnet: 'notApplicable: the subnet belongs to a service of Azure', front: announced },
      ],
      [
        routed(
          network([withTable()], remoteGateway),
          found(routeTable('rt', [], { disableBgpRoutePropagation: true })),
        ),
        { front: `fail: properties.routes is without one of 0.0.0.0/0; ${firewall}` },
      ],
      [
        routed(
          network([withTable(), subnet('back')]),
          refused('dangling', 'it refers to /rt', 'Microsoft.Network/routeTables/read'),
        ),
        {
          front: 'unknown: dangling: it refers to /rt',
          back: `fail: properties.subnets[].properties.routeTable is not set; ${firewall}`,
        },
      ],
    ],
  },
};

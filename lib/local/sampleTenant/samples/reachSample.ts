import loadBalancer from '../examples/loadBalancer.json' with { type: 'json' };
import networkInterface from '../examples/networkInterface.json' with { type: 'json' };
import networkSecurityGroup from '../examples/networkSecurityGroup.json' with { type: 'json' };
import publicIpAddress from '../examples/publicIpAddress.json' with { type: 'json' };
import virtualNetwork from '../examples/virtualNetwork.json' with { type: 'json' };
import { isRow, type Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { productionSubscription } from '../subscriptionIds.ts';
import { fromExample, type Example } from './fromExample.ts';

const scope = { subscription: productionSubscription, group: 'rg-web', location: 'westeurope' };
const provider = `/subscriptions/${scope.subscription}/resourceGroups/${scope.group}/providers/Microsoft.Network`;
const networkId = `${provider}/virtualNetworks/reach-vnet`;
const balancerId = `${provider}/loadBalancers/reach-lb`;
const frontend = { id: `${balancerId}/frontendIPConfigurations/public` };
const groupId = (name: string) => `${provider}/networkSecurityGroups/${name}`;
const addressId = (name: string) => `${provider}/publicIPAddresses/${name}`;

/** An example with some of its properties replaced; `undefined` takes one away. */
function resource(example: Example, name: string, properties: Row, more: Row = {}): SampleResource {
  const body = fromExample(example, { ...scope, name });
  const merged = { ...(isRow(body['properties']) ? body['properties'] : {}), ...properties };
  const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
  const whole = { ...body, ...more, properties: Object.fromEntries(kept) };
  return { row: graphRow(whole), body: whole };
}

function rule(group: string, name: string, priority: number, more: Row): Row {
  return {
    name,
    id: `${groupId(group)}/securityRules/${name}`,
    properties: {
      provisioningState: 'Succeeded',
      protocol: 'Tcp',
      sourcePortRange: '*',
      sourcePortRanges: [],
      sourceAddressPrefix: '*',
      sourceAddressPrefixes: [],
      destinationPortRange: '22',
      destinationPortRanges: [],
      destinationAddressPrefix: '*',
      destinationAddressPrefixes: [],
      access: 'Allow',
      priority,
      direction: 'Inbound',
      ...more,
    },
  };
}

const group = (name: string, ...rules: readonly (readonly [string, number, Row])[]) =>
  resource(networkSecurityGroup, name, { securityRules: rules.map((parts) => rule(name, ...parts)) });

/** What keeps the internet out: an address list, a deny before an allow, nothing; and what does not. */
const groups = () => [
  group(
    'reach-nsg-open',
    [
      'AllowSshFromHalves',
      100,
      { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['0.0.0.0/1', '128.0.0.0/1'] },
    ],
    ['AllowRedis', 110, { sourceAddressPrefix: 'internet', destinationPortRange: '6000-6400' }],
    ['AllowDns', 120, { protocol: 'Udp', destinationPortRange: '53' }],
  ),
  group('reach-nsg-office', [
    'AllowOffice',
    100,
    { sourceAddressPrefix: '198.51.100.0/24', destinationPortRange: '*' },
  ]),
  group(
    'reach-nsg-shadowed',
    [
      'DenyInternet',
      100,
      { protocol: '*', access: 'Deny', sourceAddressPrefix: 'Internet', destinationPortRange: '*' },
    ],
    ['AllowSsh', 200, {}],
  ),
];

const subnet = (name: string, prefix: string, nsg?: string): Row => ({
  name,
  id: `${networkId}/subnets/${name}`,
  properties: {
    provisioningState: 'Succeeded',
    addressPrefix: prefix,
    ...(nsg !== undefined && { networkSecurityGroup: { id: groupId(nsg) } }),
  },
});

const network = () =>
  resource(virtualNetwork, 'reach-vnet', {
    addressSpace: { addressPrefixes: ['10.9.0.0/16'] },
    subnets: [
      subnet('open', '10.9.1.0/24', 'reach-nsg-open'),
      subnet('office', '10.9.2.0/24', 'reach-nsg-office'),
      subnet('bare', '10.9.3.0/24'),
    ],
  });

function address(name: string, sku: string, ipAddress: string): SampleResource {
  const more = { sku: { name: sku, tier: 'Regional' } };
  return resource(
    publicIpAddress,
    name,
    { ipAddress, publicIPAllocationMethod: 'Static', ddosSettings: undefined },
    more,
  );
}

interface Card {
  readonly subnet: 'open' | 'office' | 'bare';
  readonly address?: string;
  readonly nsg?: string;
  readonly configuration?: Row;
}

function card(name: string, privateIPAddress: string, { subnet: inside, address: named, nsg, configuration }: Card) {
  return resource(networkInterface, name, {
    networkSecurityGroup: nsg === undefined ? undefined : { id: groupId(nsg) },
    virtualMachine: { id: `${provider.replace('.Network', '.Compute')}/virtualMachines/${name.replace('nic', 'vm')}` },
    ipConfigurations: [
      {
        name: 'ipconfig1',
        id: `${provider}/networkInterfaces/${name}/ipConfigurations/ipconfig1`,
        properties: {
          provisioningState: 'Succeeded',
          privateIPAddress,
          privateIPAllocationMethod: 'Dynamic',
          privateIPAddressVersion: 'IPv4',
          primary: true,
          subnet: { id: `${networkId}/subnets/${inside}` },
          ...(named !== undefined && { publicIPAddress: { id: addressId(named) } }),
          ...configuration,
        },
      },
    ],
  });
}

const natRule = { id: `${balancerId}/inboundNatRules/ssh-50022` };

// The example's name, lb, is a part of other names in it.
const balancer = () =>
  resource(
    loadBalancer,
    'reach-lb',
    {
      frontendIPConfigurations: [
        { ...frontend, name: 'public', properties: { publicIPAddress: { id: addressId('reach-ip-lb') } } },
      ],
      loadBalancingRules: [],
      inboundNatRules: [
        {
          ...natRule,
          name: 'ssh-50022',
          properties: {
            provisioningState: 'Succeeded',
            frontendIPConfiguration: frontend,
            frontendPort: 50022,
            backendPort: 22,
            enableFloatingIP: false,
            protocol: 'Tcp',
            backendIPConfiguration: { id: `${provider}/networkInterfaces/reach-nic-nat/ipConfigurations/ipconfig1` },
          },
        },
      ],
    },
    { id: balancerId, name: 'reach-lb' },
  );

/** Machines that the internet reaches, and machines that it only seems to reach. */
export function reachSample(): readonly SampleResource[] {
  return [
    network(),
    ...groups(),
    address('reach-ip-open', 'Standard', '203.0.113.10'),
    address('reach-ip-office', 'Standard', '203.0.113.11'),
    address('reach-ip-shadowed', 'Standard', '203.0.113.12'),
    address('reach-ip-basic', 'Basic', '203.0.113.13'),
    address('reach-ip-bare', 'Standard', '203.0.113.14'),
    address('reach-ip-lb', 'Standard', '203.0.113.15'),
    balancer(),
    card('reach-nic-open', '10.9.1.4', { subnet: 'open', address: 'reach-ip-open' }),
    card('reach-nic-office', '10.9.2.4', { subnet: 'office', address: 'reach-ip-office' }),
    card('reach-nic-shadowed', '10.9.1.5', { subnet: 'open', address: 'reach-ip-shadowed', nsg: 'reach-nsg-shadowed' }),
    card('reach-nic-basic', '10.9.3.4', { subnet: 'bare', address: 'reach-ip-basic' }),
    card('reach-nic-bare', '10.9.3.5', { subnet: 'bare', address: 'reach-ip-bare' }),
    card('reach-nic-private', '10.9.1.6', { subnet: 'open' }),
    card('reach-nic-nat', '10.9.1.7', { subnet: 'open', configuration: { loadBalancerInboundNatRules: [natRule] } }),
  ];
}

import { administrationPorts } from '../../../../lib/checks/network/reach/ports.ts';
import type { Row } from '../../../../lib/model/row.ts';
import type { CheckRows } from '../../checkTable.ts';
import { refused } from '../../given.ts';
import {
  around,
  balancer,
  balancerId,
  balancerRule,
  card,
  configuration,
  configurationId,
  deny,
  group,
  groupId,
  network,
  networkId,
  poolId,
  publicAddress,
  rule,
  subnetId,
} from './estate.ts';
import { everyPort, fails, noWay, opened, passes, place, stopped, type Told } from './verdicts.ts';

const own = { networkSecurityGroup: { id: groupId('nsg-web') } };
const admin = (told: Told, others: Readonly<Record<string, Told>> = {}) => everyPort(administrationPorts, told, others);
const ssh = { protocol: 'Tcp', destinationPortRange: '22' };
const openGroup = { ownGroups: [group('nsg-web', rule('all', 100))] };
const address = (sku: unknown) => ({ publicAddresses: [publicAddress(sku)] });
const noGroup = 'properties.networkSecurityGroup is not set, nor on the subnet, and a';
const standardClosed = (way: string) =>
  passes((port) => `${noGroup} Standard SKU is closed without one: internet → ${way} stops before ${place(port)}`);
const basicOpen = (way: string) =>
  fails((port) => `${noGroup} Basic SKU is open without one: internet → ${way} → ${place(port)}`);
const ip = 'ip-web (203.0.113.7)';

const behindBalancer = { publicIPAddress: undefined, loadBalancerBackendAddressPools: [{ id: poolId }] };
const pool = { backendAddressPool: { id: poolId } };

function balanced(parts: Parameters<typeof balancer>[0], more: Row = behindBalancer, card1: Row = own) {
  return around(card([configuration(more)], card1), { ...openGroup, balancers: [balancer(parts)] });
}

const viaBalancer = (name: string, rules = 'nsg-web/securityRules/all') => opened(rules, '100', `lb-web (${name})`);
const only22 = (told: Told) => admin(noWay, { '22/TCP': told });
const manager = (properties: Row) => ({
  managers: [{ id: '/subscriptions/s/providers/x/avnm', name: 'avnm', properties }],
});
const fromManager =
  'unknown: partialView: security admin rules of network manager avnm may come before network security groups';

/** How the internet comes to an interface: public addresses, load balancers, SKUs, network managers. */
export const wayParts: NonNullable<CheckRows['parts']> = [
  [around(card([configuration()]), address('Standard')), admin(standardClosed(ip))],
  [around(card([configuration()]), address('StandardV2')), admin(standardClosed(ip))],
  [around(card([configuration()]), address('Basic')), admin(basicOpen(ip))],
  [
    around(card([configuration()]), address('Premium')),
    { '': 'unknown: malformed: sku.name is "Premium", which is none of Basic, Standard, StandardV2, Gateway' },
  ],
  // The SKU counts only where no group does.
  [
    around(card([configuration()], own), { ...openGroup, ...address('Premium') }),
    admin(opened('nsg-web/securityRules/all', '100')),
  ],
  [around(card([configuration()], own), { ownGroups: [group('nsg-web')], ...address('Basic') }), admin(stopped())],
  // A dynamic address of a stopped machine.
  [
    around(card([configuration()]), { publicAddresses: [publicAddress('Basic', { ipAddress: undefined })] }),
    admin(basicOpen('ip-web')),
  ],
  [around(card([configuration({ publicIPAddress: undefined })])), admin(noWay)],
  [around(card([configuration({ publicIPAddress: null })], own), openGroup), admin(noWay)],
  [
    around(card([configuration()]), { publicAddresses: refused('dangling', 'no ip-web', 'read it') }),
    { '': 'unknown: dangling: no ip-web' },
  ],
  // A group that closes needs no public address to be known.
  [
    around(card([configuration()], own), {
      ownGroups: [group('nsg-web')],
      publicAddresses: refused('dangling', 'no ip-web', 'read it'),
      balancersNearby: refused('denied', 'no load balancers', 'read them'),
    }),
    admin(stopped()),
  ],
  [
    around(card([configuration({ publicIPAddress: undefined })], own), {
      ...openGroup,
      balancersNearby: refused('denied', 'no load balancers', 'read them'),
    }),
    { '': 'unknown: denied: no load balancers' },
  ],
  // Load-balancing rules of a pool.
  [balanced({ loadBalancingRules: [balancerRule('ssh', pool)] }), only22(viaBalancer('ssh'))],
  [
    balanced({ loadBalancingRules: [balancerRule('ssh', { backendAddressPools: [{ id: poolId }] })] }),
    only22(viaBalancer('ssh')),
  ],
  [
    balanced({
      loadBalancingRules: [balancerRule('all', { ...pool, protocol: 'All', frontendPort: 0, backendPort: 0 })],
    }),
    admin(viaBalancer('all')),
  ],
  [balanced({ loadBalancingRules: [balancerRule('ssh', { ...pool, protocol: 'Udp' })] }), admin(noWay)],
  [
    balanced({ loadBalancingRules: [balancerRule('web', { ...pool, frontendPort: 22, backendPort: 80 })] }),
    admin(noWay),
  ],
  [
    balanced({ loadBalancingRules: [balancerRule('ssh', { backendAddressPool: { id: `${poolId}-other` } })] }),
    admin(noWay),
  ],
  // An internal frontend, and a prefix.
  [balanced({ frontend: { subnet: { id: subnetId } }, loadBalancingRules: [balancerRule('ssh', pool)] }), admin(noWay)],
  [
    balanced({ frontend: { publicIPPrefix: { id: '/prefix' } }, loadBalancingRules: [balancerRule('ssh', pool)] }),
    only22(viaBalancer('ssh')),
  ],
  // Inbound NAT rules, by the interface, by the rule and by the pool.
  [
    balanced(
      { inboundNatRules: [balancerRule('nat')] },
      { publicIPAddress: undefined, loadBalancerInboundNatRules: [{ id: `${balancerId}/rules/nat` }] },
    ),
    only22(viaBalancer('nat')),
  ],
  [
    balanced({
      inboundNatRules: [balancerRule('nat', { backendIPConfiguration: { id: configurationId.toUpperCase() } })],
    }),
    only22(viaBalancer('nat')),
  ],
  [balanced({ inboundNatRules: [balancerRule('nat', pool)] }), only22(viaBalancer('nat'))],
  // Without a group the SKU of the load balancer decides.
  [
    balanced({ loadBalancingRules: [balancerRule('ssh', pool)] }, behindBalancer, {}),
    only22(standardClosed('lb-web (ssh)')),
  ],
  [
    balanced({ sku: 'Basic', loadBalancingRules: [balancerRule('ssh', pool)] }, behindBalancer, {}),
    only22(basicOpen('lb-web (ssh)')),
  ],
  // A pool of addresses, which the interface does not name.
  ...poolsOfAddresses(),
  ...floating(),
  ...managers(),
  ...version6(),
  [
    around(card([configuration()], { virtualMachine: null, privateEndpoint: { id: '/pe' } })),
    { '': 'notApplicable: it belongs to a private endpoint, which takes no traffic of the internet' },
  ],
  [
    around(card([configuration()], { virtualMachine: null, privateLinkService: { id: '/pls' } })),
    { '': 'notApplicable: it belongs to a private link service, which takes no traffic of the internet' },
  ],
  [
    around(card([configuration()], { virtualMachine: undefined })),
    { '': 'notApplicable: no virtual machine has it, so nothing listens behind it' },
  ],
  [around(card([])), { '': 'unknown: malformed: properties.ipConfigurations is empty' }],
];

function poolsOfAddresses(): NonNullable<CheckRows['parts']> {
  const member = (properties: Row) => [{ id: poolId, properties: { loadBalancerBackendAddresses: [{ properties }] } }];
  const nearby = (properties: Row) =>
    around(card([configuration({ publicIPAddress: undefined })], own), {
      ...openGroup,
      balancersNearby: [balancer({ pools: member(properties), loadBalancingRules: [balancerRule('ssh', pool)] })],
    });
  return [
    [nearby({ ipAddress: '10.0.0.4', virtualNetwork: { id: networkId } }), only22(viaBalancer('ssh'))],
    [nearby({ ipAddress: '10.0.0.4', subnet: { id: subnetId } }), only22(viaBalancer('ssh'))],
    [nearby({ ipAddress: '10.0.0.5', virtualNetwork: { id: networkId } }), admin(noWay)],
    [nearby({ ipAddress: '10.0.0.4', virtualNetwork: { id: `${networkId}-other` } }), admin(noWay)],
  ];
}

function floating(): NonNullable<CheckRows['parts']> {
  const parts = { loadBalancingRules: [balancerRule('ssh', { ...pool, enableFloatingIP: true })] };
  const behind = (destinationAddressPrefix: string) =>
    around(card([configuration(behindBalancer)], own), {
      ownGroups: [group('nsg-web', rule('all', 100, { ...ssh, destinationAddressPrefix }))],
      balancers: [balancer(parts)],
    });
  return [
    [behind('*'), admin(stopped(), { '22/TCP': viaBalancer('ssh') })],
    [behind('0.0.0.0/0'), admin(stopped(), { '22/TCP': viaBalancer('ssh') })],
    [
      behind('10.0.0.4'),
      admin(stopped(), {
        '22/TCP': () => 'unknown: malformed: what its destination stands for in rule all of nsg-web is not known',
      }),
    ],
  ];
}

function managers(): NonNullable<CheckRows['parts']> {
  const scoped = (accesses: unknown, scopes: unknown, subject = card([configuration()], own)) =>
    around(subject, {
      ownGroups: [group('nsg-web')],
      ...address('Standard'),
      ...manager({ networkManagerScopeAccesses: accesses, networkManagerScopes: scopes }),
    });
  const here = { subscriptions: ['/subscriptions/S'] };
  const inside = card([configuration({ publicIPAddress: undefined })], own);
  return [
    [scoped(['SecurityAdmin'], here), { '': fromManager }],
    [scoped(['Connectivity', 'SecurityAdmin'], { managementGroups: ['/providers/x/m'] }), { '': fromManager }],
    [scoped(undefined, here), { '': fromManager }],
    [scoped(['SecurityAdmin'], undefined), { '': fromManager }],
    [scoped(['Connectivity'], here), admin(stopped())],
    [scoped(['SecurityAdmin'], { subscriptions: ['/subscriptions/other'] }), admin(stopped())],
    // Whatever a manager allows, there is no way in.
    [scoped(['SecurityAdmin'], here, inside), admin(noWay)],
    [
      around(card([configuration()], own), {
        ownGroups: [group('nsg-web')],
        ...address('Standard'),
        managers: refused('denied', 'no managers', 'read them'),
      }),
      { '': 'unknown: denied: no managers' },
    ],
  ];
}

function version6(): NonNullable<CheckRows['parts']> {
  const six = { privateIPAddress: 'fd00::4', privateIPAddressVersion: 'IPv6' };
  const behind = (...rules: readonly Row[]) =>
    around(card([configuration({ publicIPAddress: undefined }), configuration(six, `${configurationId}6`)], own), {
      ...address('Standard'),
      networks: [network()],
      ownGroups: [group('nsg-web', ...rules)],
    });
  const open = opened('nsg-web/securityRules/ssh', '100');
  const only = (told: Told) => admin(stopped(), { '22/TCP': told });
  return [
    [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: '::/0' })), only(open)],
    [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: '2000::/3' })), only(open)],
    [behind(rule('ssh', 100, { ...ssh, destinationAddressPrefix: 'fd00::/64' })), only(open)],
    [behind(deny('four', 90, { ...ssh, sourceAddressPrefix: '0.0.0.0/0' }), rule('ssh', 100, ssh)), only(open)],
    [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: '0.0.0.0/0' })), only(noWay)],
    [
      around(card([configuration({ privateIPAddressVersion: 'IPv7' })], own), { ...openGroup, ...address('Standard') }),
      { '': 'unknown: malformed: privateIPAddressVersion is "IPv7", which is none of IPv4, IPv6' },
    ],
  ];
}

import { administrationPorts } from '../../../../lib/checks/network/reach/ports.ts';
import type { Row } from '../../../../lib/model/row.ts';
import type { CheckRows } from '../../checkTable.ts';
import { refused } from '../../given.ts';
import {
  applicationGroupId,
  around,
  card,
  configuration,
  deny,
  group,
  groupId,
  network,
  publicAddress,
  rule,
} from './estate.ts';
import { denied, everyPort, opened, passes, place, stopped, type Told } from './verdicts.ts';

const own = { networkSecurityGroup: { id: groupId('nsg-web') } };
const standard = { publicAddresses: [publicAddress('Standard')] };

/** An interface with a Standard public address behind a group of these rules. */
function behind(...rules: readonly Row[]) {
  return around(card([configuration()], own), { ...standard, ownGroups: [group('nsg-web', ...rules)] });
}

const admin = (told: Told, others: Readonly<Record<string, Told>> = {}) => everyPort(administrationPorts, told, others);
const ssh = { protocol: 'Tcp', destinationPortRange: '22' };
const rules = 'nsg-web/securityRules';
const sshOpen = opened(`${rules}/ssh`, '100');
const onlySsh = (told: Told) => admin(stopped(), { '22/TCP': told });
const few = passes(
  (port) =>
    `${rules}/ssh is Allow at priority 100 for few addresses of the internet: the others stop before ${place(port)}`,
);
const sources = (...prefixes: readonly string[]) => ({
  ...ssh,
  sourceAddressPrefix: undefined,
  sourceAddressPrefixes: prefixes,
});
const unknownRule = (what: string) => (port: unknown) =>
  port === undefined ? '' : `unknown: malformed: what ${what} stands for in rule ssh of nsg-web is not known`;

/** What network security groups let through: sources, ports, protocols, destinations, order. */
export const filterParts: NonNullable<CheckRows['parts']> = [
  [behind(), admin(stopped())],
  [behind(rule('all', 100)), admin(opened(`${rules}/all`, '100'))],
  [behind(rule('ssh', 100, ssh)), onlySsh(sshOpen)],
  // Whoever asks for the internet in another way asks for the internet.
  ...['Internet', 'INTERNET', 'internet', 'Any', '0.0.0.0/0', '0.0.0.0/1', '0.0.0.0/1,128.0.0.0/1', '51.0.0.0/8'].map(
    (sourceAddressPrefix) => [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix })), onlySsh(sshOpen)] as const,
  ),
  [behind(rule('ssh', 100, sources('0.0.0.0/1', '128.0.0.0/1'))), onlySsh(sshOpen)],
  [behind(rule('ssh', 100, sources('10.0.0.0/8', '*'))), onlySsh(sshOpen)],
  [
    behind(
      rule('low', 100, { ...ssh, sourceAddressPrefix: '0.0.0.0/2' }),
      rule('high', 110, { ...ssh, sourceAddressPrefix: '64.0.0.0/2' }),
    ),
    onlySsh(opened(`${rules}/low, ${rules}/high`, '100 and 110')),
  ],
  // The last that is few, and the first that is not.
  [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: '51.0.0.0/9' })), onlySsh(sshOpen)],
  [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: '51.0.0.0/10' })), onlySsh(few)],
  [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: '203.0.113.9' })), onlySsh(few)],
  // Addresses and tags that are not the internet.
  ...['10.0.0.0/8', '::/0', 'VirtualNetwork', 'VIRTUAL_NETWORK', 'AzureLoadBalancer', 'Storage.WestEurope'].map(
    (sourceAddressPrefix) => [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix })), admin(stopped())] as const,
  ),
  [
    behind(
      rule('ssh', 100, {
        ...ssh,
        sourceAddressPrefix: null,
        sourceApplicationSecurityGroups: [{ id: applicationGroupId('asg-admin') }],
      }),
    ),
    admin(stopped()),
  ],
  // Anyone rents a machine in Azure.
  ...['AzureCloud', 'azurecloud', 'AzureCloud.westeurope'].map(
    (tag) =>
      [
        behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: tag })),
        onlySsh(opened(`${rules}/ssh`, '100', undefined, `any machine in ${tag}`)),
      ] as const,
  ),
  [
    behind(
      deny('no-cloud', 100, { sourceAddressPrefix: 'AzureCloud' }),
      rule('ssh', 110, { ...ssh, sourceAddressPrefix: 'AzureCloud.westeurope' }),
    ),
    admin(stopped()),
  ],
  [
    behind(
      deny('no-internet', 100, { sourceAddressPrefix: 'Internet' }),
      rule('ssh', 110, { ...ssh, sourceAddressPrefix: 'AzureCloud' }),
    ),
    admin(denied(`${rules}/no-internet`, 100)),
  ],
  [behind(rule('ssh', 100, { ...ssh, sourceAddressPrefix: 'Tomorrow' })), onlySsh(unknownRule('Tomorrow'))],
  // An unknown tag before a rule that lets all in does not matter; before one that lets none in it does.
  [behind(rule('first', 90, { ...ssh, sourceAddressPrefix: 'Tomorrow' }), rule('ssh', 100, ssh)), onlySsh(sshOpen)],
  [
    behind(deny('ssh', 90, { ...ssh, sourceAddressPrefix: 'Tomorrow' }), rule('late', 100, ssh)),
    onlySsh(unknownRule('Tomorrow')),
  ],
  // Ports.
  ...['*', '22', '20-30', '22-22', '0-65535', '80,22'].map(
    (destinationPortRange) =>
      [
        behind(rule('ssh', 100, { protocol: 'Tcp', destinationPortRange }), deny('rest', 101)),
        {
          ...admin(denied(`${rules}/rest`, 101), { '22/TCP': sshOpen }),
          ...(destinationPortRange === '20-30' &&
            admin(denied(`${rules}/rest`, 101), { '21/TCP': sshOpen, '22/TCP': sshOpen, '23/TCP': sshOpen })),
          ...(['*', '0-65535'].includes(destinationPortRange) &&
            admin(sshOpen, {
              '69/UDP': denied(`${rules}/rest`, 101),
              '161/UDP': denied(`${rules}/rest`, 101),
              '3389/UDP': denied(`${rules}/rest`, 101),
            })),
        },
      ] as const,
  ),
  [
    behind(rule('ssh', 100, { ...ssh, destinationPortRange: '23-445' })),
    admin(stopped(), {
      '23/TCP': sshOpen,
      '135/TCP': sshOpen,
      '139/TCP': sshOpen,
      '445/TCP': sshOpen,
    }),
  ],
  [
    behind(rule('ssh', 100, { protocol: 'TCP', destinationPortRange: null, destinationPortRanges: ['80', '20-22'] })),
    admin(stopped(), { '21/TCP': sshOpen, '22/TCP': sshOpen }),
  ],
  // Protocols: SNMP is UDP, SSH is not.
  [
    behind(rule('ssh', 100, { protocol: 'Udp' })),
    admin(stopped(), { '69/UDP': sshOpen, '161/UDP': sshOpen, '3389/UDP': sshOpen }),
  ],
  ...['Icmp', 'Esp', 'Ah'].map((protocol) => [behind(rule('ssh', 100, { protocol })), admin(stopped())] as const),
  // Source ports: a stranger picks one that gets in.
  [behind(rule('ssh', 100, { ...ssh, sourcePortRange: '443' })), onlySsh(sshOpen)],
  [behind(deny('some', 90, { ...ssh, sourcePortRange: '0-1023' }), rule('ssh', 100, ssh)), onlySsh(sshOpen)],
  [
    behind(
      deny('low', 90, { ...ssh, sourcePortRange: '0-1023' }),
      deny('high', 91, { ...ssh, sourcePortRange: '1024-65535' }),
      rule('ssh', 100, ssh),
    ),
    onlySsh(denied(`${rules}/low`, 90)),
  ],
  // Order: what comes first wins, whatever the order of the list.
  [behind(rule('ssh', 110, ssh), deny('no', 100, ssh)), onlySsh(denied(`${rules}/no`, 100))],
  [behind(deny('no', 110, ssh), rule('ssh', 100, ssh)), onlySsh(sshOpen)],
  // A deny of a part leaves the rest.
  [behind(deny('no', 90, { ...ssh, sourceAddressPrefix: '0.0.0.0/1' }), rule('ssh', 100, ssh)), onlySsh(sshOpen)],
  [
    behind(
      deny('no', 90, { ...ssh, sourceAddressPrefix: '0.0.0.0/1' }),
      deny('nor', 91, { ...ssh, sourceAddressPrefix: '128.0.0.0/2' }),
      deny('neither', 92, { ...ssh, sourceAddressPrefix: '192.0.0.0/2' }),
      rule('ssh', 100, ssh),
    ),
    onlySsh(denied(`${rules}/no`, 90)),
  ],
  [behind(rule('out', 100, { direction: 'Outbound' })), admin(stopped())],
  // Destinations: only what the interface has.
  ...['10.0.0.4', '10.0.0.0/24', '0.0.0.0/0', 'VirtualNetwork'].map(
    (destinationAddressPrefix) =>
      [behind(rule('ssh', 100, { ...ssh, destinationAddressPrefix })), onlySsh(sshOpen)] as const,
  ),
  ...['10.0.0.5', '203.0.113.7', 'Internet', 'AzureLoadBalancer', 'Sql'].map(
    (destinationAddressPrefix) =>
      [
        behind(rule('ssh', 100, { ...ssh, destinationAddressPrefix })),
        admin(stopped(), { '22/TCP': /^\d/.test(destinationAddressPrefix) ? viaAddress : stopped() }),
      ] as const,
  ),
  [behind(rule('ssh', 100, { ...ssh, destinationAddressPrefix: 'Tomorrow' })), onlySsh(unknownRule('Tomorrow'))],
  ...destinationGroups(),
  ...bothGroups(),
  // What could not be read matters where it could change the verdict.
  [
    around(card([configuration()], own), { ...standard, ownGroups: refused('dangling', 'no nsg-web', 'read it') }),
    { '': 'unknown: dangling: no nsg-web' },
  ],
  [
    around(card([configuration()], own), {
      ...standard,
      networks: refused('denied', 'no vnet-web', 'read it'),
      ownGroups: [group('nsg-web', rule('ssh', 100, ssh))],
    }),
    onlySsh(() => 'unknown: denied: no vnet-web'),
  ],
];

/** Rules that name the destination are told apart by the way to it. */
function viaAddress(port: Parameters<Told>[0]): string {
  return stopped('nsg-web', 'internet → ip-web (203.0.113.7)')(port);
}

function destinationGroups(): NonNullable<CheckRows['parts']> {
  const id = applicationGroupId('asg-web');
  const toGroup = rule('ssh', 100, {
    ...ssh,
    destinationAddressPrefix: null,
    destinationApplicationSecurityGroups: [{ id }],
  });
  const member = (...ids: readonly string[]) =>
    around(card([configuration({ applicationSecurityGroups: ids.map((one) => ({ id: one })) })], own), {
      ...standard,
      ownGroups: [group('nsg-web', toGroup)],
    });
  return [
    [member(id.toUpperCase()), onlySsh(sshOpen)],
    [member(applicationGroupId('asg-else')), onlySsh(viaAddress)],
    [behind(toGroup), onlySsh(viaAddress)],
  ];
}

function bothGroups(): NonNullable<CheckRows['parts']> {
  const subnet = { networks: [network({ networkSecurityGroup: { id: groupId('nsg-front') } })] };
  const both = (front: readonly Row[], web: readonly Row[]) =>
    around(card([configuration()], own), {
      ...standard,
      ...subnet,
      subnetGroups: [group('nsg-front', ...front)],
      ownGroups: [group('nsg-web', ...web)],
    });
  const allow = rule('ssh', 100, ssh);
  return [
    [
      both([allow], [allow]),
      admin(stopped('nsg-front'), {
        '22/TCP': opened('nsg-front/securityRules/ssh, nsg-web/securityRules/ssh', '100'),
      }),
    ],
    [both([allow], []), admin(stopped('nsg-front'), { '22/TCP': stopped('nsg-web') })],
    [both([], [allow]), admin(stopped('nsg-front'))],
    // Halves of the internet that do not meet.
    [
      both(
        [rule('ssh', 100, { ...ssh, sourceAddressPrefix: '0.0.0.0/1' })],
        [rule('ssh', 100, { ...ssh, sourceAddressPrefix: '128.0.0.0/1' })],
      ),
      admin(stopped('nsg-front'), { '22/TCP': stopped('nsg-web') }),
    ],
    // The group of the subnet alone.
    [
      around(card([configuration()]), { ...standard, ...subnet, subnetGroups: [group('nsg-front', allow)] }),
      admin(stopped('nsg-front'), { '22/TCP': opened('nsg-front/securityRules/ssh', '100') }),
    ],
  ];
}

import { expect, test } from 'vitest';
import { admission, type Target } from '../../../../lib/checks/network/reach/admission.ts';
import { overlap } from '../../../../lib/checks/network/reach/addressSet.ts';
import { internet, isInternet } from '../../../../lib/checks/network/reach/internet.ts';
import { parseAddress, parsePrefix } from '../../../../lib/checks/network/reach/parseAddress.ts';
import { portName, type Port } from '../../../../lib/checks/network/reach/ports.ts';
import { parseSecurityGroup } from '../../../../lib/checks/network/reach/securityRule.ts';
import type { Row } from '../../../../lib/model/row.ts';
import { group, rule } from './estate.ts';
import { randomFrom } from './random.ts';

// Sixteen blocks of a /4 make up all IPv4 addresses; each is as a whole in a rule or not, and so each counts as the
// internet. A source port below 1024, or not.
const blocks = Array.from({ length: 16 }, (_, index) => index);
const sources = ['*', 'Internet', 'VirtualNetwork', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '64.0.0.0/2', '::/0'];
const quarters = blocks.map((index) => `${String(index * 16)}.0.0.0/4`);
const destinations = ['*', 'VirtualNetwork', '10.0.0.0/24', '10.0.0.9', 'Internet'];
const ports = ['*', '22', '20-23', '80', '3389', '1-21'];
const protocols = ['*', 'Tcp', 'Udp', 'Icmp'];
const sourcePorts = ['*', '0-1023', '1024-65535'];

interface Plain {
  readonly access: 'Allow' | 'Deny';
  readonly priority: number;
  readonly source: string;
  readonly destination: string;
  readonly ports: string;
  readonly protocol: string;
  readonly sourcePorts: string;
}

/** The question for one packet, asked rule by rule: written otherwise than the code under test. */
function letsIn(rules: readonly Plain[], packet: { block: number; sourcePort: number; port: Port }): boolean {
  const byPriority = [...rules].sort((left, right) => left.priority - right.priority);
  const inPorts = (text: string, number: number) => {
    const [first = '', last = first] = text.split('-');
    return text === '*' || (Number(first) <= number && number <= Number(last));
  };
  const inSource = (text: string) => {
    if (text === '*' || text === 'Internet') return true;
    const [address = '', length = '0'] = text.split('/');
    if (text === 'VirtualNetwork' || address.includes(':')) return false;
    const width = 2 ** (8 - Number(length));
    const first = Number(address.split('.')[0]);
    return first <= packet.block * 16 && packet.block * 16 < first + width;
  };
  const decides = byPriority.find(
    (one) =>
      ['*', packet.port.transport].includes(one.protocol.toUpperCase()) &&
      inPorts(one.ports, packet.port.number) &&
      inPorts(one.sourcePorts, packet.sourcePort) &&
      ['*', 'VirtualNetwork', '10.0.0.0/24'].includes(one.destination) &&
      inSource(one.source),
  );
  return decides?.access === 'Allow';
}

const target: Target = {
  family: 'IPv4',
  address: () => parseAddress('10.0.0.4')?.value,
  groups: () => [],
};

/** The blocks that the internet has a large share of. */
const publicBlocks = blocks.filter((index) => {
  const range = parsePrefix(`${String(index * 16)}.0.0.0/4`)?.range;
  return range !== undefined && internet.IPv4.some(({ first, last }) => first <= range.last && range.first <= last);
});

function asRow(plain: Plain, index: number): Row {
  return rule(`rule${String(index)}`, plain.priority, {
    access: plain.access,
    protocol: plain.protocol,
    sourceAddressPrefix: plain.source,
    sourcePortRange: plain.sourcePorts,
    destinationAddressPrefix: plain.destination,
    destinationPortRange: plain.ports,
  });
}

test('comes to what each packet comes to by itself, for random rules in one and in two groups', () => {
  const random = randomFrom(7);
  const pick = (list: readonly string[]) => list[random(list.length)] ?? '*';
  const asked: readonly Port[] = [
    { number: 22, transport: 'TCP', service: 'SSH' },
    { number: 3389, transport: 'UDP', service: 'RDP' },
    { number: 80, transport: 'TCP', service: 'HTTP' },
  ];
  const makeRules = (): readonly Plain[] =>
    Array.from({ length: random(8) }, (_, index) => ({
      access: random(2) === 0 ? 'Allow' : 'Deny',
      priority: 100 + ((index * 37) % 11),
      source: pick(random(2) === 0 ? sources : quarters),
      destination: random(3) === 0 ? pick(destinations) : '*',
      ports: pick(ports),
      protocol: pick(protocols),
      sourcePorts: random(3) === 0 ? pick(sourcePorts) : '*',
    }));
  let open = 0;
  for (let round = 0; round < 1500; round += 1) {
    const groups = Array.from({ length: 1 + random(2) }, makeRules);
    const parsed = groups.map((rules, index) => parseSecurityGroup(group(`nsg${String(index)}`, ...rules.map(asRow))));
    for (const port of asked) {
      const expected = [80, 5000].some((sourcePort) =>
        publicBlocks.some((block) => groups.every((rules) => letsIn(rules, { block, sourcePort, port }))),
      );
      const found = admission(parsed, port, target, 'least');
      expect(found.open, `${portName(port)} ${JSON.stringify(groups)}`).toBe(expected);
      expect(admission(parsed, port, target, 'most').open).toBe(expected);
      if (expected) open += 1;
    }
  }
  // Both answers come up often enough to mean something.
  expect(open).toBeGreaterThan(500);
  expect(open).toBeLessThan(4000);
});

test('every block that counts as public is large enough to be the internet by itself', () => {
  expect(publicBlocks).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  for (const block of publicBlocks) {
    const range = parsePrefix(`${String(block * 16)}.0.0.0/4`)?.range;
    expect(isInternet(overlap(internet.IPv4, range ? [range] : []), 'IPv4')).toBe(true);
  }
});

test('what cannot be told lies between the least and the most', () => {
  const random = randomFrom(3);
  const port: Port = { number: 22, transport: 'TCP', service: 'SSH' };
  const nowhereKnown: Target = { family: 'IPv4', address: () => undefined, groups: () => undefined };
  for (let round = 0; round < 500; round += 1) {
    const rules = Array.from({ length: 1 + random(5) }, (_, index) =>
      rule(`rule${String(index)}`, 100 + ((index * 37) % 11), {
        access: random(2) === 0 ? 'Allow' : 'Deny',
        sourceAddressPrefix: ['*', 'Tomorrow', '0.0.0.0/1', '128.0.0.0/1'][random(4)],
        destinationAddressPrefix: ['*', '10.0.0.4', '10.0.0.9'][random(3)],
      }),
    );
    const groups = [parseSecurityGroup(group('nsg', ...rules))];
    const least = admission(groups, port, nowhereKnown, 'least').open;
    const most = admission(groups, port, nowhereKnown, 'most').open;
    const real = ['10.0.0.4', '10.0.0.9', '10.0.0.77'].map((text) => {
      const address = () => parseAddress(text)?.value;
      return admission(groups, port, { family: 'IPv4', address, groups: () => [] }, 'least').open;
    });
    if (least) expect(most).toBe(true);
    if (!most) expect(real).not.toContain(true);
    if (least) expect(real).not.toContain(false);
  }
});

import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';

const zone = (short: readonly Row[], long: readonly Row[] = [], zoneType: unknown = 'Public'): Given => ({
  subject: { id: '/zone', name: 'contoso.com', properties: { zoneType } },
  reads: { A: found(...short), AAAA: found(...long) },
});
const short = (name: unknown, ...addresses: readonly unknown[]): Row => ({
  name,
  properties: { ARecords: addresses.map((ipv4Address) => ({ ipv4Address })) },
});
const long = (name: unknown, ...addresses: readonly unknown[]): Row => ({
  name,
  properties: { AAAARecords: addresses.map((ipv6Address) => ({ ipv6Address })) },
});
const none = (count: number) =>
  `properties.ARecords and properties.AAAARecords is none private in ${String(count)} record sets; expected public addresses only`;
const shown = (text: string) => `fail: properties.ARecords[].ipv4Address is ${text}; expected public addresses only`;
const shownLong = (text: string) =>
  `fail: properties.AAAARecords[].ipv6Address is ${text}; expected public addresses only`;
const alias: Row = { name: 'alias', properties: { targetResource: { id: '/ip' } } };

export const dnsTables: CheckTables = {
  'network-dns-private-addresses': {
    pass: [
      [zone([]), none(0)],
      [zone([short('@', '203.0.113.7'), alias], [long('@', '2001:db8::1')]), none(3)],
      // A name is no evidence.
      [zone([short('vpn-admin-db', '203.0.113.7')]), none(1)],
      // The nearest public addresses.
      [zone([short('a', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255')]), none(1)],
      [zone([short('a', '192.169.0.0')], [long('a', 'fbff::1', 'fe00::1')]), none(2)],
      [zone([{ name: 'a', properties: { ARecords: null } }], [], undefined), none(1)],
    ],
    fail: [],
    unknown: [
      [
        {
          ...zone([]),
          reads: { A: found(), AAAA: refused('denied', 'may not', 'Microsoft.Network/dnszones/AAAA/read') },
        },
        'denied: may not',
      ],
    ],
    notApplicable: [[zone([short('a', '10.0.0.4')], [], 'Private'), 'the zone is private']],
    parts: [
      [
        zone([
          short('a', '10.0.0.0', '203.0.113.7', '10.255.255.255'),
          short('b', '172.16.0.0', '172.31.255.255'),
          short('c', '192.168.0.1'),
          short('d', '203.0.113.7'),
          short('e', '10.0.0'),
        ]),
        {
          'A/a': shown('"10.0.0.0", "10.255.255.255"'),
          'A/b': shown('"172.16.0.0", "172.31.255.255"'),
          'A/c': shown('"192.168.0.1"'),
          'A/e': 'unknown: malformed: "10.0.0" is no address',
        },
      ],
      [
        zone([short('db', '10.0.0.4')], [long('db', 'fd12::1', 'FC00::')]),
        { 'A/db': shown('"10.0.0.4"'), 'AAAA/db': shownLong('"fd12::1", "FC00::"') },
      ],
      [zone([short(null, null)]), { 'A/0': 'unknown: malformed: ipv4Address is not set' }],
    ],
  },
};

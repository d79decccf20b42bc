import { define, MalformedError } from '../define.ts';
import { fail, judgePart, observedText, pass, rowsAt, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Judged } from '../../model/verdict.ts';
import { addressRecords, dnsZone, longAddressRecords } from './needs.ts';
import { addressSet, holds } from './reach/addressSet.ts';
import { parseAddress, parsePrefix, type Family } from './reach/parseAddress.ts';
import { has, propertiesOf, requiredText } from './reach/rows.ts';

// https://www.rfc-editor.org/rfc/rfc1918#section-3 and https://www.rfc-editor.org/rfc/rfc4193#section-3.1
const blocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap((text) => parsePrefix(text) ?? []);
const setOf = (family: Family) => addressSet(blocks.filter((one) => one.family === family).map(({ range }) => range));
const privateAddresses = { IPv4: setOf('IPv4'), IPv6: setOf('IPv6') } as const;

function isPrivate(text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined) throw new MalformedError(`${observedText(text)} is no address`);
  return holds(privateAddresses[address.family], address.value);
}

const kinds = {
  A: { list: 'ARecords', address: 'ipv4Address' },
  AAAA: { list: 'AAAARecords', address: 'ipv6Address' },
} as const;
const expected = 'public addresses only';

/** The verdict on a record set that fails or cannot be told; none on one without a private address. */
function judgeSet(kind: keyof typeof kinds, set: Row, index: number): readonly Judged[] {
  const { list, address } = kinds[kind];
  const { name } = set;
  const judged = judgePart(`${kind}/${typeof name === 'string' ? name : String(index)}`, () => {
    // An alias record names a resource in the place of addresses: https://learn.microsoft.com/azure/dns/dns-alias
    const records = rowsAt(set, `properties.${list}`) ?? [];
    const shown = records.map((record) => requiredText(record, address)).filter(isPrivate);
    const path = `properties.${list}[].${address}`;
    return (shown.length > 0 ? fail : pass)(path, shown.map(observedText).join(', '), expected);
  });
  return judged.verdict === 'pass' ? [] : [judged];
}

export const dnsPrivateAddresses = define({
  id: 'network-dns-private-addresses',
  title: 'The public DNS zone shows no private addresses',
  severity: 'low',
  why: 'Anyone can read which addresses and names your inner network has: a map for who gets in, and a target for DNS rebinding.',
  fix: { text: 'Move records of inner machines to a private DNS zone that is linked to the virtual networks.' },
  reference: 'https://learn.microsoft.com/azure/dns/private-dns-overview',
  absent: 'Passes: a zone without such records shows nothing. Names alone are no evidence.',
  on: dnsZone,
  applies: (zone) =>
    !has(propertiesOf(zone), 'zoneType') || textAt(zone, 'properties.zoneType') !== 'Private' || 'the zone is private',
  needs: { short: addressRecords, long: longAddressRecords },
  evaluate(_zone, { short, long }) {
    const judged = [
      ...short.flatMap((set, index) => judgeSet('A', set, index)),
      ...long.flatMap((set, index) => judgeSet('AAAA', set, index)),
    ];
    if (judged.length > 0) return judged;
    const count = `none private in ${String(short.length + long.length)} record sets`;
    return pass('properties.ARecords and properties.AAAARecords', count, expected);
  },
});

import { addressSet, sizeOf, without, type AddressSet } from './addressSet.ts';
import { bitsOf, parsePrefix, type Family } from './parseAddress.ts';

// Blocks that no packet of the internet comes from: https://www.iana.org/assignments/iana-ipv4-special-registry
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];

function setOf(family: Family, prefixes: readonly string[]): AddressSet {
  const parsed = prefixes.map(parsePrefix).filter((prefix) => prefix?.family === family);
  return addressSet(parsed.flatMap((prefix) => (prefix ? [prefix.range] : [])));
}

/** Every address of a family. */
export const everywhere: Readonly<Record<Family, AddressSet>> = {
  IPv4: setOf('IPv4', ['0.0.0.0/0']),
  IPv6: setOf('IPv6', ['::/0']),
};

/** The addresses that the internet has; of IPv6 only 2000::/3 is given out. */
export const internet: Readonly<Record<Family, AddressSet>> = {
  IPv4: without(everywhere.IPv4, setOf('IPv4', special)),
  IPv6: setOf('IPv6', ['2000::/3']),
};

/**
 * As many addresses as a block of this length has count as the internet: whole providers have fewer, and registries
 * are given IPv6 in /12s. An organisation's own addresses are a fraction of that.
 */
const sharedBits: Readonly<Record<Family, number>> = { IPv4: 9, IPv6: 12 };

/** Whether so many addresses are let in that anyone may be among them. */
export function isInternet(admitted: AddressSet, family: Family): boolean {
  if (admitted === internet[family]) return true;
  return sizeOf(admitted) >= 1n << BigInt(bitsOf[family] - sharedBits[family]);
}

import type { AddressRange } from './addressSet.ts';

export type Family = 'IPv4' | 'IPv6';

/** A block of addresses of one family. */
export interface Prefix {
  readonly family: Family;
  readonly range: AddressRange;
}

export const bitsOf: Readonly<Record<Family, number>> = { IPv4: 32, IPv6: 128 };

const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9a-f]{1,4}$/i;

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** The groups between colons; the last may be an IPv4 address, which counts as two. */
function groupsOf(text: string): readonly string[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const tail = parts.at(-1) ?? '';
  if (!tail.includes('.')) return parts.every((part) => group.test(part)) ? parts : undefined;
  const embedded = parseIPv4(tail);
  const rest = parts.slice(0, -1);
  if (embedded === undefined || !rest.every((part) => group.test(part))) return undefined;
  return [...rest, (embedded >> 16n).toString(16), (embedded & 0xffffn).toString(16)];
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map(groupsOf);
  if (left === undefined || (halves.length === 2 && right === undefined)) return undefined;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const zeros = Array.from({ length: missing }, () => '0');
  return [...left, ...zeros, ...(right ?? [])].reduce((value, part) => (value << 16n) | BigInt(`0x${part}`), 0n);
}

/** One address, `undefined` where the text is none. */
export function parseAddress(text: string): { readonly family: Family; readonly value: bigint } | undefined {
  const family = text.includes(':') ? 'IPv6' : 'IPv4';
  const value = family === 'IPv6' ? parseIPv6(text) : parseIPv4(text);
  return value === undefined ? undefined : { family, value };
}

/** An address or a CIDR block, `undefined` where the text is neither. Bits below the mask are passed over. */
export function parsePrefix(text: string): Prefix | undefined {
  const [base = '', length, ...more] = text.trim().split('/');
  const address = parseAddress(base);
  if (address === undefined || more.length > 0) return undefined;
  const bits = bitsOf[address.family];
  if (length !== undefined && (!octet.test(length) || Number(length) > bits)) return undefined;
  const free = BigInt(bits - Number(length ?? bits));
  const first = (address.value >> free) << free;
  return { family: address.family, range: { first, last: first + (1n << free) - 1n } };
}

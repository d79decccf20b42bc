import { MalformedError } from '../define.ts';
import { addressSet, overlap } from '../network/reach/addressSet.ts';
import { internet, isInternet } from '../network/reach/internet.ts';
import { parseAddress, parsePrefix, type Prefix } from '../network/reach/parseAddress.ts';
import { observedText } from '../property.ts';

/** Both ends of a firewall rule; `path` names it in what is thrown where they are none. */
export function rangeBetween(start: string, end: string, path: string): Prefix {
  const first = parseAddress(start);
  const last = parseAddress(end);
  if (first === undefined || last?.family !== first.family || first.value > last.value) {
    throw new MalformedError(`${path} is ${observedText(`${start} - ${end}`)}, not a range of addresses`);
  }
  return { family: first.family, range: { first: first.value, last: last.value } };
}

/** An address, or a block such as `10.0.0.0/8`. */
export function blockOf(text: string, path: string): Prefix {
  const block = parsePrefix(text);
  if (block === undefined) throw new MalformedError(`${path} is ${observedText(text)}, not an address or a block`);
  return block;
}

/** Whether ranges add up to the internet, in whatever pieces: 0.0.0.0/1 and 128.0.0.0/1 are 0.0.0.0/0. */
export function coversInternet(ranges: readonly Prefix[]): boolean {
  return (['IPv4', 'IPv6'] as const).some((family) => {
    const admitted = addressSet(ranges.filter((range) => range.family === family).map(({ range }) => range));
    return isInternet(overlap(admitted, internet[family]), family);
  });
}

import { describe, expect, test } from 'vitest';
import { MalformedError } from '../../../lib/checks/define.ts';
import { blockOf, coversInternet, rangeBetween } from '../../../lib/checks/sql/addressRanges.ts';

const blocks = (...texts: readonly string[]) => texts.map((text) => blockOf(text, 'it'));
const between = (start: string, end: string) => [rangeBetween(start, end, 'it')];

describe('coversInternet', () => {
  test.each([
    ['everything', blocks('0.0.0.0/0')],
    ['two halves', blocks('0.0.0.0/1', '128.0.0.0/1')],
    ['halves in another order, overlapping', blocks('128.0.0.0/1', '64.0.0.0/2', '0.0.0.0/1')],
    ['everything but the ends', between('0.0.0.1', '255.255.255.254')],
    ['the example of the reference', between('1.0.0.0', '255.0.0.0')],
    ['a quarter', blocks('64.0.0.0/2')],
    ['many small blocks', Array.from({ length: 256 }, (_, at) => blocks(`53.${String(at)}.0.0/16`)).flat()],
    ['every address of IPv6', blocks('::/0')],
    ['global unicast in pieces', blocks('2000::/4', '3000::/4')],
    ['IPv6 from end to end', between('::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')],
    ['IPv6 beside a harmless IPv4 address', blocks('::/0', '203.0.113.7')],
  ])('%s is the internet', (_name, ranges) => {
    expect(coversInternet(ranges)).toBe(true);
  });

  test.each([
    ['nothing', []],
    ['one address', blocks('203.0.113.7')],
    ['the marker for Azure services', between('0.0.0.0', '0.0.0.0')],
    ['one large block', blocks('53.64.0.0/10')],
    ['the same block again and again', Array.from({ length: 300 }, () => blocks('53.64.0.0/10')).flat()],
    ['private addresses', blocks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16')],
    ['what reaches nobody', between('224.0.0.0', '255.255.255.255')],
    ['an IPv6 site', blocks('2001:db8::/32')],
    ['IPv6 addresses that are not global', blocks('fc00::/7', 'fe80::/10')],
  ])('%s is not', (_name, ranges) => {
    expect(coversInternet(ranges)).toBe(false);
  });
});

describe('addresses', () => {
  test.each([
    ['203.0.113.77/24', rangeBetween('203.0.113.0', '203.0.113.255', 'it')],
    ['1.2.3.4', rangeBetween('1.2.3.4', '1.2.3.4', 'it')],
    ['2001:DB8::1', rangeBetween('2001:db8:0:0:0:0:0:1', '2001:db8::1', 'it')],
  ])('%s', (text, range) => {
    expect(blockOf(text, 'it')).toEqual(range);
  });

  test.each(['', 'AzureCloud', '1.2.3', '1.2.3.256', '1.2.3.4/33', '1.2.3.4/'])('%j is malformed', (text) => {
    expect(() => blockOf(text, 'it')).toThrow(
      new MalformedError(`it is ${JSON.stringify(text)}, not an address or a block`),
    );
  });

  test.each([
    ['1.2.3.5', '1.2.3.4'],
    ['1.2.3.4', '::1'],
    ['1.2.3.4', 'AzureCloud'],
    ['', ''],
  ])('from %j to %j is malformed', (start, end) => {
    expect(() => rangeBetween(start, end, 'it')).toThrow(`it is "${start} - ${end}", not a range of addresses`);
  });
});

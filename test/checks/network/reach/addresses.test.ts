import { describe, expect, test } from 'vitest';
import { addressSet, holds, overlap, sizeOf, without } from '../../../../lib/checks/network/reach/addressSet.ts';
import { internet, isInternet } from '../../../../lib/checks/network/reach/internet.ts';
import { parseAddress, parsePrefix } from '../../../../lib/checks/network/reach/parseAddress.ts';
import { randomFrom } from './random.ts';

const range = (first: number, last: number) => ({ first: BigInt(first), last: BigInt(last) });

describe('a set of addresses', () => {
  test('joins ranges that overlap or touch, in any order', () => {
    expect(addressSet([range(20, 30), range(0, 4), range(5, 9), range(25, 40)])).toEqual([range(0, 9), range(20, 40)]);
    expect(addressSet([range(0, 9), range(2, 3)])).toEqual([range(0, 9)]);
    expect(addressSet([range(0, 4), range(6, 9)])).toHaveLength(2);
  });

  test('counts both ends', () => {
    expect(sizeOf([range(0, 0), range(5, 9)])).toBe(6n);
  });

  test('holds after each operation what each address says', () => {
    const random = randomFrom(11);
    const some = () => addressSet(Array.from({ length: random(4) }, () => rangeFrom(random(40), random(8))));
    const rangeFrom = (first: number, length: number) => range(first, first + length);
    for (let round = 0; round < 500; round += 1) {
      const [left, right] = [some(), some()];
      for (let address = 0n; address < 50n; address += 1n) {
        const [inLeft, inRight] = [holds(left, address), holds(right, address)];
        expect(holds(overlap(left, right), address)).toBe(inLeft && inRight);
        expect(holds(without(left, right), address)).toBe(inLeft && !inRight);
        expect(holds(addressSet([...left, ...right]), address)).toBe(inLeft || inRight);
      }
    }
  });
});

describe('the text of an address', () => {
  test.each([
    ['10.0.0.4', 'IPv4', 0x0a000004n],
    ['255.255.255.255', 'IPv4', 0xffffffffn],
    ['::', 'IPv6', 0n],
    ['::1', 'IPv6', 1n],
    ['fd00::4', 'IPv6', (0xfd00n << 112n) + 4n],
    ['1:2:3:4:5:6:7:8', 'IPv6', 0x00010002000300040005000600070008n],
    ['::ffff:10.0.0.4', 'IPv6', 0xffff0a000004n],
    ['2001:DB8::', 'IPv6', 0x20010db8n << 96n],
  ] as const)('%s is read', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ family, value });
  });

  test.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.04',
    '10.0.0.4.5',
    'a.b.c.d',
    ':',
    ':::',
    '1::2::3',
    '12345::',
    'true',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test.each(['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', '10.0.0.4:22', '::10.0.0'])(
    '%s is none',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );
});

describe('the text of a prefix', () => {
  test.each([
    ['10.0.0.4', 0x0a000004n, 0x0a000004n],
    ['10.0.0.7/30', 0x0a000004n, 0x0a000007n],
    ['0.0.0.0/0', 0n, 0xffffffffn],
    ['::/0', 0n, (1n << 128n) - 1n],
    ['fd00::/127', 0xfd00n << 112n, (0xfd00n << 112n) + 1n],
  ] as const)('%s is read', (text, first, last) => {
    expect(parsePrefix(text)?.range).toEqual({ first, last });
  });

  test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::/129', 'Internet', '*', '10.0.0.0/a', '10.0.0.0/08'])(
    '%s is none',
    (text) => {
      expect(parsePrefix(text)).toBeUndefined();
    },
  );
});

describe('the internet', () => {
  const setOf = (...texts: readonly string[]) => addressSet(texts.flatMap((text) => parsePrefix(text)?.range ?? []));
  const inInternet = (text: string) => holds(internet.IPv4, parseAddress(text)?.value ?? -1n);

  test.each(['8.8.8.8', '1.0.0.0', '203.0.113.7', '100.128.0.1', '223.255.255.255'])('has %s', (text) => {
    expect(inInternet(text)).toBe(true);
  });

  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.1.1',
    '127.0.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ])('lacks %s', (text) => {
    expect(inInternet(text)).toBe(false);
  });

  test.each([
    ['51.0.0.0/9', true],
    ['51.0.0.0/10', false],
    ['51.0.0.0/10,52.0.0.0/10', true],
    ['203.0.113.0/24', false],
    ['10.0.0.0/8', false],
    ['0.0.0.0/0', true],
  ] as const)('may be in %s: %s', (texts, expected) => {
    expect(isInternet(overlap(internet.IPv4, setOf(...texts.split(','))), 'IPv4')).toBe(expected);
  });

  test.each([
    ['2000::/12', true],
    ['2001::/13', false],
    ['fc00::/7', false],
    ['::/0', true],
  ] as const)('may be in %s: %s', (text, expected) => {
    expect(isInternet(overlap(internet.IPv6, setOf(text)), 'IPv6')).toBe(expected);
  });
});

import { v7 as newScanId } from 'uuid';
import { describe, expect, it } from 'vitest';
import * as keys from '../../lib/store/keys.ts';

// https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields
const isForbidden = (key: string): boolean =>
  Array.from(key).some((character) => {
    const code = character.charCodeAt(0);
    return '/\\#?'.includes(character) || code < 0x20 || (code >= 0x7f && code <= 0x9f);
  });

const nasty = [
  '/',
  '\\',
  '#',
  '?',
  '\t',
  '\n',
  '\r',
  '\u0000',
  '\u007F',
  '\u0085',
  "'",
  '~',
  '',
  'ä',
  '𝄞',
  'x'.repeat(5000),
];
const resource = (name: string): string =>
  `/subscriptions/s/resourceGroups/${name}/providers/Microsoft.Storage/storageAccounts/${name}`;

describe('a key', () => {
  it.each(nasty)('holds nothing that storage refuses, whatever it is made of: %j', (text) => {
    const made = [
      keys.findingKey('storage-tls', resource(text), text),
      keys.refusalKey('00', text, text),
      keys.idempotencyKey(text, text),
      keys.activeKey(keys.hashOf(text)),
      keys.latestKey(keys.hashOf(text)),
      keys.errorKey('00', keys.hashOf(text)),
      keys.newKey(newScanId()),
      keys.seenKey('00', 7),
      keys.partKey(keys.partName(3)),
    ];
    for (const key of made) {
      expect(isForbidden(key)).toBe(false);
      // 1 KiB in UTF-16.
      expect(key.length).toBeLessThanOrEqual(512);
    }
  });

  it('is the same in any case of a resource id, as Azure compares ids', () => {
    expect(keys.findingKey('c', resource('RG'), 'K')).toBe(keys.findingKey('c', resource('rg').toUpperCase(), 'k'));
    expect(keys.hashOf('A')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('lists newest first where it is made of an inverted scan id', () => {
    const ids = Array.from({ length: 50 }, (_, index) => newScanId({ msecs: 1_700_000_000_000 + index * 1000 }));
    const listed = ids.map(keys.newKey).toSorted();
    expect(listed).toEqual(ids.toReversed().map(keys.newKey));
    expect(keys.invert(keys.invert(ids[0] ?? ''))).toBe(ids[0]);
  });

  it('orders slices by their number', () => {
    const seen = [0, 9, 10, 99, 100, 12_345].map((seq) => keys.seenKey('00', seq));
    expect(seen.toSorted()).toEqual(seen);
  });

  it('lies in the range of its prefix, and no other check does', () => {
    const { from, to } = keys.prefixRange('finding~storage-tls~');
    const inside = (key: string) => key >= from && key < to;
    expect(inside(keys.findingKey('storage-tls', 'x', ''))).toBe(true);
    expect(inside(keys.findingKey('storage-tls-more', 'x', ''))).toBe(false);
    expect(inside(keys.findingKey('storage-tl', 'x', ''))).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { checkRanges, pageRanges, type Counted } from '../../lib/scan/pageRanges.ts';
import { findingKey, prefixRange } from '../../lib/store/keys.ts';
import type { Range } from '../../lib/store/table.ts';

const counted = (rows: Readonly<Record<string, number>>): readonly Counted[] =>
  Object.entries(rows).map(([check, count]) => ({ prefix: `finding~${check}~`, rows: count }));

const keysOf = (check: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => findingKey(check, `/resources/${String(index)}`, ''));

const holds = ({ from, to }: Range, key: string): boolean => from <= key && key < to;

/** How many of the keys each range holds; each key lies in one range alone. */
function spread(ranges: readonly Range[], keys: readonly string[]): readonly number[] {
  for (const key of keys) expect(ranges.filter((range) => holds(range, key))).toHaveLength(1);
  return ranges.map((range) => keys.filter((key) => holds(range, key)).length);
}

function expectTouching(ranges: readonly Range[]): void {
  expect(ranges.slice(1).map(({ from }) => from)).toEqual(ranges.slice(0, -1).map(({ to }) => to));
  for (const { from, to } of ranges) expect(from < to).toBe(true);
}

// One id begins like another: `a-b~` sorts after `a-b-c~`.
const mixed = { 'a-b': 300, 'a-b-c': 2_500, 'a-c': 40, z: 900 };

it('covers every key with a prefix once, in order, whatever was counted', () => {
  const ranges = pageRanges('finding~', counted(mixed));
  const { from, to } = prefixRange('finding~');
  expect([ranges[0]?.from, ranges.at(-1)?.to]).toEqual([from, to]);
  expectTouching(ranges);
  const keys = Object.entries(mixed).flatMap(([check, count]) => keysOf(check, count));
  const uncounted = ['a', 'a-b-b', 'zz'].flatMap((check) => keysOf(check, 3));
  spread(ranges, [...keys, ...uncounted]);
});

it('holds about a page in each range, few checks together and many rows of one apart', () => {
  const few = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`c${String(index)}`, 100]));
  const rows = { ...few, large: 10_000 };
  const keys = Object.entries(rows).flatMap(([check, count]) => keysOf(check, count));
  const counts = spread(pageRanges('finding~', counted(rows)), keys);
  expect(Math.max(...counts)).toBeLessThanOrEqual(1_000);
  expect(counts.length).toBeLessThan(25);
});

it('is one range where nothing was counted', () => {
  const { from, to } = prefixRange('finding~');
  expect(pageRanges('finding~', [])).toMatchObject([{ from, to }]);
});

it('holds the keys of chosen checks and no others', () => {
  const ranges = checkRanges(counted({ z: 900, 'a-b': 300, 'a-c': 1_700 }));
  const keys = [...keysOf('a-b', 300), ...keysOf('a-c', 1_700), ...keysOf('z', 900)];
  const counts = spread(ranges, keys);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(keys.length);
  expect(ranges.map(({ from }) => from)).toEqual(ranges.map(({ from }) => from).sort());
  for (const other of keysOf('a-b-c', 5)) expect(ranges.some((range) => holds(range, other))).toBe(false);
  for (const [index, { expected = 0 }] of ranges.entries()) expect(counts[index]).toBeGreaterThan(expected * 0.8);
});

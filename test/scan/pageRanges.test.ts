import { expect, it } from 'vitest';
import { checkRanges, pageRanges, type Counted } from '../../lib/scan/pageRanges.ts';
import { findingKey, prefixRange } from '../../lib/store/keys.ts';
import type { Range } from '../../lib/store/table.ts';

const counted = (rows: Readonly<Record<string, number>>): readonly Counted[] =>
  Object.entries(rows).map(([checkId, count]) => ({ checkId, rows: count }));

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
  const ranges = pageRanges('finding', counted(mixed));
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
  const counts = spread(pageRanges('finding', counted(rows)), keys);
  expect(Math.max(...counts)).toBeLessThanOrEqual(1_000);
  expect(counts.length).toBeLessThan(25);
});

it('is one range where nothing was counted', () => {
  const { from, to } = prefixRange('finding~');
  expect(pageRanges('finding', [])).toMatchObject([{ from, to }]);
});

/** The checks that a range lets through; undefined: whatever lies in it. */
const named = ({ filter }: Range): readonly string[] | undefined =>
  filter?.split(' or ').map((clause) => /^checkId eq '(.+)'$/.exec(clause)?.[1] ?? '');

const answers = (range: Range, check: string, key: string): boolean =>
  holds(range, key) && (named(range)?.includes(check) ?? true);

it('asks for the keys of chosen checks and no others, in order', () => {
  const rows = { 'a-b': 300, 'a-b-c': 50, 'a-c': 1_700, f: 40, z: 900 };
  const chosen = new Set(['z', 'a-b', 'a-c', 'f']);
  const ranges = checkRanges('finding', counted(rows), chosen);
  for (const [check, count] of Object.entries(rows)) {
    for (const key of keysOf(check, count)) {
      const asked = ranges.filter((range) => answers(range, check, key));
      expect(asked).toHaveLength(chosen.has(check) ? 1 : 0);
    }
  }
  expect(ranges.map(({ from }) => from)).toEqual(ranges.map(({ from }) => from).sort());
  for (const [index, { from }] of ranges.slice(1).entries()) expect((ranges[index]?.to ?? '') <= from).toBe(true);
});

it('asks for checks of few findings together, over few findings of others', () => {
  const ask = (rows: Readonly<Record<string, number>>, ...chosen: readonly string[]) =>
    checkRanges('passed', counted(rows), new Set(chosen)).map(named);
  expect(ask({ a: 10, b: 20, c: 30 }, 'c', 'a')).toEqual([['a', 'c']]);
  expect(ask({ a: 10, b: 500, c: 30, d: 70 }, 'a', 'c', 'd')).toEqual([['a', 'c', 'd']]);
  // What lies between would be read for nothing.
  expect(ask({ a: 10, b: 2_000, c: 30 }, 'a', 'c')).toEqual([undefined, undefined]);
  expect(ask({ a: 10, b: 700, c: 30, d: 70, e: 1 }, 'a', 'c', 'd', 'e')).toEqual([
    ['a', 'c'],
    ['d', 'e'],
  ]);
});

it('names no more checks than a filter takes', () => {
  const ids = Array.from({ length: 25 }, (_, index) => `c${String(index).padStart(2, '0')}`);
  const ranges = checkRanges('finding', counted(Object.fromEntries(ids.map((id) => [id, 1]))), new Set(ids));
  expect(ranges.map((range) => named(range)?.length)).toEqual([10, 10, 5]);
  expect(ranges.flatMap((range) => named(range) ?? [])).toEqual(ids);
});

it('tells how many rows each range of chosen checks holds', () => {
  const rows = { a: 10, b: 20, c: 1_700 };
  expect(checkRanges('finding', counted(rows), new Set(['a', 'c'])).map(({ expected }) => expected)).toEqual([
    10,
    ...Array<number>(3).fill(1_700 / 3),
  ]);
  expect(checkRanges('finding', counted(rows), new Set(['a', 'b'])).map(({ expected }) => expected)).toEqual([30]);
});

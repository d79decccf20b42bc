import { expect, it } from 'vitest';
import { mergePairs, type Keyed } from '../../lib/scan/mergePairs.ts';
import { readSeen } from '../../lib/scan/seen.ts';
import { hashOf, seenKey } from '../../lib/store/keys.ts';
import type { Stored, Table } from '../../lib/store/table.ts';

const rows = (keys: readonly string[]): readonly Keyed[] => keys.map((key) => ({ key }));

async function* source(keys: readonly string[]): AsyncGenerator<Keyed, void, undefined> {
  for (const row of rows(keys)) yield await Promise.resolve(row);
}

async function merged(...sources: readonly (readonly string[])[]) {
  const pairs: unknown[] = [];
  for await (const { pair, checkId, resourceHash, rows: found } of mergePairs(sources.map(source))) {
    expect(pair).toBe(`${checkId}~${resourceHash}`);
    pairs.push([pair, ...found.map((some) => some.map(({ key }) => key.slice(pair.length + 1)).join(''))]);
  }
  return pairs;
}

it('brings together what belongs to one check and resource, in key order', async () => {
  expect(await merged(['a~1~x', 'a~1~y', 'b~1~x'], ['a~1~y', 'a~2~x'], ['b~1~z'])).toEqual([
    ['a~1', 'xy', 'y', ''],
    ['a~2', '', 'x', ''],
    ['b~1', 'x', '', 'z'],
  ]);
});

it('takes empty sources, one source and none', async () => {
  expect(await merged()).toEqual([]);
  expect(await merged([], [])).toEqual([]);
  expect(await merged(['a~1~x'])).toEqual([['a~1', 'x']]);
  expect(await merged([], ['a~1~x'], [])).toEqual([['a~1', '', 'x', '']]);
});

it('keeps the order of keys where the id of a check begins another', async () => {
  // As the table sorts them: - stands before ~.
  const keys = ['test-a-b~1~x', 'test-a~1~x'];
  expect(keys).toEqual(keys.toSorted());
  expect(await merged(keys, ['test-a-b~1~y', 'test-a~1~y'])).toEqual([
    ['test-a-b~1', 'x', 'y'],
    ['test-a~1', 'x', 'y'],
  ]);
});

it('reads no further than the pair that it gives', async () => {
  let read = 0;
  async function* counting(): AsyncGenerator<Keyed, void, undefined> {
    for (let index = 0; index < 100; index += 1) {
      read += 1;
      yield await Promise.resolve({ key: `a~${String(index).padStart(3, '0')}~x` });
    }
  }
  const pairs = mergePairs([counting()]);
  await pairs.next();
  expect(read).toBe(2);
});

it('gives on what a source throws', async () => {
  async function* broken(): AsyncGenerator<Keyed, void, undefined> {
    yield await Promise.resolve({ key: 'a~1~x' });
    throw new Error('The table is away.');
  }
  const all = async () => {
    for await (const _pair of mergePairs([broken()]));
  };
  await expect(all()).rejects.toThrow('away');
});

/** A table of which only the rows noted as seen are asked for. */
function seenTable(slices: readonly (readonly string[])[]): Table {
  const stored = slices.map((ids, seq): Stored => ({
    rowKey: seenKey('00', seq),
    etag: '',
    timestamp: new Date(0),
    properties: { hashes: Buffer.from(ids.map(hashOf).join(''), 'hex').toString('base64') },
  }));
  const unused = () => Promise.reject(new Error('not asked for'));
  return {
    get: unused,
    write: unused,
    remove: unused,
    page: unused,
    async *rows() {
      for (const row of stored) yield await Promise.resolve(row);
    },
    now: () => new Date(0),
  };
}

it.each([0, 1, 2, 1023, 1024, 1025, 5000])('knows %i resources that were seen, and no other', async (count) => {
  const ids = Array.from({ length: count }, (_, index) => `/subscriptions/s/r/${String(index)}`);
  const slices = [ids.slice(0, 100), ids.slice(100, 101), ids.slice(101)].filter((slice) => slice.length > 0);
  const { has: seen, count: found } = await readSeen(seenTable(slices), 'scan');
  expect(found).toBe(count);
  expect(ids.filter((id) => !seen(hashOf(id)))).toEqual([]);
  expect(seen(hashOf('/SUBSCRIPTIONS/S/R/0'))).toBe(count > 0);
  const others = Array.from({ length: 1000 }, (_, index) => `/subscriptions/t/r/${String(index)}`);
  expect(others.filter((id) => seen(hashOf(id)))).toEqual([]);
  expect([seen('0'.repeat(32)), seen('f'.repeat(32))]).toEqual([false, false]);
});

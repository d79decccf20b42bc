import { expect, it } from 'vitest';
import { collect } from '../../lib/scan/listing.ts';
import type { Range, Stored, Table } from '../../lib/store/table.ts';

const notAsked = () => Promise.reject(new Error('not asked for'));

/** A table with some rows in each range, and the ranges in the order in which they were asked for. */
function countingTable(rows: readonly number[]) {
  const begun: number[] = [];
  async function* rowsOf(_partition: string, { from }: Range): AsyncGenerator<Stored> {
    const range = Number(from);
    begun.push(range);
    for (let row = 0; row < (rows[range] ?? 0); row += 1) {
      const rowKey = `${from}~${String(row)}`;
      yield await Promise.resolve({ rowKey, etag: '', timestamp: new Date(0), properties: {} });
    }
  }
  const table: Table = {
    get: notAsked,
    write: notAsked,
    remove: notAsked,
    page: notAsked,
    rows: rowsOf,
    now: () => new Date(0),
  };
  return { table, begun };
}

const ranges = (count: number, expected?: number): readonly Range[] =>
  Array.from({ length: count }, (_, index) => ({
    from: String(index),
    to: String(index + 1),
    ...(expected !== undefined && { expected }),
  }));

const keysOf = (rows: readonly number[]): readonly string[] =>
  rows.flatMap((count, range) => Array.from({ length: count }, (_, row) => `${String(range)}~${String(row)}`));

it('asks at once for as many ranges as a page is expected to take, and for no more', async () => {
  const rows = Array<number>(40).fill(10);
  const { table, begun } = countingTable(rows);
  const page = await collect(table, 'p', ranges(40, 10), 25, ({ rowKey }) => rowKey);
  expect(page).toEqual({ value: keysOf(rows).slice(0, 25), next: '2~4' });
  expect(begun).toEqual([0, 1, 2]);
});

it('goes on where ranges hold less than expected, in their order', async () => {
  const rows = [0, 2, 0, 0, 3, 10];
  const { table, begun } = countingTable(rows);
  expect(await collect(table, 'p', ranges(6, 10), 12, ({ rowKey }) => rowKey)).toEqual({
    value: keysOf(rows).slice(0, 12),
    next: '5~6',
  });
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});

it('asks for sixteen at once where nobody knows what they hold', async () => {
  const { table, begun } = countingTable([1, ...Array<number>(30).fill(0)]);
  let seen = 0;
  const page = await collect(table, 'p', ranges(31), 25, ({ rowKey }) => {
    seen = begun.length;
    return rowKey;
  });
  expect(seen).toBe(16);
  expect(begun).toHaveLength(31);
  expect(page).toEqual({ value: ['0~0'], next: null });
});

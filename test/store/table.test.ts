import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../lib/store/openStore.ts';
import { prefixRange } from '../../lib/store/keys.ts';
import {
  largestTransaction,
  mostWrites,
  openTable,
  StoreError,
  weigh,
  type Table,
  type Write,
} from '../../lib/store/table.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';

let storage: TestStorage;
let connection = '';
let table: Table;
beforeAll(async () => {
  storage = await startStorage();
  connection = storage.newAccount();
  table = (await openStore({ connectionString: connection })).scans;
});
afterAll(() => storage.stop());

const insert = (rowKey: string, properties: Readonly<Record<string, string | number | boolean>> = {}): Write => ({
  kind: 'insert',
  rowKey,
  properties,
});
const many = (count: number, prefix = 'row'): readonly Write[] =>
  Array.from({ length: count }, (_, index) => insert(`${prefix}~${String(index).padStart(5, '0')}`, { index }));

async function etagOf(partition: string, rowKey: string): Promise<string> {
  return (await table.get(partition, rowKey))?.etag ?? '';
}

describe('a row', () => {
  it('comes back as it was written: texts of any length, numbers, booleans', async () => {
    const properties = { text: `${'𝄞'.repeat(50_000)}\u0000"\\`, count: 7, share: 0.5, whole: true, empty: '' };
    await table.write('whole', [insert('r', properties)]);
    const row = await table.get('whole', 'r');
    expect(row?.properties).toEqual(properties);
    expect(row?.rowKey).toBe('r');
    expect(Math.abs((row?.timestamp.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('is undefined where there is none', async () => {
    expect(await table.get('nothing', 'r')).toBeUndefined();
    expect(await table.page('nothing', prefixRange(''))).toEqual({ rows: [], next: null });
  });

  it('is removed only by the ETag it has, and removing what is gone is no fault', async () => {
    await table.write('removed', [insert('r')]);
    const etag = await etagOf('removed', 'r');
    await table.write('removed', [{ kind: 'merge', rowKey: 'r', etag: '*', properties: { changed: true } }]);
    expect(await table.remove('removed', 'r', etag)).toBe(false);
    expect(await table.remove('removed', 'r', await etagOf('removed', 'r'))).toBe(true);
    expect(await table.remove('removed', 'r', etag)).toBe(true);
  });

  it('takes a text that looks like a condition for a text', async () => {
    const partition = "a' or PartitionKey ne 'a";
    await table.write(partition, [insert("o'clock")]);
    const { rows } = await table.page(partition, prefixRange("o'"));
    expect(rows.map(({ rowKey }) => rowKey)).toEqual(["o'clock"]);
    expect((await table.page('other', prefixRange(''))).rows).toEqual([]);
  });
});

describe('a transaction', () => {
  it('is written whole or not at all: one stale ETag among a hundred rows', async () => {
    await table.write('atomic', [insert('guard')]);
    const stale = await etagOf('atomic', 'guard');
    await table.write('atomic', [{ kind: 'merge', rowKey: 'guard', etag: '*', properties: { owner: 'another' } }]);
    const guard: Write = { kind: 'replace', rowKey: 'guard', etag: stale, properties: {} };
    expect(await table.write('atomic', [guard, ...many(99)])).toEqual({ state: 'conflict' });
    expect((await table.page('atomic', prefixRange('row~'))).rows).toEqual([]);
    const fresh: Write = { ...guard, etag: await etagOf('atomic', 'guard') };
    expect(await table.write('atomic', [fresh, ...many(99)])).toMatchObject({ state: 'written' });
    expect((await table.page('atomic', prefixRange('row~'))).rows).toHaveLength(99);
  });

  const conflicts: readonly (readonly [string, Write])[] = [
    ['inserts what is there', insert('there')],
    ['replaces what is not there', { kind: 'replace', rowKey: 'gone', etag: '*', properties: {} }],
    ['merges into what is not there', { kind: 'merge', rowKey: 'gone', etag: '*', properties: {} }],
    ['deletes what is not there', { kind: 'delete', rowKey: 'gone' }],
  ];
  it.each(conflicts)('is a conflict where it %s', async (_case, write) => {
    await table.write('conflicts', [{ kind: 'upsert', rowKey: 'there', properties: {} }]);
    expect(await table.write('conflicts', [write])).toEqual({ state: 'conflict' });
  });

  it('gives the ETag of each row, which guards the next write', async () => {
    const written = await table.write('etags', [insert('a'), insert('b')]);
    const etag = written.state === 'written' ? (written.etags.get('b') ?? '') : '';
    expect(etag).toBe(await etagOf('etags', 'b'));
    expect(await table.write('etags', [{ kind: 'replace', rowKey: 'b', etag, properties: { n: 1 } }])).toMatchObject({
      state: 'written',
    });
    expect(await table.write('etags', [{ kind: 'replace', rowKey: 'b', etag, properties: { n: 2 } }])).toEqual({
      state: 'conflict',
    });
  });

  it('of more than 100 rows is refused before it is sent', async () => {
    expect(await table.write('size', many(mostWrites))).toMatchObject({ state: 'written' });
    await expect(table.write('size', many(mostWrites + 1, 'other'))).rejects.toThrow(RangeError);
  });

  it('of more than 4 MiB is refused before it is sent', async () => {
    const large = (count: number): readonly Write[] =>
      many(count).map((write) => ({ ...write, kind: 'upsert', properties: { text: 'x'.repeat(400_000) } }));
    expect(weigh(large(8))).toBeLessThan(largestTransaction);
    expect(await table.write('weight', large(8))).toMatchObject({ state: 'written' });
    expect(weigh(large(10))).toBeGreaterThan(largestTransaction);
    await expect(table.write('weight', large(10))).rejects.toThrow(RangeError);
  });

  it('weighs bytes, not characters', () => {
    const of = (text: string) => weigh([insert('r', { text })]);
    expect(of('ä'.repeat(1000)) - of('a'.repeat(1000))).toBe(1000);
    expect(of('"'.repeat(1000)) - of('a'.repeat(1000))).toBe(1000);
  });
});

describe('a range', () => {
  it('comes page by page in the order of keys, after the key where the last one ended', async () => {
    for (let at = 0; at < 3; at += 1) await table.write('range', many(90, `p${String(at)}`));
    const keys: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { rows, next } = await table.page('range', {
        ...prefixRange('p'),
        top: 37,
        ...(after !== undefined && { after }),
      });
      expect(rows.length).toBeLessThanOrEqual(37);
      keys.push(...rows.map(({ rowKey }) => rowKey));
      if (next === null) break;
      after = next;
    }
    expect(keys).toHaveLength(270);
    expect(keys).toEqual(keys.toSorted());
    const inRange: string[] = [];
    for await (const { rowKey } of table.rows('range', { ...prefixRange('p1'), top: 8 })) inRange.push(rowKey);
    expect(inRange).toEqual(keys.filter((key) => key.startsWith('p1')));
  });

  it('keeps to its filter', async () => {
    await table.write('filter', many(20));
    const { rows } = await table.page('filter', { ...prefixRange('row~'), filter: 'index lt 3 or index eq 7' });
    expect(rows.map(({ properties }) => properties['index'])).toEqual([0, 1, 2, 7]);
  });
});

describe('storage that is broken', () => {
  it('is an error where the table does not exist, never a missing row', async () => {
    const absent = openTable(TableClient.fromConnectionString(connection, 'absent', { allowInsecureConnection: true }));
    await expect(absent.get('p', 'r')).rejects.toThrow(StoreError);
    await expect(absent.write('p', [insert('r')])).rejects.toThrow(StoreError);
    await expect(absent.page('p', prefixRange(''))).rejects.toThrow(StoreError);
    await expect(absent.remove('p', 'r', '*')).rejects.toThrow(StoreError);
  });

  it('says what was attempted and keeps what failed', async () => {
    const absent = openTable(TableClient.fromConnectionString(connection, 'absent', { allowInsecureConnection: true }));
    const error = await absent.get('p', 'r').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'StoreError', code: 'storage' });
    expect(String(error)).toContain('reading r of p');
    expect(error instanceof Error && error.cause).toBeInstanceOf(Error);
  });

  it('opens twice, also where everything exists', async () => {
    await expect(openStore({ connectionString: connection })).resolves.toBeDefined();
  });
});

it('tells the time of the service, not of this machine', async () => {
  await table.get('p', 'r');
  expect(Math.abs(table.now().getTime() - Date.now())).toBeLessThan(2000);
});

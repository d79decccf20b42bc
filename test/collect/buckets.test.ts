import { describe, expect, it } from 'vitest';
import { account, accounts, queryOf, storage, subscription, topOf } from './support/graph.ts';
import { idsOf, open, storageOnly, walk } from './support/walkPart.ts';
import { having } from './support/matchers.ts';

describe('where Resource Graph refuses strcmp', () => {
  it.each([
    [999, 1],
    [2400, 5],
    [10_000, 15],
  ])('%i rows take %i calls, each row once', async (count, calls) => {
    const { azure, collector } = await open({ rows: () => accounts(count), refuseStrcmp: true });
    const { ids, listed } = await walk(collector, storageOnly);
    expect(ids.toSorted()).toEqual(idsOf(accounts(count)));
    expect(listed).toBe(count);
    // One full page, one refusal, then a call a bucket.
    expect(azure.calls).toHaveLength(calls);
    expect(calls + 1).toBeLessThanOrEqual(Math.ceil(count / 800) + 3);
  });

  it('halves a bucket that grew beyond a page', async () => {
    let held = accounts(1001);
    const { azure, collector } = await open({ rows: () => held, refuseStrcmp: true });
    const first = await collector.page(storageOnly, null, 1000);
    held = accounts(5000);
    const rest = await walk(collector, storageOnly, 1000, first.next);
    expect([...first.items.map(({ found }) => found.id), ...rest.ids].toSorted()).toEqual(idsOf(held));
    expect(azure.calls.map(queryOf).some((query) => query.includes('% 8 =='))).toBe(true);
  });

  it('turns to buckets too where the order is not that of ids', async () => {
    const rows = accounts(50).toReversed();
    const { collector } = await open({ rows: () => rows, unordered: true });
    const { ids, listed } = await walk(collector, storageOnly);
    expect([ids, listed]).toEqual([idsOf(accounts(50)), 50]);
  });
});

describe.each([
  ['by keyset', false],
  ['by buckets', true],
])('answers that are too large, %s', (_name, refuseStrcmp) => {
  const big = (name: string, size: number) => account(name, { properties: { text: 'x'.repeat(size) } });

  it('are asked for again in smaller pages', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => big(`a${String(index).padStart(2, '0')}`, 3000));
    const { azure, collector } = await open({ rows: () => rows, refuseStrcmp, largestAnswer: 20_000 });
    const { ids, listed } = await walk(collector, storageOnly);
    expect(ids.toSorted()).toEqual(idsOf(rows));
    expect(listed).toBe(30);
    if (!refuseStrcmp) expect(azure.calls.map(topOf).filter((top) => top === 1000).length).toBeGreaterThan(1);
  });

  it('step over the one row that is too large, and name it', async () => {
    const rows = [...accounts(5), big('huge', 30_000), ...accounts(12).slice(5), big('zz', 30_000)];
    const { collector } = await open({ rows: () => rows, refuseStrcmp, largestAnswer: 20_000 });
    const { pages, ids, listed } = await walk(collector, storageOnly);
    expect(ids.toSorted()).toEqual(idsOf(rows).toSorted());
    expect(listed).toBe(14);
    const found = pages.flatMap(({ items }) => items.map((item) => item.found));
    const oversized = found.filter((row) => 'unread' in row).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(oversized).toEqual(
      ['huge', 'zz'].map((name) => ({
        subscriptionId: subscription,
        type: storage,
        id: account(name)['id'],
        unread: having({ reason: 'tooMany' }),
      })),
    );
  });
});

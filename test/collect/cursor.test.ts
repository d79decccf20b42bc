import { describe, expect, it } from 'vitest';
import type { Page } from '../../lib/collect/collector.ts';
import { account, accounts, queryOf } from './support/graph.ts';
import { idsOf, open, part, storageOnly, theSubscription, walk } from './support/walkPart.ts';

describe.each([
  ['by keyset', {}],
  ['by buckets', { refuseStrcmp: true }],
])('every cursor, %s', (_name, choices) => {
  const rows = [...accounts(2100), account('noid', { id: null })];

  it('continues exactly after its item, with any top', async () => {
    const { collector } = await open({ rows: () => rows, ...choices });
    const { pages, ids } = await walk(collector, storageOnly);
    expect(new Set(ids)).toEqual(new Set([...idsOf(accounts(2100)), '']));
    expect(ids).toHaveLength(2101);
    const items = pages.flatMap((page) => page.items);
    for (const [at, top] of [
      [0, 1000],
      [1, 10],
      [500, 1000],
      [999, 1],
      [1000, 100],
      [1500, 7],
      [2099, 1],
      [2100, 1000],
    ] as const) {
      const cursor = items[at]?.cursor ?? '';
      const page = await collector.page(storageOnly, cursor, top);
      const seen = new Set(items.slice(0, at + 1).map(({ found }) => found.id));
      expect(page.items.length).toBeLessThanOrEqual(top);
      expect(page.items.some(({ found }) => seen.has(found.id))).toBe(false);
      const rest = await walk(collector, storageOnly, 1000, cursor);
      expect(new Set([...seen, ...rest.ids]).size).toBe(2101);
      expect(rest.ids).toHaveLength(2100 - at);
      expect(rest.listed).toBe(0);
    }
  }, 30_000);

  it('loses and repeats nothing when the top changes at every page', async () => {
    const { collector } = await open({ rows: () => accounts(1300), ...choices });
    const ids: string[] = [];
    const tops = [1000, 100, 10, 1, 1, 10, 1000];
    let cursor: string | null = null;
    for (let turn = 0; turn === 0 || cursor !== null; turn += 1) {
      const page: Page = await collector.page(storageOnly, cursor, tops[turn % tops.length] ?? 1000);
      // A crash in the middle of a page: the rest comes again from the cursor of the last item that was kept.
      const kept = turn % 3 === 1 ? page.items.slice(0, Math.ceil(page.items.length / 2)) : page.items;
      ids.push(...kept.map(({ found }) => found.id));
      cursor = kept.length === page.items.length ? page.next : (kept.at(-1)?.cursor ?? null);
    }
    expect(ids.toSorted()).toEqual(idsOf(accounts(1300)));
  }, 30_000);

  it('can be peeked at without content', async () => {
    const { azure, collector } = await open({ rows: () => accounts(1200), ...choices });
    const first = await collector.page(storageOnly, null, 1000);
    const cursor = first.items.at(-1)?.cursor ?? '';
    const peeked = await collector.peek(storageOnly, cursor);
    const [next] = (await collector.page(storageOnly, cursor, 1)).items;
    // Whoever is blamed by a peek is the row that a page of one would bring.
    expect(peeked?.id).toBe(next?.found.id);
    expect(peeked?.cursor).toBe(next?.cursor);
    const rest = await walk(collector, storageOnly, 1000, peeked?.cursor ?? null);
    expect(rest.ids).toHaveLength(199);
    expect(azure.calls.map(queryOf).some((query) => query.endsWith('| project k, id, type, subscriptionId'))).toBe(
      true,
    );
  });
});

describe('peek', () => {
  it('crosses from the subscriptions to the resources and ends with null', async () => {
    const { collector } = await open({ rows: () => [theSubscription, account('a'), account('x', { id: '' })] });
    const ids: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const peeked: { id: string; cursor: string } | null = await collector.peek(part, cursor);
      if (peeked === null) break;
      ids.push(peeked.id);
      cursor = peeked.cursor;
    }
    expect(ids).toEqual([theSubscription.id, '', account('a')['id']]);
  });

  it('at the start of a listing leaves it to the next page to say how many rows there are', async () => {
    const { collector } = await open({ rows: () => accounts(5) });
    const peeked = await collector.peek(storageOnly, null);
    expect((await collector.page(storageOnly, peeked?.cursor ?? '', 1000)).listed).toBe(4);
  });

  it('costs no call at the end of the part', async () => {
    const { azure, collector } = await open({ rows: () => accounts(1) });
    const page = await collector.page(storageOnly, null, 1000);
    expect(await collector.peek(storageOnly, page.items[0]?.cursor ?? '')).toBeNull();
    expect(azure.calls).toHaveLength(1);
  });
});

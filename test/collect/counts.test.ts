import { describe, expect, it } from 'vitest';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer } from './support/fakeAzure.ts';
import { accounts, graph, queryOf, storage, subscription } from './support/graph.ts';
import { idsOf, part, theSubscription, walk } from './support/walkPart.ts';

describe('counts', () => {
  const counting =
    (data: unknown): Answer =>
    (call) =>
      call.path.endsWith('resources') ? { body: { data, totalRecords: 1 } } : refuse(404, 'NotFound');

  it('by type are one query a group of subscriptions, added up', async () => {
    const rows = [
      { type: 'A/b', count_: 2 },
      { type: 'a/B', count_: 3 },
      { type: 'c/d', count_: 1 },
      null,
      { type: null, count_: 7 },
      { type: 'e/f', count_: '8' },
    ];
    const azure = await startFakeAzure(counting(rows));
    const subscriptions = Array.from({ length: 251 }, (_, index) => `s${String(index)}`);
    const counted = await collectorAt(azure).countByType({ subscriptions, resourceGroups: [], types: [storage] });
    expect(counted).toEqual([
      { type: 'a/b', count: 10 },
      { type: 'c/d', count: 2 },
    ]);
    expect(azure.calls.map(queryOf)).toEqual(Array(2).fill('resources | summarize count() by type'));
  });

  it('by type keep to the resource groups in scope', async () => {
    const azure = await startFakeAzure(counting([]));
    const resourceGroups = [`/subscriptions/${subscription}/resourceGroups/g`];
    await collectorAt(azure).countByType({ subscriptions: [subscription], resourceGroups, types: [] });
    expect(azure.calls.map(queryOf)).toEqual([
      `resources | where (subscriptionId =~ '${subscription}' and resourceGroup in~ ('g')) | summarize count() by type`,
    ]);
  });

  it('by subscription have the keys that were asked for, and none for those not answered', async () => {
    const azure = await startFakeAzure(counting([{ subscriptionId: 'aa', count_: 5 }]));
    expect(await collectorAt(azure).countBySubscription(['AA', 'bb'])).toEqual(new Map([['AA', 5]]));
  });
});

describe('the whole inventory of a part', () => {
  it.each([0, 1, 1000, 1001, 3000, 4000].flatMap((count) => [[count, false] as const, [count, true] as const]))(
    'of %i rows stays within its calls (strcmp refused: %s)',
    async (count, refuseStrcmp) => {
      const listing = graph({ rows: () => [theSubscription, ...accounts(count)], refuseStrcmp });
      const azure = await startFakeAzure((call, index) =>
        queryOf(call).includes('summarize')
          ? { body: { data: [{ type: storage, count_: count }], totalRecords: 1 } }
          : listing(call, index),
      );
      const collector = collectorAt(azure);
      await collector.countByType(part);
      const { ids, listed } = await walk(collector);
      expect(ids.toSorted()).toEqual(idsOf([theSubscription, ...accounts(count)]));
      expect(listed).toBe(count + 1);
      expect(azure.calls.length).toBeLessThanOrEqual(Math.ceil((count + 1) / (refuseStrcmp ? 800 : 1000)) + 3);
    },
  );
});

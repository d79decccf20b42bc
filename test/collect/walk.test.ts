import { describe, expect, it } from 'vitest';
import { collectorAt, startFakeAzure } from './support/fakeAzure.ts';
import { account, accounts, queryOf, storage, subscription } from './support/graph.ts';
import { containers, idsOf, open, part, storageOnly, theSubscription, walk } from './support/walkPart.ts';

describe('a listing', () => {
  it('returns the subscriptions first, then the resources in the order of their ids', async () => {
    const rows = [theSubscription, ...accounts(3).toReversed()];
    const { azure, collector } = await open({ rows: () => rows });
    const { pages, ids, listed } = await walk(collector);
    expect(ids).toEqual([theSubscription.id, ...idsOf(accounts(3))]);
    expect(pages.map((page) => page.listed)).toEqual([1, 3]);
    expect(listed).toBe(4);
    expect(azure.calls.map(queryOf)).toEqual([
      "resourcecontainers | where type in~ ('microsoft.resources/subscriptions') | extend k = tolower(id) | order by k asc",
      "resources | where type in~ ('microsoft.storage/storageaccounts') | extend k = tolower(id) | order by k asc",
    ]);
    expect(azure.calls[0]?.body).toMatchObject({
      subscriptions: [subscription],
      options: { $top: 1000, resultFormat: 'objectArray' },
    });
  });

  it('tells subjects by what Azure wrote and leaves out its own column', async () => {
    const row = account('A', { type: 'Microsoft.Storage/StorageAccounts', location: null, properties: null });
    const { collector } = await open({ rows: () => [row] });
    const { pages } = await walk(collector, storageOnly);
    expect(pages[0]?.items[0]?.found).toEqual({
      id: row['id'],
      type: storage,
      name: 'A',
      subscriptionId: subscription,
      resourceGroup: 'group',
      location: '',
      row,
      origin: 'resourceGraph',
    });
  });

  it.each([
    [0, 2],
    [1, 2],
    [1000, 2],
    [1001, 3],
    [2500, 4],
  ])('of %i rows takes %i calls', async (count, calls) => {
    const rows = [theSubscription, ...accounts(count)];
    const { azure, collector } = await open({ rows: () => rows });
    const { ids, listed } = await walk(collector);
    expect(ids).toHaveLength(count + 1);
    expect(new Set(ids).size).toBe(count + 1);
    expect(listed).toBe(count + 1);
    expect(azure.calls).toHaveLength(calls);
  });

  it('asks nothing about types that are not in scope', async () => {
    const { azure, collector } = await open({});
    await walk(collector, { ...part, types: [containers] });
    await walk(collector, { ...part, types: [] });
    expect(azure.calls.map(queryOf).map((query) => query.split(' ')[0])).toEqual(['resourcecontainers']);
  });

  it('filters by resource group within its own subscription', async () => {
    const { azure, collector } = await open({});
    await walk(collector, {
      ...storageOnly,
      subscriptions: [subscription, 'other'],
      resourceGroups: [
        `/subscriptions/${subscription}/resourceGroups/it's`,
        '/subscriptions/OTHER/resourceGroups/b\\c',
      ],
    });
    expect(azure.calls.map(queryOf)[0]).toContain(
      `where (subscriptionId =~ '${subscription}' and resourceGroup in~ ('it\\'s')) or (subscriptionId =~ 'other' and resourceGroup in~ ('b\\\\c'))`,
    );
  });

  it('asks for at most 250 subscriptions at a time', async () => {
    const subscriptions = Array.from({ length: 501 }, (_, index) => `s${String(index)}`);
    const { azure, collector } = await open({ rows: () => accounts(2) });
    const { listed } = await walk(collector, { ...storageOnly, subscriptions });
    expect(azure.calls.map(({ body }) => body)).toMatchObject([
      { subscriptions: subscriptions.slice(0, 250) },
      { subscriptions: subscriptions.slice(250, 500) },
      { subscriptions: subscriptions.slice(500) },
    ]);
    expect(listed).toBe(6);
  });

  it('goes on after ids with quotes and backslashes', async () => {
    const rows = [account("a'b"), account('c\\d'), account("e\\'f")];
    const { collector } = await open({ rows: () => rows });
    const { ids } = await walk(collector, storageOnly, 1);
    expect(ids).toEqual(idsOf(rows));
  });

  it('drops repeats, in other case too', async () => {
    const rows = [account('aa'), account('AA'), account('ab'), account('ab')];
    const { collector } = await open({ rows: () => rows });
    for (const top of [1000, 2, 1]) {
      const { ids } = await walk(collector, storageOnly, top);
      expect(ids.map((id) => id.toLowerCase())).toEqual(
        idsOf([account('aa'), account('ab')]).map((id) => String(id).toLowerCase()),
      );
    }
  });

  it('does not count the repeats of its first page', async () => {
    const rows = [account('aa'), account('AA'), account('ab'), account('noid', { id: '' })];
    const { collector } = await open({ rows: () => rows });
    expect((await walk(collector, storageOnly)).listed).toBe(3);
  });

  it('does not return a row again whose id changes case between two pages', async () => {
    let queries = 0;
    const rows = () => [account(queries++ === 0 ? 'aa' : 'AA'), account('bb')];
    const { collector } = await open({ rows });
    const { ids } = await walk(collector, storageOnly, 1);
    expect(ids).toEqual(idsOf([account('aa'), account('bb')]));
  });

  it('shows rows that are counted and not returned as a gap', async () => {
    const { collector } = await open({ rows: () => accounts(2), hidden: 3 });
    const { ids, listed } = await walk(collector, storageOnly);
    expect([ids.length, listed]).toEqual([2, 5]);
  });
});

describe.each([
  ['by keyset', false],
  ['by buckets', true],
])('rows that cannot be judged, %s', (_name, refuseStrcmp) => {
  const rows = [
    account('good'),
    account('noid', { id: null }),
    account('emptyid', { id: '' }),
    account('elsewhere', { id: '/providers/x' }),
    account('typeless', { type: null }),
    account('odd', { name: 7, subscriptionId: null, resourceGroup: {}, location: [] }),
  ];

  it.each([1000, 2, 1])('are handed out with the reason, %i at a time', async (top) => {
    const { collector } = await open({ rows: () => rows, refuseStrcmp });
    const { pages, ids } = await walk(collector, storageOnly, top);
    expect(ids).toHaveLength(6);
    const found = pages.flatMap(({ items }) => items.map((item) => item.found));
    const faults = found.flatMap((row) => ('unread' in row ? [row.unread.detail] : []));
    expect(faults.toSorted()).toEqual([
      'the id "/providers/x" is no Azure resource id',
      'the row has no id; its name is "emptyid"',
      'the row has no id; its name is "noid"',
      'the row has no type',
    ]);
    const odd = found.find(({ id }) => id.endsWith('odd'));
    expect(odd).toMatchObject({ name: 'odd', subscriptionId: subscription, resourceGroup: 'Group', location: '' });
  });
});

describe('entries that are no rows', () => {
  it('are a gap', async () => {
    const azure = await startFakeAzure(() => ({
      body: { totalRecords: 3, data: [null, { ...account('a'), k: 'a' }, 7] },
    }));
    const { ids, listed } = await walk(collectorAt(azure), storageOnly);
    expect([ids.length, listed]).toEqual([1, 3]);
  });
});

import { describe, expect, it } from 'vitest';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer, Reply } from './support/fakeAzure.ts';
import { account, accounts, graph, queryOf, storage, subscription } from './support/graph.ts';

const entry = (subscriptionId: unknown, displayName: unknown = 'n', state: unknown = 'Enabled') => ({
  subscriptionId,
  displayName,
  state,
});

describe('the subscriptions that the identity sees', () => {
  const list = async (answer: Answer) => {
    const azure = await startFakeAzure(answer);
    return { azure, listing: collectorAt(azure).listSubscriptions() };
  };

  it('are every page but the deleted ones, each once', async () => {
    const holder = { endpoint: '' };
    const states = ['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted'].map((state) => entry(state, state, state));
    const { azure, listing } = await list((_call, index) =>
      index === 0
        ? { body: { value: states, nextLink: `${holder.endpoint}/subscriptions?page=2` } }
        : { body: { value: [entry('AA'), entry('aa'), entry('bb', null, null), null, entry(null), 'x'] } },
    );
    holder.endpoint = azure.endpoint;
    expect(await listing).toEqual([
      { id: 'enabled', name: 'Enabled' },
      { id: 'warned', name: 'Warned' },
      { id: 'pastdue', name: 'PastDue' },
      { id: 'disabled', name: 'Disabled' },
      { id: 'aa', name: 'n' },
      { id: 'bb', name: '' },
    ]);
    expect(azure.calls[0]?.path).toBe('/subscriptions');
    expect(azure.calls[0]?.search.get('api-version')).toBe('2022-12-01');
  });

  it.each<[string, Reply, object]>([
    [
      '403',
      refuse(403, 'AuthorizationFailed'),
      { code: 'refused', permission: 'Microsoft.Resources/subscriptions/read' },
    ],
    ['a value that is null', { body: { value: null } }, { code: 'invalid' }],
    ['no JSON', { text: '<html>' }, { code: 'invalid' }],
    ['a nextLink elsewhere', { body: { value: [], nextLink: 'https://example.com' } }, { code: 'invalid' }],
    ['a 500', refuse(500, 'InternalServerError'), { code: 'transient' }],
  ])('fail with %s', async (_name, reply, error) => {
    const { listing } = await list(() => reply);
    await expect(listing).rejects.toMatchObject(error);
  });
});

describe('the subscriptions below a management group', () => {
  const container = (id: string, state: unknown = 'Enabled') => ({
    id: `/subscriptions/${id}`,
    name: id.toUpperCase(),
    type: 'microsoft.resources/subscriptions',
    subscriptionId: id,
    properties: { state },
  });
  const rows = [container('a'), container('b', 'Deleted'), { ...container('c'), properties: null }];

  it.each([false, true])('come from Resource Graph (strcmp refused: %s)', async (refuseStrcmp) => {
    const more = Array.from({ length: 1500 }, (_, index) => container(`x${String(index)}`));
    const azure = await startFakeAzure(graph({ rows: () => [...rows, ...more], refuseStrcmp }));
    const found = await collectorAt(azure).listSubscriptions("group's");
    expect(found).toHaveLength(1502);
    expect(found).toEqual(
      expect.arrayContaining([
        { id: 'a', name: 'A' },
        { id: 'c', name: 'C' },
      ]),
    );
    expect(azure.calls[0]?.body).toMatchObject({ managementGroups: ["group's"] });
  });

  it.each([
    [403, 'AuthorizationFailed'],
    [404, 'NotFound'],
  ])('are refused with %i and the permission', async (status, code) => {
    const azure = await startFakeAzure(() => refuse(status, code, 'no'));
    await expect(collectorAt(azure).listSubscriptions('group')).rejects.toMatchObject({
      code: 'refused',
      permission: 'Microsoft.Management/managementGroups/read',
      message: `Resource Graph refused to list management group group: ${String(status)} ${code}: no`,
    });
  });
});

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
  it.each([
    [4000, false],
    [4000, true],
  ])('of %i rows stays within its calls (strcmp refused: %s)', async (count, refuseStrcmp) => {
    const rows = [...accounts(count), account('other', { type: 'microsoft.web/sites' })];
    const listing = graph({ rows: () => rows.slice(0, count), refuseStrcmp });
    const azure = await startFakeAzure((call, index) =>
      queryOf(call).includes('summarize') ? { body: { data: [], totalRecords: 0 } } : listing(call, index),
    );
    const collector = collectorAt(azure);
    const scope = {
      subscriptions: [subscription],
      resourceGroups: [],
      types: ['microsoft.resources/subscriptions', storage],
    };
    await collector.countByType(scope);
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      cursor = (await collector.page(scope, cursor, 1000)).next;
    }
    expect(azure.calls.length).toBeLessThanOrEqual(Math.ceil((count + 1) / (refuseStrcmp ? 800 : 1000)) + 3);
  });
});

import { describe, expect, it } from 'vitest';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer, Reply } from './support/fakeAzure.ts';
import { graph } from './support/graph.ts';

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
      { id: 'enabled', name: 'Enabled', managementGroups: null },
      { id: 'warned', name: 'Warned', managementGroups: null },
      { id: 'pastdue', name: 'PastDue', managementGroups: null },
      { id: 'disabled', name: 'Disabled', managementGroups: null },
      { id: 'aa', name: 'n', managementGroups: null },
      { id: 'bb', name: '', managementGroups: null },
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
  const chain = [
    { name: 'group', displayName: 'The group' },
    { name: 'root', displayName: 'Tenant Root Group' },
  ];
  const container = (id: string, state: unknown = 'Enabled') => ({
    id: `/subscriptions/${id}`,
    name: id.toUpperCase(),
    type: 'microsoft.resources/subscriptions',
    subscriptionId: id,
    properties: { state, managementGroupAncestorsChain: chain },
  });
  const rows = [container('a'), container('b', 'Deleted'), { ...container('c'), properties: null }];

  it.each([false, true])('come from Resource Graph (strcmp refused: %s)', async (refuseStrcmp) => {
    const more = Array.from({ length: 1500 }, (_, index) => container(`x${String(index)}`));
    const azure = await startFakeAzure(graph({ rows: () => [...rows, ...more], refuseStrcmp }));
    const found = await collectorAt(azure).listSubscriptions("group's");
    expect(found).toHaveLength(1502);
    expect(found).toEqual(
      expect.arrayContaining([
        {
          id: 'a',
          name: 'A',
          managementGroups: [
            { id: 'root', name: 'Tenant Root Group' },
            { id: 'group', name: 'The group' },
          ],
        },
        { id: 'c', name: 'C', managementGroups: null },
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

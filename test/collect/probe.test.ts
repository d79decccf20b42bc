import { describe, expect, it } from 'vitest';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer, Reply } from './support/fakeAzure.ts';
import { storage, subscription } from './support/graph.ts';

describe('probe', () => {
  const list = `/subscriptions/${subscription}/providers/Microsoft.Storage/storageAccounts`;
  const probe = async (answer: Answer, groups: readonly string[] = [], type = storage) => {
    const azure = await startFakeAzure(answer);
    return { azure, answer: await collectorAt(azure).probe(subscription, type, groups) };
  };

  it("reads one page of the provider's list", async () => {
    const { azure, answer } = await probe(() => ({ body: { value: [], nextLink: 'https://localhost/more' } }));
    expect(answer).toEqual({ state: 'read', value: true });
    expect(azure.calls.map(({ path, search }) => [path, search.toString()])).toEqual([
      [list, 'api-version=2024-01-01'],
    ]);
  });

  it('does not mind what is on the page', async () => {
    expect((await probe(() => ({ text: '{"value": [{"cut' }))).answer).toEqual({ state: 'read', value: true });
  });

  it('reads the list of each resource group in scope of that subscription', async () => {
    const group = `/subscriptions/${subscription.toUpperCase()}/resourceGroups`;
    const { azure } = await probe(
      () => ({ body: {} }),
      [`${group}/a`, '/subscriptions/other/resourceGroups/x', `${group}/b`],
    );
    expect(azure.calls.map(({ path }) => path)).toEqual(
      ['a', 'b'].map((name) => `${group}/${name}/providers/Microsoft.Storage/storageAccounts`),
    );
  });

  it('asks nothing about the subscription itself', async () => {
    const { azure, answer } = await probe(() => ({}), [], 'microsoft.resources/subscriptions');
    expect([answer.state, azure.calls.length]).toEqual(['read', 0]);
  });

  it.each<[string, Reply]>([
    ['409', refuse(409, 'MissingSubscriptionRegistration', 'The subscription is not registered to use namespace.')],
    ['404', refuse(404, 'SubscriptionNotFound', `Subscription ${subscription} was not found.`)],
  ])('takes a provider that is not registered (%s) as no resource of it', async (_name, reply) => {
    expect((await probe(() => reply)).answer).toEqual({ state: 'read', value: true });
  });

  it.each<[string, Reply, object]>([
    [
      '403',
      refuse(403, 'AuthorizationFailed'),
      { reason: 'denied', permission: 'Microsoft.Storage/storageAccounts/read' },
    ],
    [
      '404 of the subscription',
      refuse(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`),
      { reason: 'notFound' },
    ],
    ['another 409', refuse(409, 'Conflict'), { reason: 'notFound' }],
  ])('answered %s is not whole', async (_name, reply, expected) => {
    expect((await probe(() => reply)).answer).toMatchObject({ state: 'unread', ...expected });
  });

  it('asks once a subscription and type, and again after a fault', async () => {
    let fail = true;
    const azure = await startFakeAzure(() => (fail ? refuse(501, 'Down') : { body: {} }));
    const collector = collectorAt(azure);
    await expect(collector.probe(subscription, storage, [])).rejects.toMatchObject({ code: 'transient' });
    fail = false;
    await Promise.all([1, 2, 3].map(() => collector.probe(subscription.toUpperCase(), storage, [])));
    expect(azure.calls).toHaveLength(2);
  });
});

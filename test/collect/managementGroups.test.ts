import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../lib/collect/collector.ts';
import { readChain } from '../../lib/collect/managementGroups.ts';
import { startSampleTenant } from '../../lib/local/sampleTenant/startSampleTenant.ts';
import {
  developmentSubscription,
  managementGroupId,
  productionSubscription,
  sandboxSubscription,
  tenantId,
} from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { isRow } from '../../lib/model/row.ts';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer, Call, Reply } from './support/fakeAzure.ts';
import { queryOf } from './support/graph.ts';
import { collectorOf } from '../local/sampleTenant/judgeSample.ts';

const one = (id: string): Subscription => ({ id, name: id, managementGroups: null });
const root = { name: 'root', displayName: 'Tenant Root Group' };
const team = { name: 'team', displayName: 'The team' };
const below = [
  { id: 'root', name: 'Tenant Root Group' },
  { id: 'team', name: 'The team' },
];

describe('a chain', () => {
  it.each<[string, unknown, unknown]>([
    ['is turned round, the root first', [team, root], below],
    ['of one is the root', [root], below.slice(0, 1)],
    [
      'without display names shows ids',
      [{ name: 'team' }, { name: 'root', displayName: null }],
      [
        { id: 'root', name: 'root' },
        { id: 'team', name: 'team' },
      ],
    ],
    ['of nothing is nothing', [], []],
    ['that is absent is not known', undefined, null],
    ['that is null is not known', null, null],
    ['that is text is not known', 'root', null],
    ['with an entry that is no object is not known', [root, 'team'], null],
    ['with an entry without a name is not known', [{ displayName: 'The team' }, root], null],
    ['with an empty name is not known', [{ name: '' }, root], null],
    ['with a name that is no text is not known', [{ name: 7 }, root], null],
    ['with a display name that is no text is not known', [{ name: 'team', displayName: 7 }, root], null],
  ])('%s', (_what, chain, expected) => {
    expect(readChain(chain)).toEqual(expected);
  });
});

const namedIn = ({ body }: Call): readonly unknown[] =>
  isRow(body) && Array.isArray(body['subscriptions']) ? body['subscriptions'] : [];
const rows = (data: readonly unknown[]): Reply => ({ body: { totalRecords: data.length, count: data.length, data } });
const chains: Answer = (call) =>
  rows(namedIn(call).map((id) => ({ id: `/subscriptions/${String(id).toUpperCase()}`, chain: [team, root] })));

describe('the management groups of subscriptions', () => {
  it('come by one query for each 1,000 of them, with the ids and chains alone', async () => {
    const azure = await startFakeAzure(chains);
    const visible = Array.from({ length: 2001 }, (_, index) => one(`s${String(index)}`));
    const placed = await collectorAt(azure).placeSubscriptions(visible);
    expect(placed).toEqual(visible.map((subscription) => ({ ...subscription, managementGroups: below })));
    expect(azure.calls.map((call) => namedIn(call).length)).toEqual([1000, 1000, 1]);
    expect(azure.calls.map(queryOf)[0]).toBe(
      "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id, chain = properties.managementGroupAncestorsChain",
    );
  });

  it('are not asked for where they are known', async () => {
    const azure = await startFakeAzure(chains);
    const known = { ...one('known'), managementGroups: [] };
    const collector = collectorAt(azure);
    expect(await collector.placeSubscriptions([known])).toEqual([known]);
    expect(await collector.placeSubscriptions([])).toEqual([]);
    expect(azure.calls).toEqual([]);
    expect(await collector.placeSubscriptions([known, one('new')])).toEqual([
      known,
      { ...one('new'), managementGroups: below },
    ]);
    expect(azure.calls.map(namedIn)).toEqual([['new']]);
  });

  it('are null where a row is malformed or does not come', async () => {
    const azure = await startFakeAzure(() =>
      rows([{ id: '/subscriptions/a', chain: 'root' }, null, { chain: [root] }, { id: 7, chain: [root] }]),
    );
    const visible = [one('a'), one('b')];
    expect(await collectorAt(azure).placeSubscriptions(visible)).toEqual(visible);
  });

  it.each<[string, Reply]>([
    ['is refused', refuse(403, 'AuthorizationFailed')],
    ['is not understood', refuse(400, 'InvalidQuery')],
    ['answers too much', refuse(413, 'ResponsePayloadTooLarge')],
    ['brings no rows', { body: { data: null } }],
    ['brings no JSON', { text: '<html>' }],
  ])('are null where the query %s', async (_what, reply) => {
    const azure = await startFakeAzure(() => reply);
    const visible = [one('a')];
    expect(await collectorAt(azure).placeSubscriptions(visible)).toEqual(visible);
  });

  it('wait for a service that fails, as every listing does', async () => {
    const azure = await startFakeAzure(() => refuse(500, 'InternalServerError'));
    await expect(collectorAt(azure).placeSubscriptions([one('a')])).rejects.toMatchObject({ code: 'transient' });
  });

  it('are those of the sample tenant, of which one subscription shows none', async () => {
    const tenant = await startSampleTenant({ sample: 'default', quotas: false });
    const collector = collectorOf(tenant);
    const placed = await collector.placeSubscriptions(await collector.listSubscriptions());
    const path = [
      { id: tenantId, name: 'Tenant Root Group' },
      { id: managementGroupId, name: 'Sample platform' },
    ];
    expect(Object.fromEntries(placed.map(({ id, managementGroups }) => [id, managementGroups]))).toEqual({
      [productionSubscription]: path,
      [developmentSubscription]: path,
      [sandboxSubscription]: null,
    });
    expect(tenant.counts().byKind.resourceGraph).toBe(1);
    const listed = await collector.listSubscriptions(managementGroupId);
    expect(listed.map(({ managementGroups }) => managementGroups)).toEqual([path, path]);
    await tenant.close();
  });
});

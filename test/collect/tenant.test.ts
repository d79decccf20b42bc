import { describe, expect, it } from 'vitest';
import { subscriptionTransfer } from '../../lib/checks/authorization/subscriptionTransfer.ts';
import { child } from '../../lib/checks/define.ts';
import { judgeInventory } from '../../lib/cli/judgeInventory.ts';
import type { PartScope } from '../../lib/collect/collector.ts';
import { inventoryOf } from '../../lib/collect/inventoryFile.ts';
import { isTenantScope } from '../../lib/collect/tenant.ts';
import type { Source } from '../../lib/model/check.ts';
import { tenantType } from '../../lib/model/resourceTypes.ts';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Reply } from './support/fakeAzure.ts';

const scope: PartScope = { subscriptions: [], resourceGroups: [], types: [tenantType] };
const guid = (number: number): string => `83abe5cd-bcc3-441a-bd86-${String(number).padStart(12, '0')}`;
const tenant = (number: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id: `/tenants/${guid(number)}`,
  tenantId: guid(number),
  displayName: `Tenant ${String(number)}`,
  tenantCategory: 'Home',
  ...more,
});
const managed = { tenantCategory: 'ManagedBy' };

async function open(tenants: Reply, subscriptions: Reply = { body: { value: [] } }) {
  const azure = await startFakeAzure(({ path }) => (path === '/tenants' ? tenants : subscriptions));
  return { azure, collector: collectorAt(azure) };
}
const list = (...value: readonly unknown[]): Reply => ({ body: { value } });

describe('the page of the tenant', () => {
  it('is the one tenant that knows the caller, by one call', async () => {
    const { azure, collector } = await open(list(tenant(1)));
    const page = await collector.page(scope, null, 1000);
    expect(page).toEqual({
      items: [
        {
          found: {
            id: `/tenants/${guid(1)}`,
            type: tenantType,
            name: 'Tenant 1',
            subscriptionId: '',
            resourceGroup: '',
            location: '',
            row: tenant(1),
            origin: 'arm',
          },
          cursor: '{"mode":"end"}',
        },
      ],
      next: null,
      listed: 1,
    });
    expect(azure.calls.map(({ path, search }) => `${path} ${String(search)}`)).toEqual([
      '/tenants api-version=2022-12-01',
    ]);
  });

  it('is empty after it, and costs nothing', async () => {
    const { azure, collector } = await open(list(tenant(1)));
    expect(await collector.page(scope, '{"mode":"end"}', 1000)).toEqual({ items: [], next: null });
    expect(await collector.peek(scope, '{"mode":"end"}')).toBeNull();
    expect(azure.calls).toEqual([]);
  });

  it('can be peeked at', async () => {
    const { collector } = await open(list(tenant(1)));
    expect(await collector.peek(scope, null)).toEqual({ id: `/tenants/${guid(1)}`, cursor: '{"mode":"end"}' });
  });

  it('belongs to a part without subscriptions alone', () => {
    expect(isTenantScope(scope)).toBe(true);
    expect(isTenantScope({ ...scope, subscriptions: ['a'] })).toBe(false);
    expect(isTenantScope({ ...scope, types: [] })).toBe(false);
  });

  it.each([
    ['its default domain', { displayName: undefined, defaultDomain: 'contoso.com' }, 'contoso.com'],
    ['its id', { displayName: null }, guid(1)],
  ])('shows it by %s where it has no better name', async (_what, more, name) => {
    const { collector } = await open(list(tenant(1, more)));
    expect((await collector.page(scope, null, 1)).items[0]?.found).toMatchObject({ name });
  });
});

const subscriptionsIn = (...ids: readonly unknown[]): Reply => list(...ids.map((tenantId) => ({ tenantId })));

describe('of several tenants', () => {
  it.each<[string, Reply, Reply, number]>([
    ['those that delegate are not the own one', list(tenant(1, managed), tenant(2)), subscriptionsIn(guid(1)), 2],
    [
      'projected ones neither',
      list(tenant(2), tenant(1, { tenantCategory: 'ProjectedBy' })),
      subscriptionsIn(guid(1)),
      2,
    ],
    ['a guest judges the one of the visible subscriptions', list(tenant(1), tenant(2)), subscriptionsIn(guid(2)), 2],
    [
      'delegated subscriptions do not count for it',
      list(tenant(1), tenant(2), tenant(3, managed)),
      subscriptionsIn(guid(3), guid(2).toUpperCase(), guid(3)),
      2,
    ],
  ])('%s', async (_what, tenants, subscriptions, expected) => {
    const { collector } = await open(tenants, subscriptions);
    expect((await collector.page(scope, null, 1)).items[0]?.found).toMatchObject({ id: `/tenants/${guid(expected)}` });
  });
});

describe('a tenant that cannot be told', () => {
  const unclear = (ids: string) => `Azure does not tell which tenant this identity signs in to, of these: ${ids}`;

  it.each<[string, Reply, Reply, object]>([
    ['is refused', refuse(403, 'AuthorizationFailed', 'no'), list(), { reason: 'denied' }],
    ['comes without a list', { body: { value: null } }, list(), { reason: 'malformed' }],
    ['comes without JSON', { text: '<html>' }, list(), { reason: 'malformed' }],
    ['comes with a link elsewhere', { body: { value: [], nextLink: 'https://a.b' } }, list(), { reason: 'malformed' }],
    ['has an id of another kind', list(tenant(1, { id: '/subscriptions/a' })), list(), { reason: 'malformed' }],
    ['has no id', list(tenant(1, { id: null })), list(), { reason: 'malformed' }],
    ['is not there', list(), list(), { reason: 'notFound', detail: unclear('none') }],
    [
      'is one of two that hold subscriptions',
      list(tenant(1), tenant(2)),
      subscriptionsIn(guid(1), guid(2)),
      { reason: 'notFound', detail: unclear(`${guid(1)}, ${guid(2)}`) },
    ],
    ['is one of two that hold none', list(tenant(1), tenant(2)), list(), { reason: 'notFound' }],
    ['only delegates', list(tenant(1, managed)), subscriptionsIn(guid(1)), { reason: 'notFound' }],
  ])('says so where it %s', async (_what, tenants, subscriptions, unread) => {
    const { collector } = await open(tenants, subscriptions);
    const page = await collector.page(scope, null, 1);
    expect(page.items).toMatchObject([{ found: { id: '/tenants', type: tenantType, subscriptionId: '', unread } }]);
    expect(await collector.peek(scope, null)).toMatchObject({ id: '/tenants' });
  });

  it('is waited for where Azure fails', async () => {
    const { collector } = await open(refuse(500, 'InternalServerError'));
    await expect(collector.page(scope, null, 1)).rejects.toMatchObject({ code: 'transient' });
  });
});

it('has its children at the root of Azure Resource Manager', async () => {
  const policy = child('providers/Microsoft.Subscription/policies/default', '2021-10-01', 'A/read');
  const azure = await startFakeAzure(({ path }) =>
    path === '/tenants' ? list(tenant(1)) : { body: { name: 'default' } },
  );
  const collector = collectorAt(azure);
  const { found } = (await collector.page(scope, null, 1)).items[0] ?? {};
  const source: Source = policy.source;
  if (found === undefined || !('row' in found) || source.from !== 'child') throw new Error('no tenant');
  expect(await collector.read(source, found)).toEqual({ state: 'read', value: [{ name: 'default' }] });
  expect(azure.calls[1]?.path).toBe('/providers/Microsoft.Subscription/policies/default');
});

it('is no resource of an inventory file, so that nothing is said of it there', () => {
  const subscription = { id: `/subscriptions/${guid(1)}`, type: 'microsoft.resources/subscriptions' };
  const inventory = inventoryOf([subscription, tenant(1)], 'file', new Map());
  expect(inventory.unreadable.map(({ detail }) => detail)).toEqual([
    `its id is not that of a resource: /tenants/${guid(1)}`,
  ]);
  expect(judgeInventory(inventory, [subscriptionTransfer], new Date(0))).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriptionTransfer } from '../../lib/checks/authorization/subscriptionTransfer.ts';
import { emptySubscription, tenantId } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { listScopes } from '../../lib/scan/listScopes.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { testCatalogue } from './support/testChecks.ts';
import { openWorld, type World, type WorldOptions } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const catalogue = [...testCatalogue, subscriptionTransfer];
const checkId = subscriptionTransfer.id;
const tenant = `/tenants/${tenantId}`;
const open = (options: Partial<WorldOptions> = {}): Promise<World> =>
  openWorld({ connection: storage.newAccount(), catalogue, ...options });

describe('the preflight of the tenant', () => {
  const scopes = async (world: World, more: { top?: number; after?: string; subscription?: string } = {}) => {
    const { value, next } = await listScopes(world.context, { top: 10, ...more });
    return {
      next,
      value: value.map(({ id, readable, missing }) => [id, readable, missing.map((one) => one.permission)]),
    };
  };
  const whole = [tenant, 'whole', []];

  it('shows the tenant first, on a page of its own where one item is asked for', async () => {
    const world = await open();
    expect(await scopes(world)).toEqual({ next: null, value: [whole, [emptySubscription, 'whole', []]] });
    expect(await scopes(world, { top: 1 })).toEqual({ next: tenant, value: [whole] });
    expect(await scopes(world, { top: 1, after: tenant })).toEqual({
      next: null,
      value: [[emptySubscription, 'whole', []]],
    });
  });

  it('names what is missing on it, and what that costs', async () => {
    const world = await open({ tenant: { refusedActions: ['microsoft.subscription/*'] } });
    const { value } = await listScopes(world.context, { top: 10 });
    expect(value[0]).toMatchObject({
      id: tenant,
      name: 'Contoso Corp.',
      readable: 'none',
      missing: [{ permission: 'Microsoft.Subscription/Policies/default/read', reason: 'denied', checks: [checkId] }],
    });
    expect(value[1]).toMatchObject({ id: emptySubscription, readable: 'whole' });
    // Nobody looks for a tenant inside a subscription.
    expect(world.azure.calls.filter(({ path }) => path.includes('Microsoft.Resources/tenants'))).toEqual([]);
  });

  it('says so where Azure does not list the tenant', async () => {
    const world = await open();
    world.azure.decide(({ path }) => (path.startsWith('/tenants') ? { status: 403 } : undefined));
    const { value } = await listScopes(world.context, { top: 10 });
    expect(value[0]).toMatchObject({
      id: '/tenants',
      readable: 'none',
      missing: [{ reason: 'denied', checks: [checkId] }],
    });
  });

  it('leaves it out where a subscription is asked for, or no check is on it', async () => {
    const world = await open();
    expect((await scopes(world, { subscription: emptySubscription })).value).toEqual([
      [emptySubscription, 'whole', []],
    ]);
    const stranger = '00000000-0000-4000-8000-000000000000';
    const { value } = await listScopes(world.context, { top: 10, subscription: stranger });
    expect(value[0]?.missing.flatMap(({ checks }) => checks)).not.toContain(checkId);
    const without = await open({ catalogue: testCatalogue });
    expect((await scopes(without)).value).toEqual([[emptySubscription, 'whole', []]]);
  });
});

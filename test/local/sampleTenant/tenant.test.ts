import { afterEach, expect, it } from 'vitest';
import { tenantId } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import type { SampleOptions } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import { bodyOf, codesOf, openCaller, rowsOf, type Caller } from './openCaller.ts';

const opened: Caller[] = [];
async function open(options: Partial<SampleOptions> = {}): Promise<Caller> {
  const caller = await openCaller({ sample: 'default', quotas: false, ...options });
  opened.push(caller);
  return caller;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ tenant }) => tenant.close()));
});

const policy = '/providers/Microsoft.Subscription/policies/default?api-version=2021-10-01';
const unset = { blockSubscriptionsLeavingTenant: false, blockSubscriptionsIntoTenant: false };

it('lists the one tenant that knows the caller', async () => {
  const caller = await open();
  const tenants = rowsOf(await caller.get('/tenants?api-version=2022-12-01'), 'value');
  expect(tenants).toMatchObject([{ id: `/tenants/${tenantId}`, tenantId, tenantCategory: 'Home' }]);
});

it.each<[SampleOptions['sample'], object]>([
  ['default', { ...unset, blockSubscriptionsIntoTenant: true }],
  ['empty', unset],
])('%s tells whether subscriptions may come and go', async (sample, expected) => {
  const caller = await open({ sample });
  expect(bodyOf(await caller.get(policy))).toMatchObject({ name: 'default', properties: expected });
});

it('refuses the policy with its action, which no list of tenants needs', async () => {
  const caller = await open({
    refusedActions: ['Microsoft.Subscription/policies/DEFAULT/read', 'Microsoft.Resources/*'],
  });
  const reply = await caller.get(policy);
  expect([reply.status, ...codesOf(reply)]).toEqual([403, 'AuthorizationFailed']);
  expect(reply.text).toContain("action 'Microsoft.Subscription/Policies/default/read' over scope '/providers/");
  expect((await caller.get('/tenants?api-version=2022-12-01')).status).toBe(200);
});

it.each(['/tenants', policy.replace('2021-10-01', '2020-01-01')])(
  'refuses %s, of no or another api-version',
  async (path) => {
    expect((await (await open()).get(path)).status).toBe(400);
  },
);

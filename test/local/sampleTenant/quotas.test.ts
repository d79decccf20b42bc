import { describe, expect, it } from 'vitest';
import { readArmTarget } from '../../../lib/local/sampleTenant/armTarget.ts';
import { fixedWindow, openQuotas, tokenBucket } from '../../../lib/local/sampleTenant/quotas.ts';
import { productionSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { codesOf, openCaller } from './openCaller.ts';

const scope = `/subscriptions/${productionSubscription}/resourceGroups/rg/providers`;
const account = `${scope}/Microsoft.Storage/storageAccounts/contoso`;

/** How many of `calls` calls, a millisecond apart at `pace` a second, are allowed. */
function allowed(paths: readonly string[], calls: number, pace: number): number {
  const charge = openQuotas(() => 'westeurope');
  let count = 0;
  for (let call = 0; call < calls; call += 1) {
    const target = readArmTarget(paths[call % paths.length] ?? '');
    if (!charge(target, (call * 1000) / pace).refusal) count += 1;
  }
  return count;
}

describe('limits', () => {
  it('empties a bucket and refills it steadily', () => {
    const take = tokenBucket(3, 2);
    expect([0, 0, 0, 0].map((now) => take(now).allowed)).toEqual([true, true, true, false]);
    expect(take(499)).toMatchObject({ allowed: false });
    expect(take(500)).toMatchObject({ allowed: true, remaining: 0 });
    expect(take(10_000)).toMatchObject({ allowed: true, remaining: 2 });
  });
  it('starts a window anew after its length', () => {
    const take = fixedWindow(2, 1000);
    expect([100, 200, 300].map((now) => take(now).allowed)).toEqual([true, true, false]);
    expect(take(1099)).toEqual({ allowed: false, remaining: 0, wait: 1 });
    expect(take(1100)).toEqual({ allowed: true, remaining: 1, wait: 1000 });
  });
});

describe('quotas', () => {
  it.each([
    ['ARM at once', [`${scope}/Microsoft.KeyVault/vaults/one`], 400, 1e9, 250],
    ['ARM in a second more', [`${scope}/Microsoft.KeyVault/vaults/one`], 400, 400, 274],
    ['storage reads in five minutes', [account, `${account}/blobServices/default`], 1000, 20, 800],
    ['storage lists in five minutes', [`${account}/blobServices/default/containers`], 200, 20, 100],
    [
      'diagnostic settings, which are not storage',
      [`${account}/blobServices/default/providers/Microsoft.Insights/diagnosticSettings`],
      1000,
      20,
      1000,
    ],
  ])('allow %s', (_what, paths, calls, pace, expected) => {
    expect(allowed(paths, calls, pace)).toBe(expected);
  });

  it('count storage by region', () => {
    const charge = openQuotas((target) => ('name' in target ? target.name : ''));
    const [west, north] = ['west', 'north'].map((name) =>
      readArmTarget(`${scope}/Microsoft.Storage/storageAccounts/${name}`),
    );
    if (!west || !north) throw new Error('There are two accounts.');
    for (let call = 0; call < 800; call += 1) charge(west, call * 50);
    expect(charge(west, 40_000).refusal?.headers['retry-after']).toBe('260');
    expect(charge(north, 40_000).refusal).toBeUndefined();
  });

  it('stop the sixteenth query of Resource Graph and say when it may come back', async () => {
    const caller = await openCaller({ sample: 'empty' });
    const replies = [];
    for (let call = 0; call < 16; call += 1) replies.push(await caller.graph('resources'));
    expect(replies.map(({ status }) => status)).toEqual([...Array.from({ length: 15 }, () => 200), 429]);
    expect(replies[0]?.headers).toMatchObject({
      'x-ms-user-quota-remaining': '14',
      'x-ms-user-quota-resets-after': '00:00:05',
    });
    const last = replies[15];
    expect(last && codesOf(last)).toEqual(['RateLimiting', 'RateLimiting']);
    expect(Number(last?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(caller.tenant.counts()).toMatchObject({ status429: 1, byKind: { resourceGraph: 16 } });
    await caller.tenant.close();
  });
});

it('fails the share of calls that it is told to, the same ones each time', async () => {
  const failing = { share: 0.3, status: 503, seed: 7 };
  const statuses = async (): Promise<number[]> => {
    const caller = await openCaller({ sample: 'empty', quotas: false, failing });
    const found = [];
    for (let call = 0; call < 100; call += 1)
      found.push((await caller.get('/subscriptions?api-version=2022-12-01')).status);
    await caller.tenant.close();
    return found;
  };
  const first = await statuses();
  expect(first.filter((status) => status === 503).length).toBeGreaterThan(15);
  expect(first.filter((status) => status === 200).length).toBeGreaterThan(50);
  expect(await statuses()).toEqual(first);
});

it('waits for its latency', async () => {
  const caller = await openCaller({ sample: 'empty', latency: 80 });
  const start = performance.now();
  await caller.get('/subscriptions?api-version=2022-12-01');
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
  await caller.tenant.close();
});

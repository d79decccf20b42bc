import { describe, expect, it } from 'vitest';
import { documentedLimits, noLimits, openPacing } from '../../lib/azure/pacing.ts';
import { quotaOf } from '../../lib/azure/quota.ts';
import { armAt, refuse, startFakeAzure } from '../collect/support/fakeAzure.ts';
import type { Answer } from '../collect/support/fakeAzure.ts';
import { near } from '../collect/support/matchers.ts';

const account = '/subscriptions/S/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a';
const at = (path: string, region = 'West Europe') => quotaOf(`https://arm${path}?api-version=1`, region);

describe('quotaOf', () => {
  it.each([
    [account, { provider: 'microsoft.storage', list: false }],
    [`${account}/blobServices/default`, { provider: 'microsoft.storage', list: false }],
    [`${account}/blobServices/default/containers`, { provider: 'microsoft.storage', list: true }],
    ['/subscriptions/S/providers/Microsoft.Storage/storageAccounts', { provider: 'microsoft.storage', list: true }],
    [
      `${account}/blobServices/default/providers/Microsoft.Insights/diagnosticSettings`,
      { provider: 'microsoft.insights', list: true },
    ],
    ['/providers/Microsoft.ResourceGraph/resources', { subscription: '', provider: 'microsoft.resourcegraph' }],
    ['/subscriptions', { subscription: '', provider: 'microsoft.resources' }],
    ['/subscriptions/S', { subscription: 's', provider: 'microsoft.resources' }],
  ])('%s', (path, quota) => {
    expect(at(path)).toMatchObject(quota);
  });

  it('takes regions in any spelling', () => {
    expect(at(account, 'West Europe').region).toBe('westeurope');
  });
});

const small = { size: 10, perSecond: 50 };
const limits = { ...noLimits, armReads: small };

/** How many milliseconds until `count` calls have passed. */
async function timeFor(count: number, pass: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await Promise.all(Array.from({ length: count }, pass));
  return performance.now() - start;
}

describe('pacing', () => {
  it('has the documented limits', () => {
    expect(documentedLimits).toEqual({
      armReads: { size: 250, perSecond: 25 },
      storageReads: { size: 800, perSecond: 800 / 300 },
      storageLists: { size: 100, perSecond: 100 / 300 },
      graph: { size: 15, span: 5000 },
    });
  });

  it('lets a bucket through at once and the rest at its rate', async () => {
    const pacing = openPacing(limits);
    const time = await timeFor(40, () => pacing.enter(at(account), 5000));
    // 30 calls beyond the first 10, at 50 a second.
    expect(time).toBeGreaterThan(590);
    expect(time).toBeLessThan(600 / 0.9);
  });

  it('serves calls in the order they came', async () => {
    const pacing = openPacing({ ...noLimits, armReads: { size: 1, perSecond: 200 } });
    const served: number[] = [];
    const calls = Array.from({ length: 10 }, async (_, index) => {
      await pacing.enter(at(account), 5000);
      served.push(index);
    });
    await Promise.all(calls);
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('says how long before it sends what would wait too long', async () => {
    const pacing = openPacing({ ...noLimits, storageReads: { size: 1, perSecond: 1 } });
    await pacing.enter(at(account), 100);
    await expect(pacing.enter(at(account), 100)).rejects.toMatchObject({
      code: 'wait',
      retryAfter: near(1000, 2),
    });
  });

  it.each([
    ['another subscription', '/subscriptions/T/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a', 'west'],
    ['another region', account, 'east'],
    ['a list', `${account}/blobServices/default/containers`, 'west'],
    ['diagnostic settings', `${account}/providers/Microsoft.Insights/diagnosticSettings`, 'west'],
  ])('counts %s apart from reads of storage', async (_name, path, region) => {
    const pacing = openPacing({ ...noLimits, storageReads: { size: 1, perSecond: 0.1 } });
    await pacing.enter(at(account, 'west'), 0);
    await expect(pacing.enter(at(account, 'West'), 0)).rejects.toMatchObject({ code: 'wait' });
    await expect(pacing.enter(at(path, region), 0)).resolves.toBeUndefined();
  });

  it('takes what ARM says is left', async () => {
    const pacing = openPacing({ ...noLimits, armReads: { size: 100, perSecond: 1 } });
    const headers = new Headers({ 'x-ms-ratelimit-remaining-subscription-reads': '2' });
    const get = (name: string): string | undefined => headers.get(name) ?? undefined;
    pacing.answered(at(account), { get }, performance.now());
    await timeFor(2, () => pacing.enter(at(account), 0));
    await expect(pacing.enter(at(account), 0)).rejects.toMatchObject({ code: 'wait' });
  });

  it('spends an allowance that is larger than documented', async () => {
    const pacing = openPacing({ ...noLimits, armReads: { size: 2, perSecond: 0.1 } });
    const get = (name: string): string | undefined =>
      name === 'x-ms-ratelimit-remaining-subscription-reads' ? '11999' : undefined;
    pacing.answered(at(account), { get }, performance.now());
    await expect(timeFor(500, () => pacing.enter(at(account), 0))).resolves.toBeDefined();
  });

  it('sends those that wait away when a 429 makes the wait too long', async () => {
    const pacing = openPacing({ ...noLimits, storageReads: { size: 1, perSecond: 10 } });
    await pacing.enter(at(account), 0);
    const waiting = pacing.enter(at(account), 500);
    pacing.refused(at(account), { get: () => undefined }, 'TooManyRequests', 60_000);
    await expect(waiting).rejects.toMatchObject({ code: 'wait', retryAfter: near(60_000, 2) });
  });
});

/** Answers 429 where a fixed window of `span` milliseconds has had `size` calls, with headers as Resource Graph sends them. */
function fixedWindow(size: number, span: number): Answer {
  let startedAt = 0;
  let used = 0;
  return ({ at: now }) => {
    if (now - startedAt >= span) {
      startedAt = now;
      used = 0;
    }
    used += 1;
    const resets = Math.ceil((span - (now - startedAt)) / 1000);
    const quota = {
      'x-ms-user-quota-remaining': String(Math.max(0, size - used)),
      'x-ms-user-quota-resets-after': `00:00:0${String(resets)}`,
    };
    if (used > size) return refuse(429, 'RateLimiting', 'slow', { ...quota, 'retry-after': String(resets) });
    return { headers: quota, body: { data: [], totalRecords: 0 } };
  };
}

/** Answers 429 where a token bucket is empty, with headers as ARM sends them. */
function tokenBucket(size: number, perSecond: number): Answer {
  let level = size;
  let filledAt: number | undefined;
  return ({ at: now }) => {
    level = Math.min(size, level + ((now - (filledAt ?? now)) / 1000) * perSecond);
    filledAt = now;
    const remaining = { 'x-ms-ratelimit-remaining-subscription-reads': String(Math.max(0, Math.floor(level - 1))) };
    if (level < 1) return refuse(429, 'SubscriptionRequestsThrottled', 'slow', { ...remaining, 'retry-after': '1' });
    level -= 1;
    return { headers: remaining, body: {} };
  };
}

describe('against a service that counts', () => {
  it('uses at least 90 % of a window of Resource Graph and loses no call', async () => {
    const azure = await startFakeAzure(fixedWindow(15, 2000));
    const arm = armAt(azure, { limits: { ...noLimits, graph: { size: 15, span: 2000 } } });
    const start = performance.now();
    const post = () => arm.post('/providers/Microsoft.ResourceGraph/resources', {}, { apiVersion: '1' });
    const answers = await Promise.all(Array.from({ length: 45 }, post));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(azure.calls).toHaveLength(45);
    // The first 15 are free, 30 more take two windows.
    expect(performance.now() - start).toBeLessThan(4000 / 0.9);
  });

  it('finds a window that is smaller than documented', async () => {
    const azure = await startFakeAzure(fixedWindow(5, 1000));
    const arm = armAt(azure, { limits: { ...noLimits, graph: { size: 15, span: 1000 } } });
    const post = () => arm.post('/providers/Microsoft.ResourceGraph/resources', {}, { apiVersion: '1' });
    const answers = await Promise.all(Array.from({ length: 15 }, post));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it.each([
    ['as documented', { size: 40, perSecond: 40 }],
    ['half of what is documented', { size: 20, perSecond: 20 }],
  ])('uses at least 90 %% of a bucket of ARM that is %s and loses no call', async (_name, rate) => {
    const azure = await startFakeAzure(tokenBucket(rate.size, rate.perSecond));
    const arm = armAt(azure, { limits: { ...noLimits, armReads: { size: 40, perSecond: 40 } } });
    const count = rate.size + rate.perSecond * 3;
    const start = performance.now();
    const get = (_: unknown, index: number) => arm.get(`/subscriptions/s/x/${String(index)}`, { apiVersion: '1' });
    const answers = await Promise.all(Array.from({ length: count }, get));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(performance.now() - start).toBeLessThan(3000 / 0.9);
  });

  it('waits for Retry-After in a window of five minutes that is used up, and goes on', async () => {
    const azure = await startFakeAzure(fixedWindow(20, 2000));
    const arm = armAt(azure, { limits: { ...noLimits, storageReads: { size: 20, perSecond: 10 } } });
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => arm.get(account, { apiVersion: '1', region: 'west' })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    // 20 in each of three windows of two seconds.
    expect(performance.now() - start).toBeLessThan(4000 / 0.9);
  });
});

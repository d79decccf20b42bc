import { describe, expect, it } from 'vitest';
import { openBucket } from '../../lib/azure/bucket.ts';
import { openLine } from '../../lib/azure/line.ts';
import { documentedLimits, noLimits, openPacing } from '../../lib/azure/pacing.ts';
import { quotaOf } from '../../lib/azure/quota.ts';
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
      vaultReads: { size: 400, perSecond: 40 },
    });
  });

  it('lets a bucket through at once and the rest at its rate', async () => {
    const pacing = openPacing(limits);
    const time = await timeFor(40, () => pacing.enter(at(account), 5000));
    // 30 calls beyond the first 10, at 50 a second.
    expect(time).toBeGreaterThan(590);
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

  it('counts each vault by itself, and apart from Azure Resource Manager', async () => {
    const pacing = openPacing({ ...noLimits, vaultReads: { size: 1, perSecond: 0.1 } });
    const of = (vault: string) => ({ ...at('/subscriptions'), vault });
    await pacing.enter(of('a.vault.azure.net'), 0);
    await expect(pacing.enter(of('a.vault.azure.net'), 0)).rejects.toMatchObject({ code: 'wait' });
    await expect(pacing.enter(of('b.vault.azure.net'), 0)).resolves.toBeUndefined();
    await expect(pacing.enter(at('/subscriptions'), 0)).resolves.toBeUndefined();
    pacing.refused(of('b.vault.azure.net'), { get: () => undefined }, 'Throttled', 1000);
    expect([of('b.vault.azure.net'), at('/subscriptions')].map((quota) => pacing.isClosed(quota))).toEqual([
      true,
      false,
    ]);
  });

  it('gives lists of storage a limit of their own', async () => {
    const pacing = openPacing({ ...noLimits, storageLists: { size: 1, perSecond: 0.1 } });
    const list = at(`${account}/blobServices/default/containers`);
    await pacing.enter(list, 0);
    await expect(pacing.enter(list, 0)).rejects.toMatchObject({ code: 'wait' });
    await expect(pacing.enter(at(account), 0)).resolves.toBeUndefined();
  });

  it('forms no line that is longer than its members wait', async () => {
    const line = openLine('x', openBucket({ size: 1, perSecond: 10 }));
    const passing = [line.pass(0), line.pass(150)];
    await expect(line.pass(150)).rejects.toMatchObject({ code: 'wait', retryAfter: near(200, 1) });
    await Promise.all(passing);
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

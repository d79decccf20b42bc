import { describe, expect, it } from 'vitest';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer } from './support/fakeAzure.ts';
import { account, accounts, graph } from './support/graph.ts';
import { open, storageOnly, walk } from './support/walkPart.ts';

describe('a listing that fails', () => {
  const failing = async (answer: Answer) => {
    const azure = await startFakeAzure(answer);
    const page = collectorAt(azure).page(storageOnly, null, 1000);
    return { azure, page };
  };

  it.each([
    [
      'a refusal',
      refuse(403, 'AccessDenied', 'no'),
      { code: 'refused', permission: 'Microsoft.Resources/subscriptions/read' },
    ],
    ['no subscription to be seen', refuse(400, 'NoValidSubscriptionsInQueryRequest'), { code: 'refused' }],
    ['a query that is not taken', refuse(400, 'InvalidQuery'), { code: 'invalid' }],
    ['another 400', refuse(400, 'InvalidApiVersion'), { code: 'invalid' }],
    ['a 500', refuse(500, 'InternalServerError'), { code: 'transient' }],
    [
      'a long throttle',
      refuse(429, 'RateLimiting', 'x', { 'retry-after': '60' }),
      { code: 'wait', retryAfter: 60_000 },
    ],
    ['data that is no array', { body: { data: { a: 1 }, totalRecords: 1 } }, { code: 'invalid' }],
    ['data that is null', { body: { data: null, totalRecords: 1 } }, { code: 'invalid' }],
    ['no total', { body: { data: [] } }, { code: 'invalid' }],
    ['a body that is cut', { text: '{"data": [' }, { code: 'invalid' }],
    ['rows without the key', { body: { data: [account('a')], totalRecords: 1 } }, { code: 'invalid' }],
  ])('throws for %s', async (_name, reply, error) => {
    const { page } = await failing(() => reply);
    await expect(page).rejects.toMatchObject({ name: 'CollectError', ...error });
  });

  it('takes an answer without data as a fault that passes', async () => {
    const good = graph({ rows: () => accounts(1) });
    const { page } = await failing((call, index) => (index === 0 ? { body: {} } : good(call, index)));
    expect((await page).items).toHaveLength(1);
  });

  it('waits for a short throttle and goes on', async () => {
    const good = graph({ rows: () => accounts(1) });
    const throttle = refuse(429, 'RateLimiting', 'x', { 'x-ms-user-quota-resets-after': '00:00:01' });
    const { page } = await failing((call, index) => (index === 0 ? throttle : good(call, index)));
    expect((await page).items).toHaveLength(1);
  });

  it('ends where the service repeats a page for ever', async () => {
    const data = accounts(3).map((row) => ({ ...row, k: String(row['id']) }));
    const azure = await startFakeAzure(() => ({ body: { data, totalRecords: 9 } }));
    await expect(walk(collectorAt(azure), storageOnly)).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(['', 'x', '{}', '{"mode":"keyset"}', '{"mode":"end","more":1}', '[]', '{"mode":"buckets","n":0}'])(
    'does not take the cursor %j',
    async (cursor) => {
      const { collector } = await open({});
      await expect(collector.page(storageOnly, cursor, 10)).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { Source } from '../../lib/model/check.ts';
import { refuse } from './support/fakeAzure.ts';
import type { Reply } from './support/fakeAzure.ts';
import { subscription } from './support/graph.ts';
import { aSubscription, read } from './support/readSubject.ts';

const plan: Source = {
  from: 'defenderPlan',
  plan: 'StorageAccounts',
  apiVersion: '2024-01-01',
  permission: 'Microsoft.Security/pricings/read',
};

describe('a plan of Defender for Cloud', () => {
  it('is the wire JSON at the pinned api-version, sent and signed by the security client on the same policies', async () => {
    const body = {
      id: `/subscriptions/${subscription}/providers/Microsoft.Security/pricings/StorageAccounts`,
      name: 'StorageAccounts',
      properties: {
        pricingTier: 'Standard',
        enforce: 'False',
        extensions: [{ name: 'OnUploadMalwareScanning', isEnabled: 'True' }],
      },
    };
    const { azure, reading } = await read(plan, { body }, aSubscription);
    expect(await reading).toEqual({ state: 'read', value: [body] });
    expect(azure.calls).toHaveLength(1);
    const [sent] = azure.calls;
    expect(sent?.path).toBe(body.id);
    expect(sent?.search.toString()).toBe('api-version=2024-01-01');
    expect(sent?.headers['authorization']).toBe('Bearer not-a-secret');
    expect(sent?.headers['user-agent']).toMatch(/^vigil\//);
  });

  it.each<[string, Reply, object]>([
    ['403', refuse(403, 'AuthorizationFailed'), { reason: 'denied', permission: 'Microsoft.Security/pricings/read' }],
    ['404', refuse(404, 'ResourceNotFound'), { reason: 'notFound' }],
    ['no JSON', { text: '{"a":' }, { reason: 'malformed' }],
    ['null', { text: 'null' }, { reason: 'malformed' }],
  ])('answered %s is unread', async (_name, reply, expected) => {
    const { reading } = await read(plan, reply, aSubscription);
    expect(await reading).toMatchObject({ state: 'unread', ...expected });
  });

  it.each<[string, Reply, object]>([
    ['5xx', refuse(500, 'InternalServerError'), { code: 'transient' }],
    [
      'a long throttle',
      refuse(429, 'TooManyRequests', 'x', { 'retry-after': '99' }),
      { code: 'wait', retryAfter: 99_000 },
    ],
  ])('throws for %s', async (_name, reply, error) => {
    const { reading } = await read(plan, reply, aSubscription);
    await expect(reading).rejects.toMatchObject(error);
  });
});

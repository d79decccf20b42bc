import { describe, expect, it } from 'vitest';
import { noLimits } from '../../lib/azure/pacing.ts';
import { collectorAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Reply } from './support/fakeAzure.ts';
import { subject } from './support/readSubject.ts';

describe('confirm', () => {
  const confirm = async (reply: Reply) => {
    const azure = await startFakeAzure(() => reply);
    return { azure, confirming: collectorAt(azure).confirm(subject) };
  };

  it('returns what ARM shows at the pinned api-version', async () => {
    const { azure, confirming } = await confirm({ body: { id: subject.id, properties: {} } });
    expect(await confirming).toEqual({ state: 'read', value: { id: subject.id, properties: {} } });
    expect([azure.calls[0]?.path, azure.calls[0]?.search.get('api-version')]).toEqual([subject.id, '2024-01-01']);
  });

  it.each<[string, Reply, object]>([
    [
      '403',
      refuse(403, 'AuthorizationFailed'),
      { reason: 'denied', permission: 'Microsoft.Storage/storageAccounts/read' },
    ],
    ['404', refuse(404, 'ResourceNotFound'), { reason: 'notFound' }],
    ['an array', { body: [] }, { reason: 'malformed' }],
    ['null', { text: 'null' }, { reason: 'malformed' }],
    ['no JSON', { text: '<' }, { reason: 'malformed' }],
  ])('answered %s is unread', async (_name, reply, expected) => {
    const { confirming } = await confirm(reply);
    expect(await confirming).toMatchObject({ state: 'unread', ...expected });
  });

  it('counts by the region of the subject', async () => {
    const azure = await startFakeAzure(() => ({ body: {} }));
    const limits = { ...noLimits, storageReads: { size: 1, perSecond: 0.01 } };
    const collector = collectorAt(azure, { limits });
    await collector.confirm(subject);
    await expect(collector.confirm(subject)).rejects.toMatchObject({ code: 'wait' });
    expect(await collector.confirm({ ...subject, location: 'eastus' })).toMatchObject({ state: 'read' });
  });
});

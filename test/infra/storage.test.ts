import { TableServiceClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Azurite, startAzurite } from '../../lib/local/azurite.ts';
import { openStore } from '../../lib/store/openStore.ts';
import registrations from '../project/registrations.json' with { type: 'json' };
import { appSets, ofType } from './snapshots.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
  await openStore({ connectionString: azurite.connectionString });
}, 30_000);
afterAll(() => azurite.stop());

async function namesOf(listed: AsyncIterable<{ readonly name?: string }>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name = '' } of listed) names.push(name);
  return names.toSorted();
}

const made = (name: string, type: string): readonly string[] =>
  ofType(name, type)
    .map((one) => one.name.slice(one.name.lastIndexOf('/') + 1))
    .toSorted();

const triggers = registrations.flatMap((one) => ('queue' in one ? [one.queue ?? ''] : []));

describe.each(appSets)('%s', (name) => {
  test('makes the tables that the app opens', async () => {
    const options = { allowInsecureConnection: true };
    const service = TableServiceClient.fromConnectionString(azurite.connectionString, options);
    const opened = await namesOf(service.listTables());
    expect(opened.length).toBeGreaterThan(1);
    expect(made(name, 'Microsoft.Storage/storageAccounts/tableServices/tables')).toEqual(opened);
  });

  test('makes the queues that the app opens and is triggered by, each with its poison queue', async () => {
    const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
    const used = new Set([...(await namesOf(service.listQueues())), ...triggers]);
    const poison = [...used].filter((queue) => !queue.endsWith('-poison')).map((queue) => `${queue}-poison`);
    expect(triggers.length).toBeGreaterThan(1);
    expect(made(name, 'Microsoft.Storage/storageAccounts/queueServices/queues')).toEqual(
      [...new Set([...used, ...poison])].toSorted(),
    );
  });
});

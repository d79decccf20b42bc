import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TableClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Azurite, startAzurite } from '../../lib/local/azurite.ts';
import { eventually } from './host/startFixture.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
}, 30_000);
afterAll(() => azurite.stop());

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('serves queues and tables as soon as it is started', async () => {
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('first');
  await queue.create();
  await queue.sendMessage('hello');
  expect((await queue.receiveMessages()).receivedMessageItems[0]?.messageText).toBe('hello');
  const table = TableClient.fromConnectionString(azurite.connectionString, 'first', { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r' });
  expect(await table.getEntity('p', 'r')).toMatchObject({ rowKey: 'r' });
});

test('names a port that is in use', async () => {
  const port = Number(/QueueEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(azurite.connectionString)?.[1]);
  await expect(startAzurite({ queuePort: port })).rejects.toThrow(
    `Azurite cannot listen on port ${String(port)}: it is already in use.`,
  );
});

test('ends with its parent, even when that is killed', async () => {
  const script = `import { startAzurite } from ${JSON.stringify(fileURLToPath(new URL('../../lib/local/azurite.ts', import.meta.url)))};
    console.log((await startAzurite()).pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: unknown = (await once(parent.stdout, 'data'))[0];
  const pid = Number(String(printed));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await eventually(() => (isAlive(pid) ? undefined : true), 3_000);
});

// The last test: it stops the one that the others use.
test('is gone after stop', async () => {
  await azurite.stop();
  expect(isAlive(azurite.pid)).toBe(false);
});

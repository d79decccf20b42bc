import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { expect, onTestFinished, test } from 'vitest';
import { startAzurite } from '../../lib/local/azurite.ts';
import { indexPartition, scheduleKey } from '../../lib/store/keys.ts';
import { eventually } from '../local/host/startFixture.ts';
import { openApi } from './support/callApi.ts';
import { withStack } from './support/withStack.ts';

const empty = ['--sample', 'empty'];

test('a run that was missed while nothing ran is made up once, by two hosts that start at once', async () => {
  const azurite = await startAzurite();
  onTestFinished(() => azurite.stop());
  const schedule = '0 0 1 1 * Europe/Amsterdam';
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(azurite.connectionString, 'scanIndex', options);
  await table.createTable();
  const keys = { partitionKey: indexPartition, rowKey: scheduleKey };
  await table.createEntity({ ...keys, schema: 1, schedule, done: '2020-01-01T00:00:00.000Z' });
  // A minute of the timer is a second.
  const stackOptions = {
    azurite: azurite.connectionString,
    sample: empty,
    hosts: 2,
    timeDivisor: 60,
    environment: { SCAN_SCHEDULE: schedule },
  };
  await withStack(stackOptions, async ({ baseUrls }, api) => {
    const [scan] = await eventually(async () => {
      const found = await api.list('scans');
      return found.length > 0 ? found : undefined;
    }, 30_000);
    expect(scan).toMatchObject({ requestedBy: 'schedule' });
    await api.finished(String(scan?.['id']), 30_000);
    // Both hosts look again, several times.
    await sleep(4_000);
    for (const baseUrl of baseUrls) expect(await openApi(baseUrl).list('scans')).toHaveLength(1);
  });
});

test('a schedule that cannot be read is named in the log, and the app works', async () => {
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const environment = { SCAN_SCHEDULE: 'each night' };
  await withStack({ sample: empty, timeDivisor: 60, environment, onLine }, async (_stack, api) => {
    await eventually(() => lines.some((line) => line.includes('SCAN_SCHEDULE cannot be "each night"')), 20_000);
    const { id } = await api.start();
    expect((await api.finished(id, 30_000)).status).toBe('completed');
    expect(await api.get('health')).toMatchObject({ status: 'ok' });
  });
});

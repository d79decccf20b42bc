import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { documented } from '../../../lib/local/host/documented.ts';
import { readHostFile } from '../../../lib/local/host/hostFile.ts';
import { divideQueueTimings } from '../../../lib/local/host/queueTimings.ts';

const project = resolve(import.meta.dirname, '../../..');

function folderWith(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'host-file-'));
  writeFileSync(join(folder, 'host.json'), file);
  return folder;
}

test('the documented values are the defaults', () => {
  expect(documented).toMatchObject({
    lease: 10 * 60_000,
    leastRenewal: 60_000,
    leastPolling: 100,
    mostPolling: 60_000,
    mostPollingLocally: 2_000,
    requestBody: 100 * 1024 * 1024,
  });
  expect(readHostFile(folderWith('{"version":"2.0"}'), {})).toEqual({
    functionTimeout: 30 * 60_000,
    routePrefix: 'api',
    queues: {
      batchSize: 16,
      newBatchThreshold: 8,
      maxDequeueCount: 5,
      visibilityTimeout: 0,
      maxPollingInterval: 2_000,
      messageEncoding: 'base64',
    },
  });
});

test("the project's host.json is read, and a divisor of 1 keeps every time", () => {
  const settings = readHostFile(project, {});
  expect(settings).toEqual({
    functionTimeout: 10 * 60_000,
    routePrefix: 'api',
    queues: {
      batchSize: 4,
      newBatchThreshold: 0,
      maxDequeueCount: 10,
      visibilityTimeout: 30_000,
      maxPollingInterval: 5_000,
      messageEncoding: 'base64',
    },
  });
  expect(divideQueueTimings(settings.queues, 1)).toEqual({
    leaseSeconds: 600,
    renewal: 300_000,
    leastRenewal: 60_000,
    retrySeconds: 30,
    leastPolling: 100,
    mostPolling: 5_000,
  });
});

test('a divisor divides every time; what Queue Storage takes in seconds stays a whole number above 0', () => {
  const { queues } = readHostFile(project, {});
  expect(divideQueueTimings(queues, 60)).toMatchObject({ leaseSeconds: 10, renewal: 5_000, retrySeconds: 1 });
  expect(divideQueueTimings(queues, 3600)).toMatchObject({ leaseSeconds: 1, renewal: 500, retrySeconds: 1 });
});

test('settings named AzureFunctionsJobHost__ win over host.json, without regard to case', () => {
  const { queues, routePrefix } = readHostFile(project, {
    AzureFunctionsJobHost__extensions__queues__batchSize: '16',
    AZUREFUNCTIONSJOBHOST__EXTENSIONS__QUEUES__MAXPOLLINGINTERVAL: '00:00:01',
    AzureFunctionsJobHost__extensions__http__routePrefix: 'v1',
  });
  expect([queues.batchSize, queues.maxPollingInterval, queues.maxDequeueCount, routePrefix]).toEqual([
    16,
    1_000,
    10,
    'v1',
  ]);
});

test.for([
  ['{', 'is not JSON'],
  ['[]', 'cannot be used'],
  ['{"version":"1.0"}', 'version: '],
  ['{"version":"2.0","extensions":{"queues":{"batchSize":33}}}', 'extensions.queues.batchSize: '],
  ['{"version":"2.0","extensions":{"queues":{"batchSize":0}}}', 'extensions.queues.batchSize: '],
  ['{"version":"2.0","extensions":{"queues":{"maxDequeueCount":0}}}', 'extensions.queues.maxDequeueCount: '],
  ['{"version":"2.0","extensions":{"queues":{"visibilityTimeout":"30"}}}', '"30" is not a time as hh:mm:ss'],
  ['{"version":"2.0","extensions":{"queues":{"maxPollingInterval":"00:00:00.05"}}}', 'less than 100 milliseconds'],
] as const)('%s is refused: %s', ([file, fault]) => {
  expect(() => readHostFile(folderWith(file), {})).toThrow(fault);
});

test.for([
  ['00:10:00', 600_000],
  ['1.02:03:04.5', 93_784_500],
  ['-1', Infinity],
] as const)('functionTimeout %s is %d milliseconds', ([text, milliseconds]) => {
  expect(readHostFile(folderWith(`{"version":"2.0","functionTimeout":"${text}"}`), {}).functionTimeout).toBe(
    milliseconds,
  );
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Stack, startStack } from '../../lib/local/stack.ts';
import { eventually } from '../local/host/startFixture.ts';
import { type Api, openApi } from './support/callApi.ts';
import { readResult } from './support/readResult.ts';
import { countMessages, listRowKeys, sendWork } from './support/storageOf.ts';
import { accountsIn } from './support/withStack.ts';

const key = 'a-function-key';
const patience = 60_000;
const lines: string[] = [];
let stack: Stack;
let api: Api;
let stranger: Api;

// Calls slow enough that a scan can be met in its middle.
beforeAll(async () => {
  stack = await startStack({
    sample: accountsIn(2, 48, 60),
    timeDivisor: 60,
    keys: [key],
    onLine: (line) => lines.push(line),
  });
  api = openApi(stack.baseUrl, key);
  stranger = openApi(stack.baseUrl);
}, patience);
afterAll(() => stack.stop());

const failure = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), target: z.string().nullable() }),
});

async function failureOf(response: Response): Promise<z.infer<typeof failure>['error']> {
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  return failure.parse(await response.json()).error;
}

const scanAnswer = z.looseObject({ id: z.string(), status: z.string() });

async function post(path = 'scans', body: unknown = {}) {
  const response = await api.call('POST', path, body);
  const location = response.headers.get('location') ?? '';
  return { response, location, scan: scanAnswer.parse(await response.json()) };
}

/** A scan in its middle: something is committed, and more is to come. */
async function startedScan(options: unknown): Promise<string> {
  const { scan } = await post('scans', options);
  await eventually(async () => (await api.scan(scan.id)).progress.resourcesJudged > 0);
  return scan.id;
}

describe('a long-running operation', { timeout: patience }, () => {
  test('is accepted, polled without a key and answered when it ended', async () => {
    const { response, location, scan } = await post();
    expect(response.status).toBe(202);
    expect(response.headers.get('retry-after')).toBe('10');
    expect(location).toMatch(new RegExp(`^${stack.baseUrl}/api/operations/${scan.id}\\.[0-9a-f]{32}$`));
    const statuses = new Set<number>();
    const last = await eventually(async () => {
      const polled = await stranger.call('GET', location);
      statuses.add(polled.status);
      if (polled.status === 200) return polled;
      expect(polled.headers.get('location')).toBe(location);
      expect(polled.headers.get('retry-after')).toMatch(/^\d+$/);
      await polled.body?.cancel();
      return undefined;
    }, patience);
    expect([...statuses]).toEqual([202, 200]);
    expect(await last.json()).toEqual(await api.get(`scans/${scan.id}`));
    expect((await api.scan(scan.id)).status).toBe('completed');
    const other = `${location.slice(0, -1)}${location.endsWith('0') ? '1' : '0'}`;
    expect((await stranger.call('GET', other)).status).toBe(404);
  });

  test('of one scope and options is one scan, however it is asked for', async () => {
    const [one, two, three] = [
      await post(),
      await post('runScan'),
      await post('scans', { checks: ['storage-key-age'] }),
    ];
    expect(two.response.status).toBe(202);
    expect(two.location).toBe(one.location);
    expect(two.scan.id).toBe(one.scan.id);
    expect(three.scan.id).not.toBe(one.scan.id);
    await Promise.all([one, three].map(({ scan }) => api.finished(scan.id, patience)));
    const again = await post();
    expect(again.scan.id).not.toBe(one.scan.id);
    await api.finished(again.scan.id, patience);
  });
});

describe('keys', () => {
  test.each(['scans', 'checks', 'openapi.json', 'scans/01a20a1d-d503-7525-ad6c-b290ab18b5c0', 'nowhere'])(
    '%s asks for one',
    async (path) => {
      expect((await stranger.call('GET', path)).status).toBe(401);
      expect((await stranger.call('GET', `${path}?code=wrong`)).status).toBe(401);
      expect((await stranger.call('GET', `${path}?code=${key}`)).status).not.toBe(401);
    },
  );

  test('the health needs none', async () => {
    const health = z.strictObject({ status: z.literal('ok'), version: z.string().regex(/^\d+\.\d+\.\d+$/) });
    expect(health.safeParse(await stranger.get('health')).success).toBe(true);
  });
});

describe('what cannot be served has one shape', () => {
  test('an unknown address is 404', async () => {
    const response = await api.call('GET', 'nowhere/at/all');
    expect(response.status).toBe(404);
    expect(await failureOf(response)).toMatchObject({ code: 'NotFound', target: 'path' });
  });

  test.each([
    ['PUT', 'scans', 'GET, POST'],
    ['POST', 'health', 'GET'],
    ['GET', 'runScan', 'POST'],
    ['PATCH', 'scans/01a20a1d-d503-7525-ad6c-b290ab18b5c0', 'GET, DELETE'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allowed) => {
    const response = await api.call(method, path);
    expect(response.status).toBe(405);
    const allow = response.headers.get('allow') ?? '';
    expect(allow.split(', ').toSorted()).toEqual(allowed.split(', ').toSorted());
    expect((await failureOf(response)).code).toBe('MethodNotAllowed');
  });

  test('a body of 65 KiB is 413', async () => {
    const response = await api.call('POST', 'scans', { checks: ['x'.repeat(65 * 1024)] });
    expect(response.status).toBe(413);
    expect(await failureOf(response)).toMatchObject({ code: 'RequestTooLarge', target: 'body' });
  });

  test.each([
    ['an unknown field', { subscription: 'x' }, 'subscription'],
    ['a wrong type', { checks: 'storage-key-age' }, 'checks'],
    ['a malformed id', { subscriptions: ['x'] }, 'subscriptions.0'],
  ])('%s is 400 and named', async (_what, body, target) => {
    const response = await api.call('POST', 'scans', body);
    expect(response.status).toBe(400);
    expect((await failureOf(response)).target).toBe(target);
  });

  test('a scan that does not exist is 404 and repeats its id', async () => {
    const id = '01a20a1d-d503-7525-ad6c-b290ab18b5c0';
    const response = await api.call('GET', `scans/${id}`);
    expect(response.status).toBe(404);
    expect((await failureOf(response)).message).toContain(id);
  });
});

describe('a scan in its middle', { timeout: patience }, () => {
  test('is cancelled for good, and another of its scope may start', async () => {
    const options = { services: ['storage'] };
    const id = await startedScan(options);
    const cancelled = await api.call('POST', `scans/${id}/cancel`);
    expect(cancelled.status).toBe(200);
    expect(scanAnswer.parse(await cancelled.json()).status).toBe('cancelled');
    const kept = await readResult(api, id);
    expect(kept.scan).toMatchObject({ status: 'cancelled' });
    const { scan } = await post('scans', options);
    expect(scan.id).not.toBe(id);
    await api.finished(scan.id, patience);
    // A worker that was still at it when the scan was cancelled wrote nothing more.
    expect(await readResult(api, id)).toEqual(kept);
    const late = await api.call('POST', `scans/${scan.id}/cancel`);
    expect(late.status).toBe(409);
    expect((await failureOf(late)).code).toBe('ScanFinished');
  });

  test('is deleted at once for every reader, and then from the tables', async () => {
    const id = await startedScan({ severities: ['critical', 'high', 'medium', 'low'] });
    expect((await api.call('DELETE', `scans/${id}`)).status).toBe(202);
    expect((await api.call('GET', `scans/${id}`)).status).toBe(404);
    expect((await api.list('scans')).map((scan) => scan['id'])).not.toContain(id);
    const left = (): Promise<readonly string[]> => listRowKeys(stack.connectionString, 'scans', id);
    await eventually(async () => (await left()).length === 0, 30_000);
    const index = await listRowKeys(stack.connectionString, 'scanIndex', 'scans');
    expect(index.filter((rowKey) => rowKey.startsWith('active~'))).toEqual([]);
  });
});

test(
  'a message that is not ours goes to poison and is logged; a scan beside it is untouched',
  { timeout: patience },
  async () => {
    const { scan } = await post('scans', { checks: ['storage-diagnostic-logging', 'storage-key-age'] });
    await sendWork(stack.connectionString, JSON.stringify({ hello: 'a-stranger-says' }));
    await sendWork(stack.connectionString, 'no JSON at all');
    const finished = await api.finished(scan.id, patience);
    expect(finished.status).toBe('completed');
    const dropped = (text: string): boolean =>
      lines.some((line) => line.includes('error') && line.includes('is dropped') && line.includes(text));
    await eventually(() => dropped('a-stranger-says') && dropped('no JSON at all'), 40_000);
    await eventually(async () => (await countMessages(stack.connectionString, 'scan-work')) === 0);
    await eventually(async () => (await countMessages(stack.connectionString, 'scan-work-poison')) === 0);
    expect(await readResult(api, scan.id)).toMatchObject({ scan: { status: 'completed' }, errors: [] });
  },
);

test('no key and no nonce comes to the logs', () => {
  expect(lines.filter((line) => line.includes(key) || /operations\/[^ ]+\.[0-9a-f]{32}/.test(line))).toEqual([]);
});

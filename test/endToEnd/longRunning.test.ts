import { createHttpPoller, type LroResponse } from '@azure/core-lro';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Stack, startStack } from '../../lib/local/stack.ts';
import { type Api, openApi, type Scan } from './support/callApi.ts';
import { startFaultyFront, type Fate, type FaultyFront } from './support/faultyFront.ts';
import { runHttpAction, type HttpAction } from './support/httpAction.ts';
import { accountsIn, withStack } from './support/withStack.ts';

const key = 'a-function-key';
const patience = 90_000;
/** Of the driver's waits, not of the app's. */
const divisor = 20;
let stack: Stack;
let api: Api;
let front: FaultyFront;

// Calls slow enough that a scan takes some seconds.
beforeAll(async () => {
  stack = await startStack({ sample: accountsIn(2, 48, 80), timeDivisor: 60, keys: [key] });
  api = openApi(stack.baseUrl, key);
  front = await startFaultyFront(stack.baseUrl);
}, patience);
afterAll(async () => {
  await front.stop();
  await stack.stop();
});

const scanAnswer = z.looseObject({ id: z.string(), status: z.string() });
const listed = async (): Promise<readonly string[]> => (await api.list('scans')).map((scan) => String(scan['id']));

/** Scopes of their own, so that no test meets the scan of another. */
let used = 0;
function newAction(more: Partial<HttpAction> = {}): HttpAction {
  used += 1;
  const excludedSubscriptions = [`00000000-0000-4000-8000-${String(used).padStart(12, '0')}`];
  return {
    method: 'POST',
    uri: `${front.baseUrl}/api/scans`,
    headers: { 'x-functions-key': key, 'idempotency-key': `run-${String(used)}` },
    body: { excludedSubscriptions },
    ...more,
  };
}

const act = (action: HttpAction) => runHttpAction(action, divisor);

describe('the HTTP action of Logic Apps', { timeout: patience }, () => {
  test('polls to the end by itself and gets the scan', async () => {
    front.decide(() => 'pass');
    const before = await listed();
    const { outcome, statusCode, body, sendings } = await act(newAction());
    expect([outcome, statusCode]).toEqual(['Succeeded', 200]);
    const { id, status } = scanAnswer.parse(body);
    expect(status).toBe('completed');
    expect(body).toEqual(await api.get(`scans/${id}`));
    const polls = sendings.filter(({ method }) => method === 'GET');
    expect(polls.length).toBeGreaterThan(1);
    for (const { status: answered, location, retryAfter } of sendings.slice(0, -1)) {
      expect(answered).toBe(202);
      expect(location).toMatch(new RegExp(`^${front.baseUrl}/api/operations/${id}\\.[0-9a-f]{32}$`));
      expect(retryAfter).toMatch(/^[1-9]\d*$/);
    }
    expect(new Set(polls.map(({ uri }) => uri)).size).toBe(1);
    expect(await listed()).toHaveLength(before.length + 1);
  });

  const faults: readonly (readonly [string, readonly Fate[]])[] = [
    ['408 for it', [408]],
    ['429 for it', [429]],
    ['500, 502, 503 and 504 for it', [500, 502, 503, 504]],
    ['no answer, though it was carried out', ['lost']],
    ['504 four times, though it was carried out each time', Array<Fate>(4).fill({ late: 504 })],
  ];

  test.each(faults)('retries a POST that meets %s, and starts one scan', async (_case, fates) => {
    front.decide((_method, index) => fates[index] ?? 'pass');
    const before = await listed();
    const { outcome, body, sendings } = await act(newAction());
    expect(outcome).toBe('Succeeded');
    expect(sendings.filter(({ method }) => method === 'POST')).toHaveLength(fates.length + 1);
    expect(await listed()).toEqual([scanAnswer.parse(body).id, ...before]);
  });

  test('gets the scan of its first POST where that ended before the retry', async () => {
    const before = await listed();
    const ended = async () => api.finished((await listed())[0] ?? '', patience);
    front.decide((_method, index) => (index === 0 ? { late: 503, after: ended } : 'pass'));
    const { outcome, body, sendings } = await act(newAction());
    expect([outcome, scanAnswer.parse(body).status]).toEqual(['Succeeded', 'completed']);
    expect(sendings.map(({ status }) => status)).toEqual([503, 202, 200]);
    expect(await listed()).toEqual([scanAnswer.parse(body).id, ...before]);
  });

  test('retries polls that meet 429, 500 and a cut connection', async () => {
    const fates: Readonly<Record<number, Fate>> = { 1: 429, 2: 500, 3: 'lost' };
    front.decide((_method, index) => fates[index] ?? 'pass');
    const { outcome, body } = await act(newAction());
    expect([outcome, scanAnswer.parse(body).status]).toEqual(['Succeeded', 'completed']);
  });

  test('succeeds also for a scan that is cancelled, whose status tells', async () => {
    front.decide(() => 'pass');
    const running = act(newAction());
    let id = '';
    await expect
      .poll(
        async () => {
          const [scan] = await api.list('scans?status=running&top=1');
          id = String(scan?.['id']);
          return scan !== undefined;
        },
        { timeout: patience },
      )
      .toBe(true);
    await api.call('POST', `scans/${id}/cancel`);
    const { outcome, statusCode, body } = await running;
    expect([outcome, statusCode]).toEqual(['Succeeded', 200]);
    expect(scanAnswer.parse(body)).toMatchObject({ id, status: 'cancelled' });
  });

  test('fails without a key, and is not retried then', async () => {
    front.decide(() => 'pass');
    const { outcome, statusCode, sendings } = await act(newAction({ headers: {} }));
    expect([outcome, statusCode, sendings.length]).toEqual(['Failed', 401, 1]);
  });

  test('fails on a body that is wrong, and says which field', async () => {
    const { outcome, statusCode, body } = await act(newAction({ body: { severities: ['severe'] } }));
    expect([outcome, statusCode]).toEqual(['Failed', 400]);
    expect(body).toMatchObject({ error: { code: 'InvalidRequest', target: 'severities.0' } });
  });

  test('takes runScan as it takes scans', async () => {
    front.decide(() => 'pass');
    const { outcome, body } = await act(newAction({ uri: `${front.baseUrl}/api/runScan` }));
    expect([outcome, scanAnswer.parse(body).status]).toEqual(['Succeeded', 'completed']);
  });
});

/** Whatever is not seen fails a scan. */
const strict = { COVERAGE_FLOOR_PERCENT: '100' };

test('a scan that fails is answered 200 with its error', { timeout: patience }, () =>
  withStack({ sample: ['--sample', 'blind'], timeDivisor: 60, environment: strict }, async ({ baseUrl }) => {
    const action = { method: 'POST', uri: `${baseUrl}/api/scans`, body: {} };
    const { outcome, statusCode, body } = await act(action);
    expect([outcome, statusCode]).toEqual(['Succeeded', 200]);
    expect(body).toMatchObject({ status: 'failed', error: { code: 'tooLittleSeen' } });
  }),
);

/** What every client of the Azure SDK hands to the poller. */
async function exchange(url: string, init: RequestInit = {}): Promise<LroResponse<Scan>> {
  const response = await fetch(url, init);
  const body: unknown = await response.json();
  const headers = Object.fromEntries(response.headers);
  // The poller looks at the status code itself; only the end is a scan that it hands on.
  const flatResponse = z.custom<Scan>().parse(body);
  return { flatResponse, rawResponse: { statusCode: response.status, headers, body } };
}

test("the Azure SDK's poller of long-running operations follows a scan", { timeout: patience }, async () => {
  const { body, headers = {} } = newAction();
  let polls = 0;
  const started = Date.now();
  const poller = await createHttpPoller<
    Scan,
    { status: 'notStarted' | 'running' | 'succeeded' | 'canceled' | 'failed' }
  >({
    sendInitialRequest: () =>
      exchange(`${stack.baseUrl}/api/scans`, { method: 'POST', headers, body: JSON.stringify(body) }),
    // A poller's requests carry no key here: the nonce is the permission.
    sendPollRequest: (path) => {
      polls += 1;
      return exchange(path);
    },
  });
  expect(poller.getOperationState().status).toBe('running');
  const scan = await poller.pollUntilDone();
  expect(poller.getOperationState().status).toBe('succeeded');
  expect(scan.status).toBe('completed');
  expect(scan).toEqual(await api.get(`scans/${scan.id}`));
  expect(polls).toBeGreaterThan(0);
  // It kept the Retry-After of 10 seconds before its next look.
  expect(Date.now() - started).toBeGreaterThan((polls - 1) * 10_000);
});

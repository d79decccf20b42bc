import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScan } from '../../lib/api/scanEndpoints.ts';
import { indexPartition, prefixRange } from '../../lib/store/keys.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, faultOf, type Reply } from './support/callApi.ts';

let storage: TestStorage;
let shared: World | undefined;
const open = (settings = {}): Promise<World> => openWorld({ connection: storage.newAccount(), settings });
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const post = (given: World, body?: string, headers = {}): Promise<Reply> =>
  callApi(given.context, startScan, { method: 'POST', headers, ...(body !== undefined && { body }) });

const subscription = '5a9e0000-0008-4000-8000-000000000e00';
const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const tooMany = Array.from({ length: 1501 }, () => subscription);

describe('a request that cannot be served', () => {
  const refused: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['a body that is not JSON', '{"checks": [', [400, 'InvalidRequest', 'body']],
    ['a list', '[]', [400, 'InvalidRequest', 'body']],
    ['null', 'null', [400, 'InvalidRequest', 'body']],
    ['a text', '"scan"', [400, 'InvalidRequest', 'body']],
    ['a number', '7', [400, 'InvalidRequest', 'body']],
    ['an unknown field', '{"callbackUrl":"https://example.com"}', [400, 'InvalidRequest', 'callbackUrl']],
    ['a field of the prototype', '{"__proto__":{"x":1}}', [400, 'InvalidRequest', '__proto__']],
    ['a wrong type', '{"subscriptions":"all"}', [400, 'InvalidRequest', 'subscriptions']],
    ['a wrong type in a list', `{"subscriptions":["${subscription}",7]}`, [400, 'InvalidRequest', 'subscriptions.1']],
    ['null for a field', '{"checks":null}', [400, 'InvalidRequest', 'checks']],
    ['a subscription id that is none', '{"subscriptions":["prod"]}', [400, 'InvalidRequest', 'subscriptions.0']],
    ['a group id that is none', '{"resourceGroups":["rg"]}', [400, 'InvalidRequest', 'resourceGroups.0']],
    [
      'a group id with more behind it',
      `{"resourceGroups":["${group}/x"]}`,
      [400, 'InvalidRequest', 'resourceGroups.0'],
    ],
    ['a management group that is none', '{"managementGroup":"a/b"}', [400, 'InvalidRequest', 'managementGroup']],
    ['an empty management group', '{"managementGroup":""}', [400, 'InvalidRequest', 'managementGroup']],
    ['an empty list of subscriptions', '{"subscriptions":[]}', [400, 'InvalidRequest', 'subscriptions']],
    ['an empty list of checks', '{"checks":[]}', [400, 'InvalidRequest', 'checks']],
    [
      'more subscriptions than are taken',
      JSON.stringify({ subscriptions: tooMany }),
      [400, 'InvalidRequest', 'subscriptions'],
    ],
    [
      'two scopes',
      `{"managementGroup":"g","subscriptions":["${subscription}"]}`,
      [400, 'InvalidRequest', 'managementGroup'],
    ],
    ['an unknown check', '{"checks":["test-https","test-nothing"]}', [400, 'InvalidRequest', 'checks']],
    ['an unknown service', '{"services":["sql"]}', [400, 'InvalidRequest', 'services']],
    ['an unknown severity', '{"severities":["severe"]}', [400, 'InvalidRequest', 'severities.0']],
    ['filters that leave no check', '{"services":["other"],"severities":["low"]}', [400, 'InvalidRequest', 'checks']],
    ['over 64 KiB', `{"checks":["${'x'.repeat(64 * 1024)}"]}`, [413, 'RequestTooLarge', 'body']],
  ];

  it.each(refused)('is answered with the field at fault and starts nothing: %s', async (_case, body, fault) => {
    const world = (shared ??= await open());
    expect(faultOf(await post(world, body))).toEqual(fault);
    const { rows } = await world.context.store.index.page(indexPartition, prefixRange(''));
    expect(rows).toEqual([]);
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(201)])('is answered for an Idempotency-Key that is none: %j', async (key) => {
    const world = (shared ??= await open());
    const headers = { 'idempotency-key': key };
    expect(faultOf(await post(world, '{}', headers))).toEqual([400, 'InvalidRequest', 'Idempotency-Key']);
  });
});

it('answers 202 with the scan, where to poll and when', async () => {
  const fresh = await open();
  const { status, headers, body } = await post(
    fresh,
    `{"subscriptions":["${subscription.toUpperCase()}"],"severities":["low","high","low"]}`,
  );
  expect(status).toBe(202);
  const id = String(body['id']);
  expect(headers['Location']).toMatch(new RegExp(`^https://vigil\\.test/api/operations/${id}\\.[0-9a-f]{32}$`));
  expect(headers['Retry-After']).toBe('10');
  expect(body).toMatchObject({
    status: 'pending',
    scope: { subscriptions: [subscription] },
    options: { severities: ['high', 'low'] },
    requestedBy: 'test',
    startedAt: null,
    finishedAt: null,
    progress: { partsDone: 0, parts: 0 },
    score: null,
    error: null,
  });
  expect(JSON.stringify(body)).not.toMatch(/nonce|trace|digest/);
});

it('takes no body, an empty one and {} for the same scan', async () => {
  const fresh = await open();
  const answers = [await post(fresh), await post(fresh, ''), await post(fresh, ' {} ')];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(answers.map(({ body, headers }) => `${String(body['id'])} ${String(headers['Location'])}`)).size).toBe(
    1,
  );
  expect(answers[0]?.body['scope']).toEqual({});
});

it('scans the subscription of the setting where the body names no scope', async () => {
  const fresh = await open({ AZURE_SUBSCRIPTION_ID: subscription.toUpperCase() });
  expect((await post(fresh)).body['scope']).toEqual({ subscriptions: [subscription] });
  expect((await post(fresh, '{"managementGroup":"all"}')).body['scope']).toEqual({ managementGroup: 'all' });
});

it('gives the address of the setting, whatever the request calls itself', async () => {
  const fresh = await open({ PUBLIC_BASE_URL: 'https://posture.example.com/' });
  expect((await post(fresh)).headers['Location']).toMatch(/^https:\/\/posture\.example\.com\/api\/operations\//);
});

it('names the workflow of a Logic App, and cuts a long name', async () => {
  const fresh = await open();
  expect((await post(fresh, '{}', { 'x-ms-workflow-id': 'abc' })).body['requestedBy']).toBe('Logic Apps workflow abc');
  const other = await open();
  expect((await post(other, '{}', { 'user-agent': 'u'.repeat(500) })).body['requestedBy']).toBe('u'.repeat(200));
});

it('answers 429 with Retry-After above MAX_ACTIVE_SCANS, but 202 for the scan that is active', async () => {
  const fresh = await open({ MAX_ACTIVE_SCANS: '1' });
  const first = await post(fresh);
  const refused = await post(fresh, '{"severities":["low"]}');
  expect(faultOf(refused)).toEqual([429, 'TooManyScans', null]);
  expect(refused.headers['Retry-After']).toBe('60');
  expect((await post(fresh)).body['id']).toBe(first.body['id']);
});

it('answers 409 for an Idempotency-Key of another body', async () => {
  const fresh = await open();
  const headers = { 'idempotency-key': 'k-1' };
  const first = await post(fresh, '{}', headers);
  expect(faultOf(await post(fresh, '{"severities":["low"]}', headers))).toEqual([
    409,
    'IdempotencyKeyReused',
    'Idempotency-Key',
  ]);
  expect((await post(fresh, '', headers)).body['id']).toBe(first.body['id']);
});

it('shows the progress of a scan that is under way already', async () => {
  const fresh = await open();
  await post(fresh);
  await fresh.deliver();
  expect((await post(fresh)).body).toMatchObject({ status: 'running', progress: { parts: 1 } });
});

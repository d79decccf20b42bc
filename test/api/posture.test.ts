import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPosture, getScore, listPosture } from '../../lib/api/decisionEndpoints.ts';
import { getScan } from '../../lib/api/scanEndpoints.ts';
import { generatedSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld } from '../scan/support/world.ts';
import { callApi, everyPage, faultOf, listOf, type Endpoint, type Reply } from './support/callApi.ts';
import { always, compareScans, kept, tenant, type ComparedScans } from './support/comparedScans.ts';
import { finishedScan } from './support/finishedScan.ts';

const [first, second, third] = [generatedSubscription(0), generatedSubscription(1), generatedSubscription(2)];

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

let made: Promise<ComparedScans> | undefined;
const ready = (): Promise<ComparedScans> => (made ??= compareScans(storage));

async function ask(endpoint: Endpoint, scanId: string, path: string): Promise<Reply> {
  const { world } = await ready();
  return callApi(world.context, endpoint, { path: `/scans/${scanId}/${path}`, params: { scanId } });
}

describe('the score', () => {
  // Weights: critical 8, high 4, medium 2, low 1; more-unread may be either.
  const whole = { low: 5.26, high: 15.78 };

  it('stands whole, by service worst first, and by subscription', async () => {
    const { newer } = await ready();
    const { body } = await ask(getScore, newer, 'score');
    expect(body).toEqual({
      score: whole,
      services: [
        { name: 'more', low: 0, high: 33.33 },
        { name: 'test', low: 7.69, high: 7.69 },
      ],
      subscriptions: [first, second, third].map((name) => ({ name, ...whole })),
    });
    expect((await ask(getScan, newer, '')).body['score']).toEqual(whole);
  });

  it.each([1, 2, 3, 4])('comes in pages of %i subscriptions that are one page in all', async (top) => {
    const { world, newer } = await ready();
    const question = { path: `/scans/${newer}/score`, params: { scanId: newer } };
    const all = listOf(await ask(getScore, newer, 'score'), 'subscriptions');
    expect(await everyPage(world.context, getScore, question, top, 'subscriptions')).toEqual(all);
  });

  it('is null of a scan that runs', async () => {
    const { running } = await ready();
    const { body } = await ask(getScore, running, 'score');
    expect(body).toEqual({ score: null, services: [], subscriptions: [] });
  });

  it('refuses what is no question', async () => {
    const { newer } = await ready();
    expect(faultOf(await ask(getScore, newer, 'score?severity=high'))).toEqual([400, 'InvalidRequest', 'severity']);
    expect(faultOf(await ask(getScore, 'x', 'score'))).toEqual([400, 'InvalidRequest', 'scanId']);
  });
});

describe('posture', () => {
  const postureOf = async (subscriptionId: string, query = ''): Promise<Reply> =>
    callApi((await ready()).world.context, getPosture, {
      path: `/posture/${subscriptionId}${query}`,
      params: { subscriptionId },
    });

  it('shows each subscription by its latest scan that was not narrowed', async () => {
    const { world, newer } = await ready();
    const value = listOf(await callApi(world.context, listPosture, { path: '/posture' }));
    const finishedAt = (await ask(getScan, newer, '')).body['finishedAt'];
    const accounts = kept / 3;
    const standing = {
      scanId: newer,
      finishedAt,
      score: { low: 5.26, high: 15.78 },
      verdicts: { pass: accounts, fail: 3 * accounts, unknown: accounts, notApplicable: 0 },
      findings: { critical: accounts, high: 2 * accounts, medium: 0, low: 0 },
    };
    expect(value.map(({ subscriptionName: _name, ...rest }) => rest)).toEqual(
      [first, second, third].map((subscriptionId) => ({ subscriptionId, ...standing })),
    );
    expect(value.every(({ subscriptionName }) => subscriptionName !== '')).toBe(true);
    expect(await everyPage(world.context, listPosture, { path: '/posture' }, 1)).toEqual(value);
  });

  it('shows how a subscription stood, newest first, and nothing of narrowed scans', async () => {
    const { world, oldest, older, newer } = await ready();
    const value = listOf(await postureOf(second));
    expect(value.map(({ scanId }) => scanId)).toEqual([newer, older, oldest]);
    expect(new Set(value.map(({ subscriptionId }) => subscriptionId))).toEqual(new Set([second]));
    expect(value.map(({ score }) => JSON.stringify(score))).toEqual([
      '{"low":5.26,"high":15.78}',
      '{"low":26.66,"high":26.66}',
      '{"low":26.66,"high":26.66}',
    ]);
    expect(listOf(await postureOf(second.toUpperCase()))).toEqual(value);
    const question = { path: `/posture/${second}`, params: { subscriptionId: second } };
    for (const top of [1, 2, 3]) expect(await everyPage(world.context, getPosture, question, top)).toEqual(value);
  });

  it('counts scans without findings', async () => {
    const catalogue = [always('test-good', 'pass')];
    const world = await openWorld({ connection: storage.newAccount(), tenant: tenant(3), catalogue });
    const scanId = await finishedScan(world);
    const [one] = listOf(await callApi(world.context, listPosture, { path: '/posture' }));
    expect(one).toMatchObject({
      scanId,
      score: { low: 100, high: 100 },
      verdicts: { pass: 1, fail: 0, unknown: 0, notApplicable: 0 },
      findings: { critical: 0, high: 0, medium: 0, low: 0 },
    });
  });

  it('answers 404 for a subscription that was never scanned whole', async () => {
    const absent = '00000000-0000-4000-8000-000000000000';
    expect(faultOf(await postureOf(absent))).toEqual([404, 'PostureNotFound', 'subscriptionId']);
  });

  it.each(['x', '..', "'", `${'0'.repeat(8)}-0000-4000-8000-00000000000`])('refuses the id %s', async (bad) => {
    expect(faultOf(await postureOf(encodeURIComponent(bad)))).toEqual([400, 'InvalidRequest', 'subscriptionId']);
  });

  it('refuses a token of another question', async () => {
    const { body } = await postureOf(first, '?top=1');
    const token = new URL(String(body['nextLink'])).searchParams.get('token') ?? '';
    expect(faultOf(await postureOf(second, `?token=${token}`))).toEqual([400, 'InvalidRequest', 'token']);
    expect(faultOf(await postureOf(first, '?top=0'))).toEqual([400, 'InvalidRequest', 'top']);
  });
});

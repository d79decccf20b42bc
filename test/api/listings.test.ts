import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  getCoverage,
  listChecks,
  listFindings,
  listScanChecks,
  listScanErrors,
  listScans,
} from '../../lib/api/listEndpoints.ts';
import { developmentSubscription, productionSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import type { Row } from '../../lib/model/row.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { testCatalogue, testCheck } from '../scan/support/testChecks.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, everyPage, faultOf, listOf, type Endpoint } from './support/callApi.ts';

const throwing = (id: string) =>
  testCheck({
    id,
    severity: 'medium',
    evaluate: () => {
      throw new Error(`thrown by ${id}`);
    },
  });
const catalogue = [...testCatalogue, throwing('more-one'), throwing('more-two')];

let storage: TestStorage;
let world: World;
let scanId = '';
let params: { readonly scanId: string };
let all: readonly Row[];
/** Finished scans besides, newest last. */
const others: string[] = [];

beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

/** One finished scan, one cancelled and one that waits, for every test here. */
async function ready(): Promise<World> {
  if (scanId !== '') return world;
  const connection = storage.newAccount();
  world = await openWorld({ connection, tenant: { sample: 'default' }, catalogue });
  scanId = await world.scan({
    subscriptions: [
      productionSubscription,
      developmentSubscription,
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-000000000002',
    ],
  });
  params = { scanId };
  const { id } = await world.start({ severities: ['low'] });
  await endScan(world.context, id, { status: 'cancelled', error: null });
  others.push(id, (await world.start()).id);
  all = listOf(await callApi(world.context, listFindings, { path: `/scans/${scanId}/findings?top=1000`, params }));
  return world;
}

const findings = async (query: string): Promise<readonly Row[]> => {
  const { context } = await ready();
  return listOf(await callApi(context, listFindings, { path: `/scans/${scanId}/findings?top=1000&${query}`, params }));
};

describe('findings', () => {
  const filters: readonly (readonly [string, (finding: Row) => boolean])[] = [
    ['severity=critical', ({ severity }) => severity === 'critical'],
    ['severity=high,medium', ({ severity }) => severity === 'high' || severity === 'medium'],
    ['service=other', ({ checkId }) => checkId === 'other-retention'],
    ['service=test,more', ({ checkId }) => checkId !== 'other-retention'],
    ['check=test-https', ({ checkId }) => checkId === 'test-https'],
    ['check=more-two,test-tls', ({ checkId }) => checkId === 'more-two' || checkId === 'test-tls'],
    [
      `subscription=${productionSubscription.toUpperCase()}`,
      ({ subscriptionId }) => subscriptionId === productionSubscription,
    ],
    ['status=fail', ({ status }) => status === 'fail'],
    ['status=unknown', ({ status }) => status === 'unknown'],
    [
      `severity=medium&service=more&status=unknown&subscription=${developmentSubscription}`,
      (one) => String(one['checkId']).startsWith('more-') && one['subscriptionId'] === developmentSubscription,
    ],
  ];

  it.each(filters)('are those of %s and no others', async (query, belongs) => {
    const found = await findings(query);
    expect(found).toEqual(all.filter(belongs));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
  });

  it('are none where a filter matches no check', async () => {
    expect(await findings('check=test-unheard-of')).toEqual([]);
    expect(await findings('severity=low&service=other')).toEqual([]);
  });

  it.each([1, 2, 7, 50, 999])('come once each, in order, in pages of %i', async (top) => {
    const { context } = await ready();
    expect(await everyPage(context, listFindings, { path: `/scans/${scanId}/findings`, params }, top)).toEqual(all);
    const filtered = { path: `/scans/${scanId}/findings?severity=medium,critical&status=unknown`, params };
    const expected = all.filter((one) => one['status'] === 'unknown' && one['severity'] !== 'high');
    expect(await everyPage(context, listFindings, filtered, top)).toEqual(expected);
  });

  it('say what was observed, what was expected and how to mend it', async () => {
    await ready();
    const fail = all.find(({ status }) => status === 'fail');
    expect(fail).toMatchObject({ because: { path: 'properties.deleteRetentionPolicy.enabled', expected: 'true' } });
    expect(fail).toMatchObject({ fix: { text: 'none' }, why: 'it is a test', subKey: '' });
    const unknown = all.find(({ status }) => status === 'unknown');
    expect(unknown).toMatchObject({ reason: 'threw', detail: 'thrown by more-one', permission: '' });
  });
});

describe('the other collections', () => {
  it.each([1, 2, 3, 5])('come once each, in order, in pages of %i', async (top) => {
    const { context } = await ready();
    const collections: readonly (readonly [Endpoint, string, string, number])[] = [
      [listScans, '/scans', 'value', 3],
      [listScanErrors, `/scans/${scanId}/errors`, 'value', 4],
      [listScanChecks, `/scans/${scanId}/checks`, 'value', 6],
      [getCoverage, `/scans/${scanId}/coverage`, 'refused', 2],
    ];
    for (const [endpoint, path, name, count] of collections) {
      const whole = listOf(await callApi(context, endpoint, { path, params }), name);
      expect(whole).toHaveLength(count);
      expect(await everyPage(context, endpoint, { path, params }, top, name)).toEqual(whole);
    }
  });

  it('show the error of the scan itself before those of its parts, page by page', async () => {
    const { context } = await ready();
    // Where nothing could be told the scan itself fails, beside the check that threw in each part.
    const blind = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' }, catalogue });
    const id = await blind.scan({ checks: ['more-one'] });
    const question = { path: `/scans/${id}/errors`, params: { scanId: id } };
    const whole = listOf(await callApi(blind.context, listScanErrors, question));
    expect(whole.map(({ part, code }) => [part, code])).toEqual([
      ['', 'tooLittleSeen'],
      ['00', 'Error'],
      ['01', 'Error'],
    ]);
    for (const top of [1, 2, 3, 4])
      expect(await everyPage(blind.context, listScanErrors, question, top)).toEqual(whole);
    const none = { path: `/scans/${others[0] ?? ''}/errors`, params: { scanId: others[0] ?? '' } };
    expect(await everyPage(context, listScanErrors, none, 1)).toEqual([]);
  });

  it('list scans newest first, and those of a status', async () => {
    const { context } = await ready();
    const ids = listOf(await callApi(context, listScans)).map(({ id }) => id);
    expect(ids).toEqual([others[1], others[0], scanId]);
    const cancelled = await callApi(context, listScans, { path: '/scans?status=cancelled,failed' });
    expect(listOf(cancelled).map(({ id }) => id)).toEqual([others[0]]);
  });

  it('show the catalogue with what each check reads', async () => {
    const { context } = await ready();
    const checks = listOf(await callApi(context, listChecks));
    expect(checks.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
    expect(checks.find(({ id }) => id === 'other-retention')).toMatchObject({ needs: [{ from: 'child' }] });
  });
});

describe('a question that cannot be answered', () => {
  const asked: readonly (readonly [Endpoint, string, readonly unknown[]])[] = [
    [listScans, '/scans?top=0', [400, 'InvalidRequest', 'top']],
    [listScans, '/scans?top=x', [400, 'InvalidRequest', 'top']],
    [listScans, '/scans?top=', [400, 'InvalidRequest', 'top']],
    [listScans, '/scans?top=-1', [400, 'InvalidRequest', 'top']],
    [listScans, '/scans?top=1.5', [400, 'InvalidRequest', 'top']],
    [listScans, '/scans?top=1001', [400, 'InvalidRequest', 'top']],
    [listScans, '/scans?order=id', [400, 'InvalidRequest', 'order']],
    [listScans, "/scans?status=failed'%20or%20'a'%20eq%20'a", [400, 'InvalidRequest', 'status']],
    [listScans, '/scans?status=', [400, 'InvalidRequest', 'status']],
    [listScans, '/scans?token=x', [400, 'InvalidRequest', 'token']],
    [listScans, '/scans?token=', [400, 'InvalidRequest', 'token']],
    [listFindings, "/scans/ID/findings?status=fail'", [400, 'InvalidRequest', 'status']],
    [listFindings, "/scans/ID/findings?check=a'b", [400, 'InvalidRequest', 'check']],
    [listFindings, '/scans/ID/findings?service=%22', [400, 'InvalidRequest', 'service']],
    [listFindings, '/scans/ID/findings?severity=severe', [400, 'InvalidRequest', 'severity']],
    [listFindings, '/scans/ID/findings?subscription=all', [400, 'InvalidRequest', 'subscription']],
    [listFindings, '/scans/ID/findings?filter=x', [400, 'InvalidRequest', 'filter']],
    [listScanErrors, '/scans/ID/errors?status=fail', [400, 'InvalidRequest', 'status']],
    [listScanChecks, '/scans/ID/checks?top=zero', [400, 'InvalidRequest', 'top']],
    [getCoverage, '/scans/ID/coverage?token=%00', [400, 'InvalidRequest', 'token']],
  ];
  it.each(asked)('names the parameter at fault: %o %s', async (endpoint, path, fault) => {
    const { context } = await ready();
    expect(faultOf(await callApi(context, endpoint, { path: path.replace('ID', scanId), params }))).toEqual(fault);
  });

  it('is a token of another listing, another filter or another scan', async () => {
    const { context } = await ready();
    const { body } = await callApi(context, listFindings, {
      path: `/scans/${scanId}/findings?top=1&status=fail`,
      params,
    });
    const token = new URL(String(body['nextLink'])).searchParams.get('token') ?? '';
    const elsewhere: readonly (readonly [Endpoint, string])[] = [
      [listScans, `/scans?token=${token}`],
      [listFindings, `/scans/${scanId}/findings?top=1&token=${token}`],
      [listFindings, `/scans/${scanId}/findings?top=1&status=unknown&token=${token}`],
      [listScanErrors, `/scans/${scanId}/errors?token=${token}`],
    ];
    for (const [endpoint, path] of elsewhere) {
      expect(faultOf(await callApi(context, endpoint, { path, params }))).toEqual([400, 'InvalidRequest', 'token']);
    }
    const same = `/scans/${scanId}/findings?status=fail&top=5&token=${token}`;
    expect((await callApi(context, listFindings, { path: same, params })).status).toBe(200);
  });

  it.each(['x', '..', "'", '00000000-0000-4000-8000-00000000000'])('is a scan id that is none: %s', async (bad) => {
    const { context } = await ready();
    for (const endpoint of [listFindings, listScanErrors, listScanChecks, getCoverage]) {
      expect(faultOf(await callApi(context, endpoint, { params: { scanId: bad } }))).toEqual([
        400,
        'InvalidRequest',
        'scanId',
      ]);
    }
  });

  it('is a scan that does not exist', async () => {
    const { context } = await ready();
    const absent = { params: { scanId: '00000000-0000-4000-8000-000000000000' } };
    for (const endpoint of [listFindings, listScanErrors, listScanChecks, getCoverage]) {
      expect(faultOf(await callApi(context, endpoint, absent))).toEqual([404, 'ScanNotFound', 'scanId']);
    }
  });
});

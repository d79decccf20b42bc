import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getScore, listChanges } from '../../lib/api/decisionEndpoints.ts';
import { listFindings } from '../../lib/api/listEndpoints.ts';
import { deleteScan, getScan } from '../../lib/api/scanEndpoints.ts';
import { generatedSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { isRow, type Row } from '../../lib/model/row.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld } from '../scan/support/world.ts';
import { callApi, everyPage, faultOf, listOf, type Endpoint, type Reply } from './support/callApi.ts';
import { always, compareScans, deleted, kept, tenant, type ComparedScans } from './support/comparedScans.ts';
import { finishedScan } from './support/finishedScan.ts';

const [first, second] = [generatedSubscription(0), generatedSubscription(1)];

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
const changes = async (query = ''): Promise<Reply> =>
  ask(listChanges, (await ready()).newer, `changes?top=1000${query}`);

const findingOf = ({ finding }: Row): Row => (isRow(finding) ? finding : {});
const countsOf = (rows: readonly Row[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(rows, ({ change }) => String(change))].map(([kind, of]) => [kind, of.length]));

const expected = {
  open: kept,
  new: kept,
  newCheck: kept,
  notRead: kept,
  resolved: kept,
  gone: 3 * deleted,
};

describe('changes', () => {
  it('tell what became of each finding since the scan before', { timeout: 60_000 }, async () => {
    const { older } = await ready();
    const reply = await changes();
    expect(reply.body['since']).toBe(older);
    const value = listOf(reply);
    expect(countsOf(value)).toEqual(expected);
    const ids = value.map((one) => JSON.stringify([findingOf(one)['checkId'], findingOf(one)['resourceId']]));
    expect(new Set(ids).size).toBe(value.length);
    const kindsOf = (checkId: string) =>
      new Set(value.filter((one) => findingOf(one)['checkId'] === checkId).map(({ change }) => change));
    expect(kindsOf('test-open')).toEqual(new Set(['open', 'gone']));
    expect(kindsOf('test-mended')).toEqual(new Set(['resolved', 'gone']));
    expect(kindsOf('test-worse')).toEqual(new Set(['new']));
    expect(kindsOf('more-unread')).toEqual(new Set(['notRead', 'gone']));
    expect(kindsOf('more-added')).toEqual(new Set(['newCheck']));
  });

  it('are as many as the scan itself counts', async () => {
    const { older, newer } = await ready();
    const { body } = await ask(getScan, newer, '');
    expect(body['changes']).toEqual({ since: older, counts: expected });
  });

  it('show whose finding it is: first seen then or now, and why it cannot be told any more', async () => {
    const { oldest, newer } = await ready();
    const value = listOf(await changes());
    const seen = (kind: string) =>
      new Set(value.filter(({ change }) => change === kind).map((one) => JSON.stringify(findingOf(one)['firstSeen'])));
    for (const kind of ['open', 'new', 'newCheck']) {
      const [text = '{}', ...others] = seen(kind);
      expect(others).toEqual([]);
      expect(JSON.parse(text)).toMatchObject({ scanId: kind === 'open' ? oldest : newer });
    }
    const unread = value.filter(({ change }) => change === 'notRead').map(findingOf);
    expect(new Set(unread.map(({ status, reason }) => `${String(status)} ${String(reason)}`))).toEqual(
      new Set(['unknown threw']),
    );
  });

  it('are the same against an older scan of the same scope that found the same', async () => {
    const { oldest, older } = await ready();
    const reply = await changes(`&since=${oldest.toUpperCase()}`);
    expect(reply.body['since']).toBe(oldest);
    expect(countsOf(listOf(reply))).toEqual(expected);
    expect((await changes(`&since=${older}`)).body).toEqual((await changes()).body);
  });

  it('are none of the first scan of a scope, and of one that was cancelled', async () => {
    const { oldest, cancelled } = await ready();
    for (const id of [oldest, cancelled]) {
      expect((await ask(listChanges, id, 'changes')).body).toEqual({ since: null, value: [] });
    }
  });

  const filters: readonly (readonly [string, (change: unknown, finding: Row) => boolean])[] = [
    ['change=new', (change) => change === 'new'],
    ['change=resolved,gone', (change) => change === 'resolved' || change === 'gone'],
    ['severity=critical', (_change, { severity }) => severity === 'critical'],
    ['severity=high,medium&change=new,resolved', (_change, { checkId }) => checkId === 'test-worse'],
    ['service=more', (_change, { service }) => service === 'more'],
    ['check=test-mended,more-added', (_change, { checkId }) => checkId === 'test-mended' || checkId === 'more-added'],
    [`subscription=${second.toUpperCase()}`, (_change, { subscriptionId }) => subscriptionId === second],
    [
      `change=gone&check=test-open&subscription=${first}`,
      (change, { checkId, subscriptionId }) => change === 'gone' && checkId === 'test-open' && subscriptionId === first,
    ],
  ];
  it.each(filters)('are those of %s and no others', async (query, belongs) => {
    const all = listOf(await changes());
    const found = listOf(await changes(`&${query}`));
    expect(found).toEqual(all.filter((one) => belongs(one['change'], findingOf(one))));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
  });

  it('of a check whose severity changed stay what they are under a filter by severity', async () => {
    const connection = storage.newAccount();
    const past = await openWorld({ connection, tenant: tenant(3), catalogue: [always('test-open', 'fail', 'low')] });
    await finishedScan(past);
    const world = await openWorld({ connection, tenant: tenant(3), catalogue: [always('test-open', 'fail', 'high')] });
    const scanId = await finishedScan(world);
    const listed = async (query: string): Promise<readonly Row[]> =>
      listOf(
        await callApi(world.context, listChanges, { path: `/scans/${scanId}/changes${query}`, params: { scanId } }),
      );
    expect(countsOf(await listed(''))).toEqual({ open: 3 });
    expect(countsOf(await listed('?severity=high'))).toEqual({ open: 3 });
  });

  it.each([1, 4, 7, 999])('come once each, in order, in pages of %i', async (top) => {
    const { world, newer } = await ready();
    for (const query of ['', '?change=gone,new&severity=critical,high']) {
      const question = { path: `/scans/${newer}/changes${query}`, params: { scanId: newer } };
      const whole = listOf(await changes(query.replace('?', '&')));
      expect(await everyPage(world.context, listChanges, question, top)).toEqual(whole);
    }
  });

  it.each<[string, Exclude<keyof ComparedScans, 'world'> | 'unknown' | 'itself', RegExp]>([
    ['does not exist', 'unknown', /which does not exist/],
    ['has another scope', 'narrowed', /another scope or other options/],
    ['was not completed', 'cancelled', /must name a scan that was completed; .* is cancelled/],
    ['is the scan itself', 'itself', /must name an earlier scan/],
    ['comes later', 'running', /must name an earlier scan/],
  ])('refuse a scan to compare with that %s, and name since', async (_why, which, rule) => {
    const scans = await ready();
    const ids = { ...scans, unknown: '00000000-0000-4000-8000-000000000000', itself: scans.newer };
    const reply = await changes(`&since=${ids[which]}`);
    expect(faultOf(reply)).toEqual([400, 'InvalidRequest', 'since']);
    expect(JSON.stringify(reply.body)).toMatch(rule);
  });

  it('refuse what is no question', async () => {
    const faults: readonly (readonly [string, string])[] = [
      ['since=yesterday', 'since'],
      ["since=00000000-0000-4000-8000-000000000000'%20or%20'", 'since'],
      ['change=worse', 'change'],
      ['severity=bad', 'severity'],
      ["check=a'b", 'check'],
      ['status=fail', 'status'],
      ['subscription=x', 'subscription'],
      ['token=x', 'token'],
    ];
    for (const [query, target] of faults) {
      expect(faultOf(await changes(`&${query}`))).toEqual([400, 'InvalidRequest', target]);
    }
  });

  it('are not there of a scan that runs, or of none', async () => {
    const { running, newer } = await ready();
    expect(faultOf(await ask(listChanges, running, 'changes'))).toEqual([409, 'ScanNotFinished', 'scanId']);
    const absent = '00000000-0000-4000-8000-000000000000';
    expect(faultOf(await ask(listChanges, absent, `changes?since=${newer}`))).toEqual([404, 'ScanNotFound', 'scanId']);
  });

  it('refuse a token of another question', async () => {
    const { newer, older } = await ready();
    const { body } = await ask(listChanges, newer, 'changes?top=1&change=gone');
    const token = new URL(String(body['nextLink'])).searchParams.get('token') ?? '';
    const elsewhere: readonly (readonly [Endpoint, string, string])[] = [
      [listChanges, newer, `changes?token=${token}`],
      [listChanges, newer, `changes?change=gone&since=${older}&token=${token}`],
      [listChanges, older, `changes?change=gone&token=${token}`],
      [getScore, newer, `score?token=${token}`],
      [listFindings, newer, `findings?token=${token}`],
    ];
    for (const [endpoint, id, path] of elsewhere) {
      expect(faultOf(await ask(endpoint, id, path))).toEqual([400, 'InvalidRequest', 'token']);
    }
    expect((await ask(listChanges, newer, `changes?change=gone&top=5&token=${token}`)).status).toBe(200);
  });

  it('are none where the scan before was deleted meanwhile', { timeout: 60_000 }, async () => {
    const { world, older, newer, oldest } = await compareScans(storage);
    const { context } = world;
    await callApi(context, deleteScan, { path: `/scans/${older}`, method: 'DELETE', params: { scanId: older } });
    const question = { params: { scanId: newer } };
    const reply = await callApi(context, listChanges, { path: `/scans/${newer}/changes`, ...question });
    expect(reply.body).toEqual({ since: null, value: [] });
    const gone = await callApi(context, listChanges, { path: `/scans/${newer}/changes?since=${older}`, ...question });
    expect(faultOf(gone)).toEqual([400, 'InvalidRequest', 'since']);
    const still = await callApi(context, listChanges, {
      path: `/scans/${newer}/changes?top=1000&since=${oldest}`,
      ...question,
    });
    expect(countsOf(listOf(still))).toEqual(expected);
  });
});

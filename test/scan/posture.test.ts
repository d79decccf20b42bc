import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanContext } from '../../lib/scan/context.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { writeHistory } from '../../lib/scan/history.ts';
import { listPosture, readPosture, type PostureView } from '../../lib/scan/listPosture.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { beforeReads, historyRows } from './support/historyRows.ts';
import { blind, openState, recordOf, scanWhole, subscriptionIds, type TenantState } from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const [mine = '', other = ''] = subscriptionIds(2);
const none = { critical: 0, high: 0, medium: 0, low: 0 };
const two: TenantState = {
  subscriptions: 2,
  accounts: { one: { plain: 'a=f b=p', needy: 'x=f' }, two: { subscription: 1, plain: '=p', needy: '=n' } },
};

const all = async (context: ScanContext): Promise<readonly PostureView[]> =>
  (await listPosture(context, { top: 100 })).value;
const scansOf = async (context: ScanContext) => (await all(context)).map(({ scanId }) => scanId);
const historyOf = async (context: ScanContext, subscription: string) =>
  (await readPosture(context, subscription, { top: 100 }))?.value.map(({ scanId }) => scanId);

describe('the posture of a subscription', () => {
  it('is how it stood in the last scan: score, verdicts and findings', async () => {
    const world = await openState(storage.newAccount(), two);
    const scan = await scanWhole(world);
    const { finishedAt } = await recordOf(world.context, scan);
    expect(await all(world.context)).toEqual([
      {
        subscriptionId: mine,
        subscriptionName: 'Subscription 0',
        scanId: scan,
        finishedAt,
        score: { low: 16.66, high: 16.66 },
        verdicts: { pass: 1, fail: 2, unknown: 0, notApplicable: 0 },
        findings: { ...none, high: 1, medium: 1 },
      },
      {
        subscriptionId: other,
        subscriptionName: 'Subscription 1',
        scanId: scan,
        finishedAt,
        score: { low: 100, high: 100 },
        verdicts: { pass: 1, fail: 0, unknown: 0, notApplicable: 1 },
        findings: none,
      },
    ]);
  });

  it('moves with scans without findings, and with those that judge nothing there any more', async () => {
    const connection = storage.newAccount();
    const first = await scanWhole(await openState(connection, two));
    const clean = await openState(connection, {
      subscriptions: 2,
      accounts: { one: { plain: 'a=p b=p', needy: 'x=p' }, two: { subscription: 1, plain: '=p' } },
    });
    const second = await scanWhole(clean);
    expect(await all(clean.context)).toMatchObject([
      { scanId: second, score: { low: 100, high: 100 } },
      { scanId: second },
    ]);
    const empty = await openState(connection, { subscriptions: 2, accounts: { one: { plain: '=p' } } });
    const third = await scanWhole(empty);
    expect(await all(empty.context)).toMatchObject([
      { scanId: third },
      { scanId: third, score: null, verdicts: { pass: 0, fail: 0, unknown: 0, notApplicable: 0 } },
    ]);
    expect(await historyOf(empty.context, other)).toEqual([third, second, first]);
    expect(await readPosture(empty.context, '00000000-0000-4000-8000-000000000000', { top: 5 })).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['everything', {}, true],
    ['named subscriptions', { subscriptions: [mine, other] }, true],
    ['all but one subscription', { excludedSubscriptions: ['00000000-0000-4000-8000-000000000000'] }, true],
    ['all passes recorded', { record: 'all' }, true],
    ['some checks', { checks: ['test-plain'] }, false],
    ['some services', { services: ['test'] }, false],
    ['some severities', { severities: ['high', 'medium'] }, false],
    ['a tag', { tags: ['plain'] }, false],
    ['a resource group', { resourceGroups: [`/subscriptions/${mine}/resourceGroups/rg-test`] }, false],
    [
      'single resources',
      {
        resourceIds: [`/subscriptions/${mine}/resourceGroups/rg-test/providers/Microsoft.Storage/storageAccounts/one`],
      },
      false,
    ],
  ])('of a scan of %s moves: %o', async (_name, body, moves) => {
    const world = await openState(storage.newAccount(), two);
    const scan = await scanWhole(world, body);
    expect((await recordOf(world.context, scan)).status).toMatch(/^completed/);
    expect(await scansOf(world.context)).toEqual(moves ? [scan, scan] : []);
    expect(await historyOf(world.context, mine)).toEqual(moves ? [scan] : undefined);
  });

  it('is kept where the subscription was refused or its part failed, and moves where a type is hidden', async () => {
    const connection = storage.newAccount();
    const first = await scanWhole(await openState(connection, two));
    const refused = await openState(connection, { ...two, hidden: [1] });
    const second = await scanWhole(refused);
    expect(await scansOf(refused.context)).toEqual([second, first]);
    const failing = await openState(connection, two);
    failing.azure.decide(({ path, body }) =>
      path.includes('ResourceGraph') && body.includes('order by k') && body.includes(other)
        ? { status: 403, code: 'AccessDenied' }
        : undefined,
    );
    const third = await scanWhole(failing);
    expect(await scansOf(failing.context)).toEqual([third, first]);
    const blinded = await openState(connection, { ...two, refused: blind(1) });
    const fourth = await scanWhole(blinded);
    expect(await all(blinded.context)).toMatchObject([
      { scanId: fourth },
      { scanId: fourth, score: { low: 0, high: 100 }, verdicts: { unknown: 2 } },
    ]);
    expect(await historyOf(blinded.context, other)).toEqual([fourth, first]);
  });

  it('does not move with a scan that was cancelled', async () => {
    const world = await openState(storage.newAccount(), two);
    const { id } = await world.start();
    await endScan(world.context, id, { status: 'cancelled', error: null });
    await world.deliver();
    expect(await all(world.context)).toEqual([]);
  });

  it('moves only forward, whichever scan is worked in last; its history holds both', async () => {
    const world = await openState(storage.newAccount(), two);
    const first = await world.scan({ subscriptions: [mine, other] });
    await world.take();
    const second = await scanWhole(world);
    expect(await scansOf(world.context)).toEqual([second, second]);
    await writeHistory(world.context, first);
    await writeHistory(world.context, first);
    expect(await scansOf(world.context)).toEqual([second, second]);
    expect(await historyOf(world.context, mine)).toEqual([second, first]);
  });

  it('moves forward where two scans are worked in at once', async () => {
    const world = await openState(storage.newAccount(), two);
    const first = await world.scan({ subscriptions: [mine, other] });
    const second = await world.scan();
    await world.take();
    const others = await Promise.all([world.openContext(), world.openContext()]);
    await Promise.all([writeHistory(world.context, second), ...others.map((context) => writeHistory(context, first))]);
    expect(await scansOf(world.context)).toEqual([second, second]);
    expect(await historyOf(world.context, other)).toEqual([second, first]);
  });

  it('comes page by page, in the order of ids and newest first', async () => {
    const world = await openState(storage.newAccount(), two);
    const scans = [await scanWhole(world), await scanWhole(world), await scanWhole(world)];
    const page = await listPosture(world.context, { top: 1 });
    expect(page.value.map(({ subscriptionId }) => subscriptionId)).toEqual([mine]);
    const rest = await listPosture(world.context, { top: 1, after: page.next ?? undefined });
    expect(rest.value.map(({ subscriptionId }) => subscriptionId)).toEqual([other]);
    const paged: (string | undefined)[] = [];
    let next: string | null | undefined;
    while (next !== null) {
      const one = await readPosture(world.context, mine, { top: 1, after: next });
      paged.push(...(one?.value.map(({ scanId }) => scanId) ?? []));
      next = one?.next ?? null;
    }
    expect(paged).toEqual(scans.toReversed());
  });

  it('outlives its scan', async () => {
    const world = await openState(storage.newAccount(), two);
    const scan = await scanWhole(world);
    await requestDeletion(world.context, scan);
    await deleteScan(world.context, scan);
    expect(await scansOf(world.context)).toEqual([scan, scan]);
  });

  it.each([1, 2, 3])('is not written of a scan that is deleted before read %i of what it came to', async (reads) => {
    const world = await openState(storage.newAccount(), two);
    const first = await scanWhole(world);
    const scan = await world.scan();
    await world.take();
    // What it found is worked in, and it died before it looked at anything else.
    const ahead = beforeReads(world.context, (partition, what) => {
      if (partition === scan && what.startsWith('tally~')) throw new Error('The process is dead.');
      return Promise.resolve();
    });
    await expect(writeHistory(ahead, scan)).rejects.toThrow('dead');
    const { series } = await recordOf(world.context, scan);
    const before = await historyRows(world.context, first, [mine, other]);
    let count = 0;
    const reading = beforeReads(world.context, async (partition, what) => {
      if (partition !== scan || !/^(tally|score)~/.test(what)) return;
      count += 1;
      if (count !== reads) return;
      await requestDeletion(world.context, scan);
      await deleteScan(world.context, scan);
    });
    await writeHistory(reading, scan);
    expect(count).toBeGreaterThanOrEqual(reads);
    const after = await historyRows(world.context, first, [mine, other]);
    const whole = { [mine]: { low: 16.66, high: 16.66 }, [other]: { low: 100, high: 100 } };
    for (const { subscriptionId, score } of await all(world.context)) expect(score).toEqual(whole[subscriptionId]);
    const weights = (rows: typeof after) => [rows[series]?.[`weight~${mine}`], rows[series]?.[`weight~${other}`]];
    expect(weights(after).map((row) => row?.['weights'])).toEqual(weights(before).map((row) => row?.['weights']));
  });
});

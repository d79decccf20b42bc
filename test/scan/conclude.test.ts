import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conclude } from '../../lib/scan/conclude.ts';
import type { Control } from '../../lib/scan/control.ts';
import { endScan, summariseControl } from '../../lib/scan/finish.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { getScore } from '../../lib/scan/scores.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { onWrites } from './support/historyRows.ts';
import { rowsOf } from './support/results.ts';
import {
  blind,
  blobAction,
  controlOf,
  openState,
  recordOf,
  scanWhole,
  subscriptionIds,
  type TenantState,
} from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import type { World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const [mine = '', other = ''] = subscriptionIds(2);
const ending = async (world: World, scanId: string) => (await recordOf(world.context, scanId)).ending;
const scoreIn = async (world: World, scanId: string) => (await ending(world, scanId))?.score;

const two: TenantState = {
  subscriptions: 2,
  accounts: { one: { plain: '=p', needy: '=n' }, two: { subscription: 1, plain: '=f', needy: '=p' } },
};
const asked = { subscriptions: [mine, other] };

describe('the score of a scan', () => {
  it('moves up when one sub-key of a finding is mended', async () => {
    const connection = storage.newAccount();
    const before = await openState(connection, { accounts: { one: { plain: 'a=f b=f c=f d=p' } } });
    const after = await openState(connection, { accounts: { one: { plain: 'a=f b=f c=p d=p' } } });
    // What the other check needs it gets: an account without its tag is judged by none.
    expect(await scoreIn(before, await scanWhole(before, { services: ['test'] }))).toEqual({ low: 25, high: 25 });
    expect(await scoreIn(after, await scanWhole(after, { services: ['test'] }))).toEqual({ low: 50, high: 50 });
  });

  it('counts a subscription that is refused as nothing, with the weight it had when last seen', async () => {
    const connection = storage.newAccount();
    const seen = await openState(connection, two);
    // (2 + 4) / (2 + 2 + 4)
    const whole = await scanWhole(seen, asked);
    expect(await scoreIn(seen, whole)).toEqual({ low: 75, high: 75 });
    const refused = await openState(connection, { ...two, hidden: [1] });
    for (const _time of [1, 2]) {
      const scan = await scanWhole(refused, asked);
      expect(await ending(refused, scan)).toMatchObject({
        score: { low: 25, high: 100 },
        services: [
          { name: 'other', low: 0, high: 100 },
          { name: 'test', low: 50, high: 100 },
        ],
      });
      const page = await getScore(refused.context, await controlOf(refused.context, scan), { top: 10 });
      expect(page.value).toEqual([{ name: mine, low: 100, high: 100 }]);
    }
  });

  it('counts one that was never seen with the mean of the others', async () => {
    const world = await openState(storage.newAccount(), { ...two, hidden: [1] });
    expect(await scoreIn(world, await scanWhole(world, asked))).toEqual({ low: 50, high: 100 });
  });

  it('widens where what a check needs is denied, or a type is hidden', async () => {
    const connection = storage.newAccount();
    const seen = await openState(connection, two);
    expect(await scoreIn(seen, await scanWhole(seen, asked))).toEqual({ low: 75, high: 75 });
    const denied = await openState(connection, {
      ...two,
      refusedActions: [blobAction],
    });
    // The other check is unknown in both subscriptions: 2 / 12 to 10 / 12.
    expect(await scoreIn(denied, await scanWhole(denied, asked))).toEqual({ low: 16.66, high: 83.33 });
    const blinded = await openState(connection, { ...two, refused: blind(1) });
    expect(await scoreIn(blinded, await scanWhole(blinded, asked))).toEqual({ low: 25, high: 100 });
  });

  it('counts a part that failed as nothing, with the greatest weight that is known of it', async () => {
    const connection = storage.newAccount();
    const world = await openState(connection, two);
    const whole = await scanWhole(world, asked);
    const { scan, parts } = await controlOf(world.context, whole);
    const failedPart: Control = {
      scan,
      parts: parts.map((part) =>
        part.record.part === '01' ? { ...part, record: { ...part.record, status: 'failed' } } : part,
      ),
    };
    const summary = summariseControl(world.context, failedPart);
    const at = new Date().toISOString();
    const concludeIn = (series: string) =>
      conclude(world.context, { ...failedPart, scan: { ...scan, record: { ...scan.record, series } } }, summary, at);
    expect((await concludeIn(scan.record.series)).score).toEqual({ low: 25, high: 100 });
    // In a series that never saw it: what was judged of it is more than the mean of the others.
    expect((await concludeIn('f'.repeat(32))).score).toEqual({ low: 25, high: 100 });
    // And where next to nothing was judged, the mean is.
    const [tally] = await rowsOf(world.context, whole, 'tally~01~');
    const little = toProperties({ ...tally?.properties, tallies: '{}' });
    await world.context.store.scans.write(whole, [{ kind: 'upsert', rowKey: tally?.rowKey ?? '', properties: little }]);
    expect((await concludeIn('f'.repeat(32))).score).toEqual({ low: 50, high: 100 });
    expect((await concludeIn(scan.record.series)).score).toEqual({ low: 25, high: 100 });
  });

  it('counts a part whose listing failed in a whole scan', async () => {
    const world = await openState(storage.newAccount(), two);
    await scanWhole(world, asked);
    world.azure.decide(({ path, body }) =>
      path.includes('ResourceGraph') && body.includes('order by k') && body.includes(other)
        ? { status: 403, code: 'AccessDenied' }
        : undefined,
    );
    const scan = await scanWhole(world, asked);
    expect((await recordOf(world.context, scan)).summary?.coverage.partsFailed).toBe(1);
    expect(await scoreIn(world, scan)).toEqual({ low: 25, high: 100 });
  });

  it('counts at its low end nothing of what was counted and never came', async () => {
    const world = await openState(storage.newAccount(), two);
    const control = await controlOf(world.context, await scanWhole(world, asked));
    const summary = summariseControl(world.context, control);
    const gapped = { ...summary, coverage: { ...summary.coverage, gap: 2 } };
    const concluded = await conclude(world.context, control, gapped, new Date().toISOString());
    expect(summary.resourcesJudged).toBe(2);
    expect(concluded.score).toEqual({ low: 37.5, high: 75 });
  });

  it('is none where nothing was judged', async () => {
    const world = await openState(storage.newAccount(), { accounts: {} });
    const scan = await scanWhole(world);
    expect(await ending(world, scan)).toMatchObject({ score: null, services: [], exempted: { total: 0 } });
    expect((await recordOf(world.context, scan)).history).toBe('done');
  });

  it('of a scan that was cancelled counts nothing of what was not judged to its end', async () => {
    const connection = storage.newAccount();
    const world = await openState(connection, two);
    await scanWhole(world, asked);
    const { id } = await world.start(asked);
    await world.deliver();
    const held = await controlOf(world.context, id);
    expect(held.parts).toHaveLength(2);
    await world.take();
    await world.context.store.work.send({ scanId: id, part: '00', seq: 0 });
    await world.deliver();
    await endScan(world.context, id, { status: 'cancelled', error: null });
    expect(await recordOf(world.context, id)).toMatchObject({ status: 'cancelled', history: 'none' });
    expect(await scoreIn(world, id)).toEqual({ low: 25, high: 100 });
  });

  it('of a scan that was cancelled before its plan, or that saw nothing, says nothing that is not known', async () => {
    const connection = storage.newAccount();
    const world = await openState(connection, { ...two, hidden: [1] });
    const { id } = await world.start(asked);
    await endScan(world.context, id, { status: 'cancelled', error: null });
    await world.take();
    expect(await scoreIn(world, id)).toBeNull();
    const unseen = await world.scan({ subscriptions: [other] });
    expect(await recordOf(world.context, unseen)).toMatchObject({ status: 'failed', history: 'none' });
    expect(await scoreIn(world, unseen)).toBeNull();
  });

  it('leaves no row of a scan that is deleted while it is reckoned', async () => {
    const world = await openState(storage.newAccount(), two);
    const scan = await scanWhole(world, asked);
    const control = await controlOf(world.context, scan);
    const summary = summariseControl(world.context, control);
    let once = true;
    const deleting = onWrites(world.context, async () => {
      if (!once) return;
      once = false;
      await requestDeletion(world.context, scan);
      await deleteScan(world.context, scan);
    });
    await conclude(deleting, control, summary, new Date().toISOString());
    expect(once).toBe(false);
    expect(await rowsOf(world.context, scan, '')).toEqual([]);
  });
});

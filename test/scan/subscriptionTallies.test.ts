import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTallies } from '../../lib/judge/tally.ts';
import type { ScanContext } from '../../lib/scan/context.ts';
import { tallyRecord } from '../../lib/store/records.ts';
import { onWrites } from './support/historyRows.ts';
import { rowsOf } from './support/results.ts';
import { controlOf, drainHistory, openState, recordOf, scanWhole } from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

describe('the tallies of subscriptions', () => {
  const tenant = { generate: { resources: 30, subscriptions: 3, regions: 1, accountsOnly: true } };

  /** That they sum to those of their parts, and how many rows of findings there are to them. */
  async function expectSums({ context }: World, scanId: string): Promise<void> {
    const { parts, scan } = await controlOf(context, scanId);
    expect(scan.record.status).toBe('completed');
    for (const { record } of parts) {
      const rows = await rowsOf(context, scanId, `tally~${record.part}~`);
      const tallies = rows.map(({ properties }) => tallyRecord.parse(properties).tallies);
      expect(tallies.reduce(addTallies, {})).toEqual(record.tallies);
      expect(rows.map(({ rowKey }) => rowKey.split('~')[2])).toEqual(record.subscriptions.map(({ id }) => id));
    }
    const { fail, unknown } = scan.record.summary?.verdicts ?? { fail: -1, unknown: 0 };
    expect(await rowsOf(context, scanId, 'finding~')).toHaveLength(fail + unknown);
  }

  /** Commits each resource by itself. */
  const eager = ({ settings, ...rest }: ScanContext): ScanContext => ({
    ...rest,
    settings: { ...settings, timings: { ...settings.timings, slice: 0 } },
  });

  it('sum to those of their part wherever its workers die', async () => {
    const world = await openWorld({ connection: storage.newAccount(), tenant });
    for (const [dies, late] of [
      [3, false],
      [9, true],
      [17, false],
      [26, true],
    ] as const) {
      const { id } = await world.start();
      await world.deliver();
      const dying = onWrites(
        eager(world.context),
        (count) => {
          if (count >= dies) throw new Error('The process is dead.');
        },
        late,
      );
      await world.deliver([dying]);
      expect(world.thrown.splice(0).length).toBeGreaterThan(0);
      await world.drain(id, { contexts: [eager(world.context)] });
      await expectSums(world, id);
      await drainHistory(world, id);
    }
  });

  it('sum to those of their part where it is taken over again and again, and stale workers write nothing', async () => {
    const world = await openWorld({ connection: storage.newAccount(), tenant });
    const others = await Promise.all([world.openContext(), world.openContext()]);
    const { id } = await world.start();
    await world.drain(id, { contexts: [world.context, ...others].map(eager) });
    await expectSums(world, id);
  });

  it.each([94, 95, 96, 97, 98, 99, 100, 189])(
    'come with an item of %i findings, in transactions that storage takes',
    async (count) => {
      const accounts = { one: { plain: `k*${String(count)}=f`, needy: 'x=n' }, two: { plain: '=f', needy: 'x=n' } };
      const world = await openState(storage.newAccount(), { accounts });
      const scan = await scanWhole(world, { record: 'all' });
      expect(world.thrown).toEqual([]);
      await expectSums(world, scan);
      expect((await recordOf(world.context, scan)).summary?.verdicts.fail).toBe(count + 1);
    },
  );
});

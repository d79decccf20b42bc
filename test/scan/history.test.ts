import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScanContext } from '../../lib/scan/context.ts';
import { settle } from '../../lib/scan/finish.ts';
import { writeHistory } from '../../lib/scan/history.ts';
import { recoverScans } from '../../lib/scan/recover.ts';
import { historyTodoKey, indexPartition, prefixRange, seriesStateKey } from '../../lib/store/keys.ts';
import { historyRows, onWrites, unwrite, within, type HistoryRows } from './support/historyRows.ts';
import { later } from './support/later.ts';
import {
  counts,
  drainHistory,
  firstSeen,
  openState,
  recordOf,
  scanWhole,
  subscriptionIds,
  type Account,
  type TenantState,
} from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import type { World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const minute = 60_000;
const [subscription = ''] = subscriptionIds(1);

const many = (account: Account, count: number): TenantState['accounts'] =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`account${String(index)}`, account]));
// More rows than one transaction takes come, stay and go, beside many small pairs.
const before: TenantState = {
  accounts: { ...many({ plain: 'a=f b=f' }, 6), big: { plain: 'old*100=f kept*20=f' }, gone: { plain: 'k*100=f' } },
};
const after: TenantState = {
  accounts: { ...many({ plain: 'a=f c=f' }, 7), big: { plain: 'kept*20=f new*100=f' } },
};
const expected = counts({ open: 26, new: 108, resolved: 106, gone: 100 });

interface Prepared {
  readonly world: World;
  readonly first: string;
  readonly second: string;
  /** The history as the first scan left it, and as the second does where nothing disturbs it. */
  readonly older: HistoryRows;
  readonly newer: HistoryRows;
}

async function prepare(): Promise<Prepared> {
  const connection = storage.newAccount();
  const first = await scanWhole(await openState(connection, before));
  const world = await openState(connection, after);
  const second = await world.scan();
  const older = await historyRows(world.context, second, [subscription]);
  await drainHistory(world, second);
  return { world, first, second, older, newer: await historyRows(world.context, second, [subscription]) };
}

/** Made in the first test; the later ones need its storage alone. */
let made: Promise<Prepared> | undefined;
let prepared: Prepared;
beforeEach(async () => {
  made ??= prepare();
  prepared = await made;
});

/** Ends the second scan anew, up to its history; whoever wants it undisturbed has no message on the queue. */
async function again(): Promise<Prepared> {
  const { world, second, older } = prepared;
  await world.take();
  await unwrite(world.context, second, older);
  return prepared;
}

const todosOf = async ({ store }: ScanContext) =>
  (await store.index.page(indexPartition, prefixRange(historyTodoKey('')))).rows.map(({ rowKey }) => rowKey);

async function expectWritten({ world, first, second, newer }: Prepared): Promise<void> {
  expect(await historyRows(world.context, second, [subscription])).toEqual(newer);
  const { changes, history } = await recordOf(world.context, second);
  expect([history, changes]).toEqual(['done', { since: first, counts: expected }]);
  expect(await todosOf(world.context)).toEqual([]);
}

describe('the history of a scan', () => {
  it('notes what is new, keeps what stays and strikes off what is over, in pairs of any size', async () => {
    const { world, first, second, newer } = prepared;
    await expectWritten(prepared);
    const { series } = await recordOf(world.context, second);
    const firsts = Object.entries(newer[series] ?? {}).filter(([key]) => key.startsWith('first~'));
    const by = (scanId: string) => firsts.filter(([, row]) => row['scanId'] === scanId).length;
    expect([by(first), by(second)]).toEqual([26, 108]);
    expect(newer[series]?.[seriesStateKey]).toMatchObject({ scanId: second, done: true });
  });

  it('is written once where its message comes twice, one after the other', async () => {
    const { world, second } = await again();
    await writeHistory(world.context, second);
    await writeHistory(world.context, second);
    await expectWritten(prepared);
  });

  it.each([1, 2, 3])('is written once where its message comes to several at once, time %i', async () => {
    const { world, second } = await again();
    const others = await Promise.all([world.openContext(), world.openContext()]);
    await Promise.all([world.context, ...others].map((context) => writeHistory(context, second)));
    await drainHistory(world, second);
    await expectWritten(prepared);
  });

  it('is claimed by one of two that come at the same moment; the other does not call it done', async () => {
    const { world, second } = await again();
    const other = await world.openContext();
    let met = false;
    // The other claims the series between the first one's look and its claim, and dies there.
    const slow = onWrites(world.context, async (count, table) => {
      if (met || table !== 'history') return;
      met = true;
      const dying = onWrites(other, (own) => {
        if (own === 2) throw new Error('The process is dead.');
      });
      await expect(writeHistory(dying, second)).rejects.toThrow('dead');
      expect(count).toBe(1);
    });
    await writeHistory(slow, second);
    expect(met).toBe(true);
    await expectWritten(prepared);
  });

  it('goes on in the next delivery where the budget ends, each with at least one pair', async () => {
    const { world, second } = await again();
    await world.context.store.work.send({ scanId: second, history: true });
    const short = within(world.context, 0);
    let deliveries = 0;
    while ((await recordOf(world.context, second)).history === 'pending' && deliveries < 50) {
      deliveries += (await world.deliver([short])).length;
    }
    // Nine accounts have findings, then or now.
    expect(deliveries).toBe(9);
    await expectWritten(prepared);
  });

  it.each(['before', 'after'] as const)('comes to the same wherever it dies, %s any of its writes', async (when) => {
    for (let dies = 1; dies < 100; dies += 1) {
      const { world, second } = await again();
      const deaths: number[] = [];
      const die = (count: number): void => {
        if (count < dies) return;
        deaths.push(count);
        throw new Error('The process is dead.');
      };
      await writeHistory(onWrites(world.context, die, when === 'after'), second).catch(() => undefined);
      if (deaths.length === 0) {
        expect(dies).toBeGreaterThan(8);
        return;
      }
      await world.context.store.work.send({ scanId: second, history: true });
      await drainHistory(world, second);
      // Who died after the end left the row of recovery, whose message finds nothing to do.
      await writeHistory(world.context, second);
      await expectWritten(prepared);
    }
  });

  it('is sent again by recovery after two minutes of silence, once for each silence', async () => {
    const { world, second } = await again();
    await recoverScans(later(world.context, 2 * minute - 5000));
    expect(await world.take()).toEqual([]);
    await recoverScans(later(world.context, 2 * minute + 5000));
    await recoverScans(world.context);
    expect(await world.deliver()).toMatchObject([{ value: { scanId: second, history: true } }]);
    await expectWritten(prepared);
    await recoverScans(later(world.context, 2 * minute + 5000));
    expect(await world.take()).toEqual([]);
  });

  it('waits for recovery where its message cannot be sent', async () => {
    const connection = storage.newAccount();
    const world = await openState(connection, { accounts: { one: { plain: '=f' } } });
    const { id } = await world.start();
    const { work } = world.context.store;
    const mute: typeof work.send = (message, delay) =>
      message.history === true ? Promise.reject(new Error('The queue is away.')) : work.send(message, delay);
    const context = { ...world.context, store: { ...world.context.store, work: { send: mute } } };
    await world.drain(id, { contexts: [context] });
    expect(world.logs.filter((line) => line.includes('waits for recovery'))).toHaveLength(1);
    await settle(world.context, id);
    expect(await world.take()).toEqual([]);
    await recoverScans(later(world.context, 3 * minute));
    await world.deliver();
    expect((await recordOf(world.context, id)).history).toBe('done');
  });

  it('is none of a scan that was cancelled, that failed, or that judged single resources', async () => {
    const world = await openState(storage.newAccount(), { accounts: { one: { plain: '=f' } } });
    const one = `/subscriptions/${subscription}/resourceGroups/rg-test/providers/Microsoft.Storage/storageAccounts/one`;
    const single = await world.scan({ resourceIds: [one] });
    expect(await recordOf(world.context, single)).toMatchObject({ status: 'completed', history: 'none' });
    expect(await firstSeen(world.context, single)).toEqual({ 'test-plain one': null });
    world.azure.decide(({ path, body }) =>
      path.includes('ResourceGraph') && body.includes('order by k') ? { status: 403, code: 'AccessDenied' } : undefined,
    );
    const failed = await world.scan();
    expect(await recordOf(world.context, failed)).toMatchObject({ status: 'failed', history: 'none', changes: null });
    expect(await todosOf(world.context)).toEqual([]);
    expect(await world.deliver()).toEqual([]);
  });
});

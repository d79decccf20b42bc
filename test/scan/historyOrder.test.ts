import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanContext } from '../../lib/scan/context.ts';
import { writeHistory } from '../../lib/scan/history.ts';
import { listChanges } from '../../lib/scan/listChanges.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { historyTodoKey, indexPartition, prefixRange, seriesStateKey } from '../../lib/store/keys.ts';
import { beforeReads, historyRows, put, unwrite, type HistoryRows } from './support/historyRows.ts';
import { later } from './support/later.ts';
import { rowsOf } from './support/results.ts';
import {
  controlOf,
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

const todosOf = async ({ store }: ScanContext) =>
  (await store.index.page(indexPartition, prefixRange(historyTodoKey('')))).rows.map(({ rowKey }) => rowKey);

describe('the history of a scan that follows another', () => {
  /** Two scans of one series that both ended, and of neither a history is written. */
  async function two() {
    const connection = storage.newAccount();
    const world = await openState(connection, { accounts: { one: { plain: '=f' }, two: { plain: '=f' } } });
    const first = await world.scan();
    await world.take();
    const next = await openState(connection, { accounts: { one: { plain: '=f' }, three: { plain: '=f' } } });
    const second = await next.scan();
    await next.take();
    return { world: next, first, second };
  }

  it('waits for that of the one before, and sends no more than one message for it', async () => {
    const { world, first, second } = await two();
    const send: (number | undefined)[] = [];
    const { work } = world.context.store;
    const noting: typeof work.send = (message, delay) => {
      send.push(delay);
      return work.send(message, 0 * (delay ?? 0));
    };
    const context = { ...world.context, store: { ...world.context.store, work: { send: noting } } };
    await writeHistory(context, second);
    expect(send).toEqual([5000]);
    expect((await recordOf(world.context, second)).history).toBe('pending');
    expect(await firstSeen(world.context, second)).toEqual({ 'test-plain one': second, 'test-plain three': second });
    await world.context.store.work.send({ scanId: first, history: true });
    await drainHistory(world, second, [context]);
    expect(await recordOf(world.context, second)).toMatchObject({
      previous: first,
      changes: { since: first, counts: counts({ open: 1, new: 1, gone: 1 }) },
    });
    expect(await firstSeen(world.context, second)).toEqual({ 'test-plain one': first, 'test-plain three': second });
  });

  it('is not sent again by recovery while it waits', async () => {
    const { world, second } = await two();
    const todo = (rowKey: string) => world.context.store.index.get(indexPartition, rowKey);
    const before = await todo(historyTodoKey(second));
    await writeHistory(world.context, second);
    expect((await todo(historyTodoKey(second)))?.etag).not.toBe(before?.etag);
  });

  it('goes ahead where that one has not been written for an hour, which then leaves the series alone', async () => {
    const { world, first, second } = await two();
    await writeHistory(later(world.context, 61 * minute), second);
    expect((await recordOf(world.context, second)).changes?.counts).toEqual(counts({ open: 1, new: 1, gone: 1 }));
    const rows = await historyRows(world.context, second, [subscription]);
    await writeHistory(world.context, first);
    expect(await recordOf(world.context, first)).toMatchObject({ history: 'done', changes: null });
    const { [subscription]: scores, ...others } = await historyRows(world.context, second, [subscription]);
    const { [subscription]: _scores, ...othersBefore } = rows;
    expect(others).toEqual(othersBefore);
    expect(Object.keys(scores ?? {})).toHaveLength(2);
    // In neither can it be told: nobody wrote down what the first saw.
    expect(await firstSeen(world.context, first)).toEqual({ 'test-plain one': null, 'test-plain two': null });
  });

  it('has no changes where that one was deleted, and keeps what it saw first', async () => {
    const { world, first, second } = await two();
    await writeHistory(world.context, first);
    await requestDeletion(world.context, first);
    await deleteScan(world.context, first);
    await writeHistory(world.context, second);
    expect(await recordOf(world.context, second)).toMatchObject({ history: 'done', changes: null, previous: first });
    expect(await firstSeen(world.context, second)).toEqual({ 'test-plain one': first, 'test-plain three': second });
  });

  it('has none where that one is deleted meanwhile', async () => {
    const { world, first, second } = await two();
    await writeHistory(world.context, first);
    const { scans } = world.context.store;
    let once = true;
    const rows: typeof scans.rows = async function* (partition, range) {
      if (once && partition === first && range.from.startsWith('finding~')) {
        once = false;
        await requestDeletion(world.context, first);
        await deleteScan(world.context, first);
      }
      yield* scans.rows(partition, range);
    };
    const context = { ...world.context, store: { ...world.context.store, scans: { ...scans, rows } } };
    await writeHistory(context, second);
    expect(once).toBe(false);
    expect(await recordOf(world.context, second)).toMatchObject({ history: 'done', changes: null });
  });

  it('does not wait for one that is being deleted', async () => {
    const { world, first, second } = await two();
    await requestDeletion(world.context, first);
    await writeHistory(world.context, second);
    expect(await recordOf(world.context, second)).toMatchObject({ history: 'done', changes: null });
  });
});

describe('the history of a scan that is deleted', () => {
  it('is not written, whenever that happens, and harms none of what the series knows', async () => {
    const connection = storage.newAccount();
    const first = await scanWhole(await openState(connection, { accounts: many({ plain: 'a=f b=f' }, 3) }));
    const world = await openState(connection, { accounts: many({ plain: 'a=f b=p' }, 4) });
    const second = await world.scan();
    const { series } = await recordOf(world.context, second);
    const older = await historyRows(world.context, second, [subscription]);
    const rows = await rowsOf(world.context, second, '');
    const outcomes = new Set<string>();
    for (let reads = 1; !outcomes.has('undisturbed'); reads += 1) {
      await world.take();
      await put(world.context, second, rows);
      await unwrite(world.context, second, older);
      let count = 0;
      const reading = beforeReads(world.context, async (partition) => {
        if (partition !== second) return;
        count += 1;
        if (count !== reads) return;
        await requestDeletion(world.context, second);
        await deleteScan(world.context, second);
      });
      await writeHistory(reading, second);
      const { [series]: left = {}, ...others } = await historyRows(world.context, first, [subscription]);
      const { [series]: _series, ...othersBefore } = older;
      const state = left[seriesStateKey];
      const firsts = (from: HistoryRows[string] = {}) =>
        Object.entries(from).filter(([key]) => key.startsWith('first~'));
      // Either all of it was worked in before, or nothing.
      if (state?.['scanId'] === second && state['done'] === true) {
        outcomes.add(count < reads ? 'undisturbed' : 'worked in');
        expect(firsts(left)).toHaveLength(4);
      } else {
        outcomes.add('nothing');
        expect(firsts(left)).toEqual(firsts(older[series]));
        expect(others).toEqual(othersBefore);
      }
      expect(await todosOf(world.context)).toEqual([]);
    }
    expect(outcomes.size).toBe(3);
  });

  it('goes with the scan where it is still to be written', async () => {
    const world = await openState(storage.newAccount(), { accounts: { one: { plain: '=f' } } });
    const id = await world.scan();
    expect(await todosOf(world.context)).toEqual([historyTodoKey(id)]);
    await requestDeletion(world.context, id);
    await world.drain(id);
    expect(await todosOf(world.context)).toEqual([]);
    expect(await world.deliver()).toEqual([]);
    expect(world.thrown).toEqual([]);
    // A message that comes late finds nothing, and takes what is left on the list of recovery away.
    const properties = toProperties({ scanId: id });
    await world.context.store.index.write(indexPartition, [{ kind: 'insert', rowKey: historyTodoKey(id), properties }]);
    await writeHistory(world.context, id);
    expect(await todosOf(world.context)).toEqual([]);
  });
});

it('leaves a scan of the same series that began earlier and ended later out of its order', async () => {
  const world = await openState(storage.newAccount(), { accounts: { one: { plain: '=f' } } });
  const { id: slow } = await world.start();
  await world.take();
  const quick = await scanWhole(world, { record: 'all' });
  expect(slow < quick).toBe(true);
  await world.context.store.work.send({ scanId: slow });
  await world.drain(slow);
  await drainHistory(world, slow);
  expect(await recordOf(world.context, slow)).toMatchObject({ previous: '', changes: null, history: 'done' });
  const third = await scanWhole(world);
  expect(await recordOf(world.context, third)).toMatchObject({
    previous: quick,
    changes: { since: quick, counts: counts({ open: 1 }) },
  });
  expect(await firstSeen(world.context, third)).toEqual({ 'test-plain one': quick });
  // Compared backwards, nothing is amiss either.
  const [older, newer] = await Promise.all([controlOf(world.context, slow), controlOf(world.context, third)]);
  expect((await listChanges(world.context, older, newer, { top: 10 })).value.map(({ change }) => change)).toEqual([
    'open',
  ]);
});

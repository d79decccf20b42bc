import { afterAll, beforeAll, expect, it } from 'vitest';
import { endScan } from '../../lib/scan/finish.ts';
import { listFindings } from '../../lib/scan/findings.ts';
import { openSightings } from '../../lib/scan/sightings.ts';
import { rowsOf } from './support/results.ts';
import {
  controlOf,
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

const [, other = ''] = subscriptionIds(2);
const failing: TenantState = { accounts: { one: { plain: 'a=f b=f', needy: 'x=f' } } };

it('gives the scan that first found something, and when that began', async () => {
  const connection = storage.newAccount();
  const first = await scanWhole(await openState(connection, failing));
  const world = await openState(connection, failing);
  const second = await scanWhole(world);
  const { createdAt } = await recordOf(world.context, first);
  const { value } = await listFindings(world.context, await controlOf(world.context, second), { top: 10 });
  expect(value.map((one) => one.firstSeen)).toEqual(Array(3).fill({ scanId: first, at: createdAt }));
});

it('tells of an older scan what it can, and null of what came back since', async () => {
  const connection = storage.newAccount();
  const first = await scanWhole(await openState(connection, failing));
  const mended = await openState(connection, { accounts: { one: { plain: 'a=f b=p', needy: 'x=p' } } });
  const second = await scanWhole(mended);
  const world = await openState(connection, failing);
  expect(await firstSeen(world.context, first)).toEqual({
    'test-plain one a': first,
    // Struck off: nobody knows any more whether that scan was the first.
    'test-plain one b': null,
    'other-needy one x': null,
  });
  const third = await scanWhole(world);
  expect(await firstSeen(world.context, third)).toEqual({
    'test-plain one a': first,
    'test-plain one b': third,
    'other-needy one x': third,
  });
  expect(await firstSeen(world.context, second)).toEqual({ 'test-plain one a': first });
  expect(await firstSeen(world.context, first)).toEqual({
    'test-plain one a': first,
    'test-plain one b': null,
    'other-needy one x': null,
  });
});

it('tells of a scan that runs, or was cancelled, what was there before it and what it found first', async () => {
  const connection = storage.newAccount();
  const first = await scanWhole(await openState(connection, failing));
  const world = await openState(connection, { accounts: { one: { plain: 'a=f b=f c=f', needy: 'x=f' } } });
  const { id } = await world.start();
  await world.deliver();
  const { settings } = world.context;
  const slow = { ...settings, timings: { ...settings.timings, budget: 1, slice: 0 } };
  while ((await rowsOf(world.context, id, 'finding~')).length === 0) {
    await world.deliver([{ ...world.context, settings: slow }]);
  }
  const seen = {
    'test-plain one a': first,
    'test-plain one b': first,
    'test-plain one c': id,
    'other-needy one x': first,
  };
  expect(await firstSeen(world.context, id)).toEqual(seen);
  await endScan(world.context, id, { status: 'cancelled', error: null });
  expect(await firstSeen(world.context, id)).toEqual(seen);
  await world.take();
  // Once a later one is worked in, it is not told what only the cancelled one saw.
  const third = await scanWhole(world);
  expect(await firstSeen(world.context, third)).toEqual({ ...seen, 'test-plain one c': third });
  expect(await firstSeen(world.context, id)).toEqual({ ...seen, 'test-plain one c': null });
});

it('has none for what passed', async () => {
  const world = await openState(storage.newAccount(), { accounts: { one: { plain: 'a=f', needy: 'x=n' } } });
  const scan = await scanWhole(world);
  const sightings = await openSightings(world.context, await controlOf(world.context, scan));
  const found = await rowsOf(world.context, scan, 'finding~');
  const rows = [...found, ...found.map((row) => ({ ...row, rowKey: row.rowKey.replace('finding~', 'passed~') }))];
  const seen = await sightings(rows);
  expect(rows.map(({ rowKey }) => seen(rowKey)?.scanId ?? null)).toEqual([scan, null]);
  expect((await sightings([]))('finding~a~b~c')).toMatchObject({ scanId: scan });
});

const spread = (script: string): TenantState => ({
  subscriptions: 2,
  accounts: Object.fromEntries(
    Array.from({ length: 40 }, (_, index): [string, Account] => [
      `account${String(index)}`,
      { subscription: index % 8 === 0 ? 1 : 0, plain: script, needy: 'x=n' },
    ]),
  ),
});

it('finds what a filter leaves among many others, in pages of any size', async () => {
  const connection = storage.newAccount();
  const first = await scanWhole(await openState(connection, spread('a=f b=f')));
  const world = await openState(connection, spread('a=f b=f c=f'));
  const second = await scanWhole(world);
  const control = await controlOf(world.context, second);
  for (const top of [1, 2, 7, 1000]) {
    const seen: string[] = [];
    let next: string | null | undefined;
    while (next !== null) {
      const page = await listFindings(world.context, control, { top, subscription: other, after: next });
      seen.push(...page.value.map(({ subKey, firstSeen: one }) => `${subKey} ${one?.scanId ?? ''}`));
      next = page.next;
    }
    expect(new Set(seen)).toEqual(new Set([`a ${first}`, `b ${first}`, `c ${second}`]));
    expect(seen).toHaveLength(15);
  }
});

it('asks for the first sightings of a page at once', async () => {
  const connection = storage.newAccount();
  await scanWhole(await openState(connection, spread('a=f b=f')));
  const world = await openState(connection, spread('a=f b=f c=f'));
  const second = await scanWhole(world);
  const { history } = world.context.store;
  const asked: string[] = [];
  const page: typeof history.page = (partition, range) => {
    asked.push(range.from.slice(0, 6));
    return history.page(partition, range);
  };
  const get: typeof history.get = (partition, rowKey) => {
    asked.push(rowKey.slice(0, 6));
    return history.get(partition, rowKey);
  };
  const context = { ...world.context, store: { ...world.context.store, history: { ...history, page, get } } };
  await listFindings(context, await controlOf(context, second), { top: 1000 });
  expect(asked).toEqual(['state', 'first~']);
});

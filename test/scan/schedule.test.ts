import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ScanContext } from '../../lib/scan/context.ts';
import { listScans } from '../../lib/scan/queries.ts';
import { startScheduled } from '../../lib/scan/schedule.ts';
import { SettingsError } from '../../lib/settings.ts';
import { indexPartition, scheduleKey } from '../../lib/store/keys.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { scheduleRecord } from '../../lib/store/indexRecords.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { startStorageProxy } from './support/storageProxy.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const day = 24 * 3_600_000;
const nightly = '0 2 * * * Europe/Amsterdam';
const open = (schedule = nightly, settings = {}): Promise<World> =>
  openWorld({ connection: storage.newAccount(), settings: { SCAN_SCHEDULE: schedule, ...settings } });

/** The same instance, with the service's clock so much later. */
function later({ store, ...rest }: ScanContext, milliseconds: number): ScanContext {
  const now = () => new Date(store.index.now().getTime() + milliseconds);
  return { ...rest, store: { ...store, index: { ...store.index, now } } };
}

const scansOf = async (context: ScanContext) => (await listScans(context, { top: 100 })).value;

async function rowOf({ store }: ScanContext) {
  const stored = await store.index.get(indexPartition, scheduleKey);
  return stored && scheduleRecord.parse(stored.properties);
}

/** As a row is left by an instance that took a time and died. */
async function leave({ store }: ScanContext, taken: string): Promise<void> {
  const done = new Date(Date.parse(taken) - day).toISOString();
  const properties = toProperties({ schedule: nightly, done, taken });
  await store.index.write(indexPartition, [{ kind: 'upsert', rowKey: scheduleKey, properties }]);
}

it('starts nothing before the first time that comes after the setting', async () => {
  const { context } = await open();
  await startScheduled(context);
  await startScheduled(context);
  expect(await scansOf(context)).toEqual([]);
  expect(await rowOf(context)).toMatchObject({ schedule: nightly, taken: null });
});

it('starts one scan of the default scope, that says who asked', async () => {
  const subscription = '5a9e0000-0008-4000-8000-000000000e00';
  const { context } = await open(nightly, { AZURE_SUBSCRIPTION_ID: subscription });
  await startScheduled(context);
  const tomorrow = later(context, day);
  await startScheduled(tomorrow);
  await startScheduled(tomorrow);
  const [scan, ...others] = await scansOf(context);
  expect(others).toEqual([]);
  expect(scan).toMatchObject({ requestedBy: 'schedule', status: 'pending', scope: { subscriptions: [subscription] } });
});

it('makes up a week that was missed once', async () => {
  const world = await open();
  await startScheduled(world.context);
  const away = later(world.context, 7 * day);
  await startScheduled(away);
  const [scan, ...others] = await scansOf(world.context);
  expect(others).toEqual([]);
  await world.drain(scan?.id ?? '');
  await startScheduled(away);
  expect(await scansOf(world.context)).toHaveLength(1);
  await startScheduled(later(world.context, 8 * day));
  expect(await scansOf(world.context)).toHaveLength(2);
});

it('is followed once by eight instances that look at once, day after day', async () => {
  const world = await open();
  const contexts = await Promise.all(Array.from({ length: 8 }, () => world.openContext()));
  await Promise.all(contexts.map(startScheduled));
  for (const days of [1, 2, 3]) {
    await Promise.all(contexts.map((context) => startScheduled(later(context, days * day))));
    const scans = await scansOf(world.context);
    expect(scans).toHaveLength(days);
    await world.drain(scans[0]?.id ?? '');
  }
  expect(await rowOf(world.context)).toMatchObject({ taken: null });
});

it('leaves alone what another instance has dealt with since it looked', async () => {
  const world = await open();
  await startScheduled(world.context);
  const { index } = world.context.store;
  const stale = await index.get(indexPartition, scheduleKey);
  const tomorrow = later(world.context, day);
  await startScheduled(tomorrow);
  const [scan] = await scansOf(world.context);
  await world.drain(scan?.id ?? '');
  const before = await index.get(indexPartition, scheduleKey);
  const get: typeof index.get = async (partition, rowKey) =>
    rowKey === scheduleKey ? stale : index.get(partition, rowKey);
  await startScheduled({ ...tomorrow, store: { ...tomorrow.store, index: { ...tomorrow.store.index, get } } });
  expect(await index.get(indexPartition, scheduleKey)).toEqual(before);
  expect(await scansOf(world.context)).toHaveLength(1);
});

it('finishes what an instance took that died, whether or not it had started the scan', async () => {
  const world = await open();
  const due = '2026-06-02T00:00:00.000Z';
  await leave(world.context, due);
  await startScheduled(world.context);
  const [first] = await scansOf(world.context);
  await world.drain(first?.id ?? '');
  expect(await rowOf(world.context)).toMatchObject({ done: due, taken: null });
  // It had started the scan, which has ended meanwhile, and died before it could say so.
  await leave(world.context, due);
  await startScheduled(world.context);
  expect(await scansOf(world.context)).toHaveLength(1);
  expect(await rowOf(world.context)).toMatchObject({ done: due, taken: null });
});

it('gives up what was taken longer ago than a repeat would be known for', async () => {
  const world = await open();
  await leave(world.context, '2026-06-02T00:00:00.000Z');
  await startScheduled(later(world.context, 25 * 3_600_000));
  expect(await scansOf(world.context)).toEqual([]);
  expect(world.logs.join('\n')).toContain('due at 2026-06-02T00:00:00.000Z was given up');
});

it.each([0, 1, 2, 3, 4, 5, 6])('starts one scan where the answer of storage call %i is lost', async (lost) => {
  const connection = storage.newAccount();
  const proxy = await startStorageProxy(connection);
  onTestFinished(() => proxy.stop());
  const world = await openWorld({ connection, settings: { SCAN_SCHEDULE: nightly } });
  const context = await world.openContext({ connection: proxy.connection });
  await leave(context, '2026-06-02T00:00:00.000Z');
  let calls = 0;
  proxy.decide(() => (calls++ === lost ? 'lost' : 'pass'));
  await startScheduled(context).catch(() => undefined);
  proxy.decide(() => 'pass');
  await startScheduled(context);
  await startScheduled(world.context);
  expect(await scansOf(world.context)).toHaveLength(1);
  expect(await rowOf(context)).toMatchObject({ taken: null });
});

it('waits while MAX_ACTIVE_SCANS are active, and says so', async () => {
  const world = await open(nightly, { MAX_ACTIVE_SCANS: '1' });
  const busy = await world.start({ severities: ['low'] });
  await leave(world.context, '2026-06-02T00:00:00.000Z');
  await startScheduled(world.context);
  expect(await scansOf(world.context)).toHaveLength(1);
  expect(world.logs.join('\n')).toContain('due at 2026-06-02T00:00:00.000Z waits');
  await world.drain(busy.id);
  await startScheduled(world.context);
  expect((await scansOf(world.context)).map(({ requestedBy }) => requestedBy)).toEqual(['schedule', 'test']);
});

it('makes nothing up for another schedule, nor after a time without one', async () => {
  const connection = storage.newAccount();
  const at = async (schedule: string) => {
    const settings = schedule === '' ? {} : { SCAN_SCHEDULE: schedule };
    return (await openWorld({ connection, settings })).context;
  };
  await leave(await at(nightly), '2026-06-02T00:00:00.000Z');
  const other = await at('0 3 * * *');
  await startScheduled(other);
  expect(await scansOf(other)).toEqual([]);
  expect(await rowOf(other)).toMatchObject({ schedule: '0 3 * * *', taken: null });
  const none = await at('');
  await startScheduled(none);
  expect(await rowOf(none)).toBeUndefined();
  await startScheduled(later(await at('0 3 * * *'), 30 * day));
  expect(await scansOf(none)).toEqual([]);
});

it('says how to write a schedule that cannot be read', async () => {
  const { context } = await open('nightly');
  await expect(startScheduled(context)).rejects.toThrow(SettingsError);
  await expect(startScheduled(context)).rejects.toThrow('SCAN_SCHEDULE cannot be "nightly"');
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimPart } from '../../lib/scan/claim.ts';
import { readControl, replacePart } from '../../lib/scan/control.ts';
import { listErrors } from '../../lib/scan/queries.ts';
import { recoverScans } from '../../lib/scan/recover.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { readSettings } from '../../lib/settings.ts';
import { indexPartition, prefixRange, scanKey } from '../../lib/store/keys.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { later } from './support/later.ts';
import { resultsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const tenant = { generate: { resources: 12, subscriptions: 2, regions: 1, accountsOnly: true } };
const open = (): Promise<World> => openWorld({ connection: storage.newAccount(), tenant });
const minute = 60_000;
const hour = 60 * minute;

async function partOf({ context }: World, scanId: string) {
  const control = await readControl(context.store.scans, scanId);
  const found = control?.parts.find(({ record }) => record.part === '00');
  if (!found) throw new Error('There is no part 00.');
  return found;
}

/** A scan whose plan is done and whose messages are lost. */
async function planned(world: World): Promise<string> {
  const { id } = await world.start();
  await world.deliver();
  await world.take();
  return id;
}

async function locksOf({ context }: World) {
  return (await context.store.index.page(indexPartition, prefixRange('active~'))).rows;
}

/** Shows that nothing is sent just before a wait is over, and one message for the part once it is. */
async function expectWoken(world: World, wait: number, part: string): Promise<void> {
  await recoverScans(later(world.context, wait - 5000));
  expect(await world.take()).toEqual([]);
  await recoverScans(later(world.context, wait + 5000));
  const woken = (await world.take()).filter(({ value }) => JSON.stringify(value).includes(`"part":"${part}"`));
  expect(woken).toHaveLength(1);
}

describe('the waits', () => {
  it('are the documented ones where nothing divides them', () => {
    const { timings } = readSettings({ AzureWebJobsStorage: 'UseDevelopmentStorage=true' });
    expect(timings).toEqual({
      budget: 4 * minute,
      longestSleep: minute,
      slice: minute,
      silence: 2 * minute,
      quiet: [15, 30, 60, 120, 240].map((minutes) => minutes * minute),
      stalled: hour,
      deadline: 24 * hour,
      idempotency: 24 * hour,
      callback: minute / 2,
      callbackWait: 10_000,
      longestCallbackWait: hour,
      callbackPatience: 24 * hour,
    });
  });

  it('of a part that was claimed are 2, 15, 30, 60, 120 minutes, and after 240 it is lost', async () => {
    const world = await open();
    const scanId = await planned(world);
    await claimPart(world.context, scanId, await partOf(world, scanId), { dequeueCount: 1, alone: false });
    // The other part shall not interfere: it is done.
    await world.context.store.work.send({ scanId, part: '01', seq: 0 });
    await world.deliver();
    for (const minutes of [2, 15, 30, 60, 120]) await expectWoken(world, minutes * minute, '00');
    expect((await partOf(world, scanId)).record).toMatchObject({ status: 'running', recoveries: 5 });
    await recoverScans(later(world.context, 239 * minute));
    expect((await partOf(world, scanId)).record.status).toBe('running');
    await recoverScans(later(world.context, 241 * minute));
    expect((await partOf(world, scanId)).record).toMatchObject({ status: 'failed', error: { code: 'lost' } });
    const { status, coverage, errors } = await resultsOf(world.context, scanId);
    expect([status, coverage.coverage.partsFailed]).toEqual(['completedWithErrors', 1]);
    expect(errors).toMatchObject([{ part: '00', code: 'lost', count: 1 }]);
    expect(await locksOf(world)).toEqual([]);
  });

  it('of a part that was never claimed are 15, 30, 60, 120 minutes, and after 240 it is lost', async () => {
    const world = await open();
    const scanId = await planned(world);
    for (const minutes of [15, 30, 60, 120]) await expectWoken(world, minutes * minute, '00');
    await recoverScans(later(world.context, 241 * minute));
    const { status, error } = await resultsOf(world.context, scanId);
    expect([status, error?.code]).toEqual(['failed', 'tooLittleSeen']);
    expect(error?.message).toContain('stayed silent');
  });

  it('begin where a throttled part may be looked at again', async () => {
    const world = await open();
    const scanId = await planned(world);
    const held = await partOf(world, scanId);
    const notBefore = new Date(Date.now() + 10 * minute).toISOString();
    await world.context.store.scans.write(scanId, [replacePart(held, { status: 'running', notBefore })]);
    await expectWoken(world, 12 * minute, '00');
  });

  it('begin anew with each commit', async () => {
    const world = await open();
    const scanId = await planned(world);
    const held = await partOf(world, scanId);
    await world.context.store.scans.write(scanId, [replacePart(held, { recoveries: 3 })]);
    await world.context.store.work.send({ scanId, part: '00', seq: 0 });
    await world.deliver();
    expect((await partOf(world, scanId)).record).toMatchObject({ status: 'completed', recoveries: 0 });
  });
});

it('sends the message of a plan again that was lost', async () => {
  const world = await open();
  const { id } = await world.start();
  await world.take();
  await recoverScans(later(world.context, 2 * minute - 5000));
  expect(await world.take()).toEqual([]);
  await recoverScans(later(world.context, 2 * minute + 5000));
  await world.drain(id);
  expect((await resultsOf(world.context, id)).status).toBe('completed');
});

it('fails a plan that stayed silent after every message', async () => {
  const world = await open();
  const { id } = await world.start();
  await world.take();
  for (const minutes of [2, 15, 30, 60, 120]) {
    await recoverScans(later(world.context, minutes * minute + 5000));
    expect(await world.take()).toHaveLength(1);
  }
  await recoverScans(later(world.context, 241 * minute));
  expect(await resultsOf(world.context, id)).toMatchObject({ status: 'failed', error: { code: 'lost' } });
});

it('ends a scan that is older than a day and keeps what it found', async () => {
  const world = await open();
  const scanId = await planned(world);
  await world.context.store.work.send({ scanId, part: '01', seq: 0 });
  await world.deliver();
  await recoverScans(later(world.context, 24 * hour - minute));
  expect((await resultsOf(world.context, scanId)).status).toBe('running');
  await recoverScans(later(world.context, 24 * hour + minute));
  const { status, error, findings, verdicts } = await resultsOf(world.context, scanId);
  expect([status, error?.code]).toEqual(['failed', 'timedOut']);
  expect(findings.length).toBe(verdicts.fail);
  expect(findings.length).toBeGreaterThan(0);
  expect((await partOf(world, scanId)).record.status).toBe('cancelled');
  expect(await locksOf(world)).toEqual([]);
});

it('takes ages from the clock of storage, whatever the clock of an instance says', async () => {
  const world = await open();
  const { id } = await world.start();
  const properties = { createdAt: '2001-01-01T00:00:00.000Z' };
  await world.context.store.scans.write(id, [{ kind: 'merge', rowKey: scanKey, etag: '*', properties }]);
  await recoverScans(world.context);
  expect((await resultsOf(world.context, id)).status).toBe('pending');
});

it('drops the lock of a scan that is over', async () => {
  const world = await open();
  const { id } = await world.start();
  const [lock] = await locksOf(world);
  await world.drain(id);
  const properties = toProperties({ ...lock?.properties });
  const rowKey = lock?.rowKey ?? '';
  await world.context.store.index.write(indexPartition, [{ kind: 'insert', rowKey, properties }]);
  await recoverScans(world.context);
  expect(await locksOf(world)).toEqual([]);
});

it('goes on deleting a scan whose message was lost', async () => {
  const world = await open();
  const { id } = await world.start();
  await requestDeletion(world.context, id);
  await world.take();
  await recoverScans(world.context);
  expect(await world.drain(id)).toBeUndefined();
  expect(await locksOf(world)).toEqual([]);
});

it('brings no scan back that is deleted while it looks', async () => {
  const world = await open();
  const { id } = await world.start();
  const { index } = world.context.store;
  const rows: typeof index.rows = async function* (partition, range) {
    for await (const row of index.rows(partition, range)) {
      await requestDeletion(world.context, id);
      await deleteScan(world.context, id);
      await world.take();
      yield row;
    }
  };
  await recoverScans({ ...world.context, store: { ...world.context.store, index: { ...index, rows } } });
  expect(await readControl(world.context.store.scans, id)).toBeUndefined();
  expect(await world.take()).toEqual([]);
});

it('recovers the others beside a lock that cannot be read', async () => {
  const world = await open();
  const { id } = await world.start();
  await world.take();
  await world.context.store.index.write(indexPartition, [
    { kind: 'insert', rowKey: 'active~00000000000000000000000000000000', properties: { scanId: 7 } },
  ]);
  await recoverScans(later(world.context, 3 * minute));
  expect(world.logs.filter((line) => line.startsWith('error: Recovery of active~0000'))).toHaveLength(1);
  await world.drain(id);
  const control = await readControl(world.context.store.scans, id);
  expect(control && (await listErrors(world.context, control, { top: 5 })).value).toEqual([]);
});

import { isRow } from '../../lib/model/row.ts';
import { v7 as newScanId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFinal, readControl } from '../../lib/scan/control.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { recoverScans } from '../../lib/scan/recover.ts';
import { deleteScan, purgeScans, requestDeletion } from '../../lib/scan/removal.ts';
import { runPart } from '../../lib/scan/runPart.ts';
import { startScan } from '../../lib/scan/start.ts';
import { indexPartition, prefixRange } from '../../lib/store/keys.ts';
import { resultsOf, rowsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const tenant = { generate: { resources: 60, subscriptions: 3, regions: 1, accountsOnly: true } };
const open = (): Promise<World> => openWorld({ connection: storage.newAccount(), tenant });
const cancelled = { status: 'cancelled', error: null } as const;

async function indexKeys({ context }: World): Promise<readonly string[]> {
  const { rows } = await context.store.index.page(indexPartition, prefixRange(''));
  return rows.map(({ rowKey }) => rowKey);
}

/** Everything stored of a scan, with what guards it. */
async function everything({ context }: World, scanId: string): Promise<readonly string[]> {
  return (await rowsOf(context, scanId, '')).map(({ rowKey, etag }) => `${rowKey} ${etag}`);
}

/** A scan of which some was judged and some was not. */
async function begun(world: World): Promise<string> {
  const { settings } = world.context;
  const short = { ...world.context, settings: { ...settings, timings: { ...settings.timings, budget: 1 } } };
  const { id } = await world.start();
  for (let round = 0; round < 8; round += 1) await world.deliver([short]);
  return id;
}

describe('a cancelled scan', () => {
  it('keeps what was found, freezes its sum and gives up its lock', async () => {
    const world = await open();
    const scanId = await begun(world);
    await endScan(world.context, scanId, cancelled);
    const results = await resultsOf(world.context, scanId);
    expect(results.status).toBe('cancelled');
    expect(results.rows.length).toBeGreaterThan(0);
    expect(results.counts.total).toBe(results.rows.length);
    expect(results.resourcesJudged).toBeLessThan(63);
    expect((await indexKeys(world)).filter((key) => /^(active|latest)~/.test(key))).toEqual([]);
    const control = await readControl(world.context.store.scans, scanId);
    expect(control?.parts.map(({ record }) => record.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(control?.scan.record).toMatchObject({ notify: 'none', error: null });
    expect(control?.scan.record.summary?.verdicts).toEqual(results.verdicts);
    const before = await everything(world, scanId);
    expect((await world.deliver()).length).toBeGreaterThan(0);
    await endScan(world.context, scanId, cancelled);
    expect(await everything(world, scanId)).toEqual(before);
    expect(world.thrown).toEqual([]);
  });

  it('stops the worker that is in the middle of a page, which writes nothing more', async () => {
    const world = await open();
    const { id } = await world.start();
    await world.deliver();
    let before: readonly string[] = [];
    world.azure.decide(async ({ path }) => {
      if (before.length > 0 || !path.includes('/blobServices')) return undefined;
      before = ['once'];
      await endScan(world.context, id, cancelled);
      before = await everything(world, id);
      return undefined;
    });
    await runPart(world.context, id, '00', { dequeueCount: 1 });
    expect(await everything(world, id)).toEqual(before);
  });

  it('ends before its plan, and the plan then makes nothing of it', async () => {
    const world = await open();
    const { id } = await world.start();
    await endScan(world.context, id, cancelled);
    await world.deliver();
    expect(world.azure.calls).toEqual([]);
    expect(await resultsOf(world.context, id)).toMatchObject({ status: 'cancelled', rows: [] });
  });

  it('ends once where it is cancelled and finished at the same moment', async () => {
    const world = await open();
    const { id } = await world.start();
    await world.deliver();
    const ends = [1, 2, 3].map(() => endScan(world.context, id, cancelled));
    await Promise.all([...ends, world.drain(id)]);
    const control = await readControl(world.context.store.scans, id);
    expect(control && isFinal(control.scan.record)).toBe(true);
    expect(control?.parts.every(({ record }) => isFinal(record))).toBe(true);
    expect(world.logs.filter((line) => line.includes('ended:')).length).toBe(1);
  });
});

describe('a deleted scan', () => {
  it('leaves no row of its partition and of the index, in the middle and after its end', async () => {
    const world = await open();
    const finished = await world.scan();
    const running = await begun(world);
    for (const id of [finished, running]) {
      expect(await requestDeletion(world.context, id)).toBe(true);
      expect(await world.drain(id)).toBeUndefined();
      expect(await everything(world, id)).toEqual([]);
    }
    expect(await indexKeys(world)).toEqual([]);
    expect(await requestDeletion(world.context, finished)).toBe(false);
    expect(world.thrown).toEqual([]);
  });

  it('goes on where its removal stopped half-way', async () => {
    const world = await open();
    const id = await world.scan();
    await requestDeletion(world.context, id);
    const { scans } = world.context.store;
    const all = await everything(world, id);
    let writes = 0;
    const write: typeof scans.write = (...given) => {
      writes += 1;
      if (writes === 2) throw new Error('The process is dead.');
      return scans.write(...given);
    };
    const dying = { ...world.context, store: { ...world.context.store, scans: { ...scans, write } } };
    await expect(deleteScan(dying, id)).rejects.toThrow('dead');
    const left = await everything(world, id);
    expect(left.length).toBeLessThan(all.length);
    expect(left.some((row) => row.startsWith('control~scan '))).toBe(true);
    expect(await world.drain(id)).toBeUndefined();
    expect(await everything(world, id)).toEqual([]);
    expect(await indexKeys(world)).toEqual([]);
  });

  it('takes its part from a worker that would write after it', async () => {
    const world = await open();
    const { id } = await world.start();
    await world.deliver();
    let once = true;
    world.azure.decide(async ({ path }) => {
      if (!once || !path.includes('/blobServices')) return undefined;
      once = false;
      await requestDeletion(world.context, id);
      await deleteScan(world.context, id);
      return undefined;
    });
    await runPart(world.context, id, '00', { dequeueCount: 1 });
    expect(once).toBe(false);
    expect(await everything(world, id)).toEqual([]);
  });

  it('leaves the lock to the scan that came after it', async () => {
    const world = await open();
    const first = await begun(world);
    await requestDeletion(world.context, first);
    const { id: second } = await world.start();
    expect(second).not.toBe(first);
    await world.drain(first);
    expect((await indexKeys(world)).filter((key) => key.startsWith('active~'))).toHaveLength(1);
    await world.drain(second);
    expect((await resultsOf(world.context, second)).status).toBe('completed');
  });

  it('gives its parts no more work', async () => {
    const world = await open();
    const { id } = await world.start();
    await world.deliver();
    await requestDeletion(world.context, id);
    const before = await everything(world, id);
    const calls = world.azure.calls.length;
    await runPart(world.context, id, '00', { dequeueCount: 1 });
    expect(await everything(world, id)).toEqual(before);
    expect(world.azure.calls).toHaveLength(calls);
  });

  it('is not woken by recovery', async () => {
    const world = await open();
    const id = await begun(world);
    await world.take();
    await requestDeletion(world.context, id);
    await recoverScans(world.context);
    const messages = await world.take();
    expect(messages.every(({ value }) => JSON.stringify(value) === JSON.stringify({ schema: 1, scanId: id }))).toBe(
      true,
    );
  });
});

describe('retention', () => {
  it('deletes what is older, but the latest finished scan of each scope and options', async () => {
    const world = await open();
    const first = await world.scan();
    const second = await world.scan();
    const other = await world.scan({ severities: ['high'] });
    const { id: third } = await world.start();
    await endScan(world.context, third, cancelled);
    await world.take();
    // Everything up to tomorrow is old.
    const { settings } = world.context;
    await purgeScans({ ...world.context, settings: { ...settings, retentionDays: -1 } });
    await world.drain(first);
    await world.drain(third);
    expect(await readControl(world.context.store.scans, first)).toBeUndefined();
    expect(await readControl(world.context.store.scans, third)).toBeUndefined();
    expect((await resultsOf(world.context, second)).status).toBe('completed');
    expect((await resultsOf(world.context, other)).status).toBe('completed');
    const keys = await indexKeys(world);
    expect(keys.filter((key) => key.startsWith('new~'))).toHaveLength(2);
    expect(keys.filter((key) => key.startsWith('latest~'))).toHaveLength(2);
  });

  it('keeps what is younger', async () => {
    const world = await open();
    const first = await world.scan();
    await world.scan();
    const { settings } = world.context;
    await purgeScans({ ...world.context, settings: { ...settings, retentionDays: 1 } });
    const taken = await world.take();
    // Histories are still to be written; nothing is to be removed.
    expect(taken.every(({ value }) => isRow(value) && value['history'] === true)).toBe(true);
    expect((await resultsOf(world.context, first)).status).toBe('completed');
  });

  it('forgets keys that are not honoured any more', async () => {
    const world = await open();
    const request = { scope: {}, options: {}, requestedBy: 'test', idempotency: 'once' };
    await startScan(world.context, request);
    await purgeScans(world.context);
    expect((await indexKeys(world)).filter((key) => key.startsWith('key~'))).toHaveLength(1);
    const { settings } = world.context;
    const timings = { ...settings.timings, idempotency: -5000 };
    await purgeScans({ ...world.context, settings: { ...settings, timings } });
    expect((await indexKeys(world)).filter((key) => key.startsWith('key~'))).toEqual([]);
  });

  it('never moves the latest scan back', async () => {
    const world = await open();
    const { store } = world.context;
    const id = await world.scan();
    const [latest] = (await store.index.page(indexPartition, prefixRange('latest~'))).rows;
    const greater = newScanId({ msecs: Date.now() + 1000 });
    const rowKey = latest?.rowKey ?? '';
    await store.index.write(indexPartition, [{ kind: 'upsert', rowKey, properties: { scanId: greater } }]);
    expect(latest?.properties['scanId']).toBe(id);
    await world.scan();
    expect((await store.index.get(indexPartition, rowKey))?.properties['scanId']).toBe(greater);
  });
});

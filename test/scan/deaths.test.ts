import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pass } from '../../lib/checks/property.ts';
import { claimPart } from '../../lib/scan/claim.ts';
import type { ScanContext } from '../../lib/scan/context.ts';
import { readControl } from '../../lib/scan/control.ts';
import { passGate } from '../../lib/scan/gate.ts';
import { runPart } from '../../lib/scan/runPart.ts';
import { partKey } from '../../lib/store/keys.ts';
import type { PartRecord } from '../../lib/store/records.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { resultsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { testCatalogue, testCheck } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const tenant = { generate: { resources: 30, subscriptions: 1, regions: 1, accountsOnly: true } };
const first = { dequeueCount: 1, alone: false };
const killer = 'generated0000016';
/** What ends the process that judges the killer. */
let kill: () => unknown = () => undefined;
const deadly = testCheck({
  id: 'test-deadly',
  evaluate: (account) => {
    if (account['name'] === killer) kill();
    return pass('name', 'set', 'set');
  },
});
const catalogue = [...testCatalogue, deadly];
const open = (): Promise<World> => openWorld({ connection: storage.newAccount(), tenant, catalogue });

async function held({ context }: World, scanId: string) {
  const control = await readControl(context.store.scans, scanId);
  const [part] = control?.parts ?? [];
  if (!part) throw new Error('There is no part.');
  return part;
}

/** Changes the part row past everybody: what another process would have left. */
async function put({ context }: World, scanId: string, change: Partial<PartRecord>): Promise<void> {
  const write = { kind: 'merge', rowKey: partKey('00'), etag: '*', properties: toProperties(change) } as const;
  await context.store.scans.write(scanId, [write]);
}

async function planned(world: World): Promise<string> {
  const { id } = await world.start();
  await world.deliver();
  await world.take();
  return id;
}

/** An instance in whose place nothing happens any more once it is dead. */
function mortal({ store, ...rest }: ScanContext, isDead: () => boolean): ScanContext {
  const { scans, work } = store;
  const live = () => {
    if (isDead()) throw new Error('The process is dead.');
  };
  return {
    ...rest,
    store: {
      ...store,
      scans: {
        ...scans,
        get: (...given) => (live(), scans.get(...given)),
        write: (...given) => (live(), scans.write(...given)),
      },
      work: { send: (...given) => (live(), work.send(...given)) },
    },
  };
}

interface Life {
  readonly died: boolean;
  readonly part: PartRecord;
}

/** One delivery in a process of its own; killed where it judges the killer. */
async function live(world: World, scanId: string, dequeueCount: number): Promise<Life> {
  const deaths: string[] = [];
  kill = () => deaths.push(killer);
  await runPart(
    mortal(world.context, () => deaths.length > 0),
    scanId,
    '00',
    { dequeueCount },
  ).catch(() => undefined);
  kill = () => undefined;
  const { record } = await held(world, scanId);
  const died = deaths.length > 0;
  // In this one process every owner is known: the dead one gets the name of a stranger.
  if (died && record.inFlight !== '') await put(world, scanId, { inFlight: 'of a process that is dead' });
  return { died, part: record };
}

describe('a resource that kills the process', () => {
  it('is cornered in pages of 1000, 100, 10, 1, tried alone twice and passed over, its siblings judged', async () => {
    const clean = await open();
    const expected = await resultsOf(clean.context, await clean.scan());
    const world = await open();
    const scanId = await planned(world);
    const lives: Life[] = [];
    let dequeueCount = 0;
    do {
      dequeueCount += 1;
      lives.push(await live(world, scanId, dequeueCount));
      const handedOver = (await world.take()).length > 0;
      if (handedOver) dequeueCount = 0;
    } while (lives.length < 30 && lives.at(-1)?.part.status !== 'completed');
    const deaths = lives.filter(({ died }) => died).map(({ part }) => part);
    expect(deaths.length).toBeLessThanOrEqual(9);
    expect([...new Set(deaths.map(({ page }) => page))]).toEqual([1000, 100, 10, 1]);
    const suspects = deaths.flatMap(({ tried }) => (tried ? [tried] : []));
    expect(suspects.every(({ id }) => id.endsWith(killer))).toBe(true);
    expect(suspects.map(({ alone, deaths: count }) => [alone, count])).toEqual([
      [false, 0],
      [true, 0],
      [true, 1],
    ]);
    await world.context.store.work.send({ scanId, part: '00', seq: 0 });
    await world.drain(scanId);
    const results = await resultsOf(world.context, scanId);
    const mine = results.findings.filter(({ resourceName }) => resourceName === killer);
    expect(mine.map(({ checkId, reason }) => [checkId, reason])).toEqual(
      ['other-retention', 'test-deadly', 'test-https', 'test-tls'].map((checkId) => [checkId, 'threw']),
    );
    const without = (rows: readonly string[]) => rows.filter((row) => !row.includes(killer));
    expect(without(results.rows)).toEqual(without(expected.rows));
    expect(results).toMatchObject({ resourcesJudged: 31, resourcesListed: 31, status: 'completedWithErrors' });
    expect(results.seen).toEqual(expected.seen);
    expect((await held(world, scanId)).record).toMatchObject({ page: 1000, tried: null });
  });

  it('costs no more than its own delivery where it dies for another reason', async () => {
    const world = await open();
    const scanId = await planned(world);
    await put(world, scanId, { inFlight: 'of a process that is dead' });
    await runPart(world.context, scanId, '00', { dequeueCount: 2 });
    const asked = world.azure.calls.filter(({ body }) => body.includes('order by k'));
    expect(asked.every(({ body }) => body.includes('"$top":100,'))).toBe(true);
    expect((await resultsOf(world.context, scanId)).status).toBe('completed');
  });
});

describe('a claim', () => {
  it('takes a steal from a live worker of its own process for no death', async () => {
    const world = await open();
    const scanId = await planned(world);
    await claimPart(world.context, scanId, await held(world, scanId), first);
    const second = await claimPart(world.context, scanId, await held(world, scanId), first);
    expect(second?.record()).toMatchObject({ attempt: 2, page: 1000, tried: null });
  });

  it('cuts the page after a death without progress', async () => {
    const world = await open();
    const scanId = await planned(world);
    for (const page of [100, 10, 1, 1]) {
      await put(world, scanId, { inFlight: 'of a process that is dead' });
      const hold = await claimPart(world.context, scanId, await held(world, scanId), first);
      expect(hold?.record().page).toBe(page);
    }
  });

  it('cuts nothing after a death that had made progress', async () => {
    const world = await open();
    const scanId = await planned(world);
    const { store } = world.context;
    let committed = false;
    const write: typeof store.scans.write = async (partition, writes) => {
      const written = await store.scans.write(partition, writes);
      committed = writes.some((one) => 'properties' in one && one.properties['seq'] === 1);
      return written;
    };
    const context = { ...world.context, store: { ...store, scans: { ...store.scans, write } } };
    const dying = mortal(context, () => committed);
    await expect(runPart(dying, scanId, '00', first)).rejects.toThrow('dead');
    const { record } = await held(world, scanId);
    expect(record).toMatchObject({ seq: 1, inFlight: '' });
    const hold = await claimPart(world.context, scanId, await held(world, scanId), first);
    expect(hold?.record().page).toBe(1000);
  });

  it.each([
    ['alone, of a message that came back', true, 2, 1],
    ['alone, of a message that is new', true, 1, 0],
    ['beside others', false, 2, 0],
  ])('counts a death %s', async (_case, alone, dequeueCount, deaths) => {
    const world = await open();
    const scanId = await planned(world);
    await put(world, scanId, { inFlight: 'of a process that is dead', tried: { id: killer, alone, deaths: 0 } });
    const hold = await claimPart(world.context, scanId, await held(world, scanId), { dequeueCount, alone: true });
    expect(hold?.record().tried).toEqual({ id: killer, alone: true, deaths });
  });

  it('does not call a delivery alone that did not wait for the others', async () => {
    const world = await open();
    const scanId = await planned(world);
    await put(world, scanId, { tried: { id: killer, alone: false, deaths: 0 } });
    const hold = await claimPart(world.context, scanId, await held(world, scanId), { dequeueCount: 2, alone: false });
    expect(hold?.record().tried).toEqual({ id: killer, alone: false, deaths: 0 });
  });
});

describe('the gate', () => {
  it('lets deliveries run side by side, and one alone only while nothing else runs', async () => {
    const order: string[] = [];
    const step = (name: string, duration: number) => async () => {
      order.push(`${name} in`);
      await sleep(duration);
      order.push(`${name} out`);
    };
    await Promise.all([
      passGate(false, step('a', 30)),
      passGate(false, step('b', 60)),
      passGate(true, step('alone', 30)),
      passGate(false, step('c', 5)),
    ]);
    expect(order).toEqual(['a in', 'b in', 'a out', 'b out', 'alone in', 'alone out', 'c in', 'c out']);
  });
});

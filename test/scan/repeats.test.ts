import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { claimPart } from '../../lib/scan/claim.ts';
import type { ScanContext } from '../../lib/scan/context.ts';
import { readControl, replacePart, type Held } from '../../lib/scan/control.ts';
import { runPart } from '../../lib/scan/runPart.ts';
import { addItem, commitSlice, newSlice } from '../../lib/scan/slice.ts';
import { openSubscriptionTallies } from '../../lib/scan/subscriptionTallies.ts';
import { judgedItem, subscriptionSubject } from '../../lib/scan/workItem.ts';
import type { PartRecord } from '../../lib/store/records.ts';
import { resultsOf, rowsOf, type Results } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { manySubKeys, testCatalogue } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
const once = { dequeueCount: 1, alone: false };
let clean: Results | undefined;
const tenant = { generate: { resources: 60, subscriptions: 4, regions: 1, accountsOnly: true } };
const open = (): Promise<World> => openWorld({ connection: storage.newAccount(), tenant });

beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());
beforeEach(async () => {
  if (clean !== undefined) return;
  const world = await open();
  clean = await resultsOf(world.context, await world.scan());
});

async function part00(context: ScanContext, scanId: string): Promise<Held<PartRecord>> {
  const control = await readControl(context.store.scans, scanId);
  const found = control?.parts.find(({ record }) => record.part === '00');
  if (!found) throw new Error('There is no part 00.');
  return found;
}

/** A scan whose plan is done and whose parts wait. */
async function planned(world: World): Promise<string> {
  const { id } = await world.start();
  await world.deliver();
  return id;
}

it('comes to the same when every message is delivered twice at once', async () => {
  const world = await open();
  const contexts = [world.context, await world.openContext()];
  const { id } = await world.start();
  await world.drain(id, { contexts });
  expect(await resultsOf(world.context, id)).toEqual(clean);
  // Each part was claimed by both, and each claim counted.
  expect((await part00(world.context, id)).record.attempt).toBeGreaterThanOrEqual(2);
});

it('comes to the same when every message is delivered three times and each delivery is short', async () => {
  const world = await open();
  const { settings } = world.context;
  const short = { settings: { ...settings, timings: { ...settings.timings, budget: 20 } } };
  const contexts = await Promise.all([1, 2, 3].map(() => world.openContext(short)));
  const { id } = await world.start();
  for (let round = 0; round < 4; round += 1) await world.deliver(contexts);
  await world.drain(id);
  expect(await resultsOf(world.context, id)).toEqual(clean);
});

it('comes to the same when two whole instances work on one queue', async () => {
  const world = await open();
  const other = await world.openContext();
  const { id } = await world.start();
  await world.context.store.work.send({ scanId: id });
  await Promise.all([world.drain(id), world.drain(id, { contexts: [other] })]);
  expect(await resultsOf(world.context, id)).toEqual(clean);
});

it('lets a stale worker write nothing, and says so without an error', async () => {
  const world = await open();
  const { context } = world;
  const scanId = await planned(world);
  const first = await claimPart(context, scanId, await part00(context, scanId), once);
  const second = await claimPart(context, scanId, await part00(context, scanId), once);
  if (!first || !second) throw new Error('not claimed');
  const slice = newSlice();
  const subject = subscriptionSubject('00000000-0000-4000-8000-000000000000', 'nobody');
  const check = manySubKeys(2);
  const outcomes = [{ check, ...check.judge(subject.row, () => ({ state: 'read', value: [] }), new Date(0)) }];
  addItem(slice, judgedItem(subject, outcomes, { stage: 'pages', cursor: null }));
  const before = await part00(context, scanId);
  const tallies = () => openSubscriptionTallies(context.store.scans, scanId, '00');
  expect(await commitSlice(first, tallies(), slice, {})).toBe(false);
  expect(await rowsOf(context, scanId, 'finding~')).toEqual([]);
  expect(await rowsOf(context, scanId, 'tally~')).toEqual([]);
  expect(await part00(context, scanId)).toEqual(before);
  expect(await commitSlice(second, tallies(), slice, {})).toBe(true);
  expect(await rowsOf(context, scanId, 'finding~')).toHaveLength(2);
  expect(await rowsOf(context, scanId, 'tally~')).toHaveLength(1);
});

it('stops a worker that was robbed of its part in the middle, and the robber finishes it', async () => {
  const world = await open();
  const { context } = world;
  const scanId = await planned(world);
  let robbed = false;
  // The worker is held up in its first listing while another delivery takes the part and finishes it.
  world.azure.decide(async ({ body }) => {
    if (robbed || !body.includes('order by k')) return undefined;
    robbed = true;
    await runPart(context, scanId, '00', { dequeueCount: 1 });
    return undefined;
  });
  await runPart(context, scanId, '00', { dequeueCount: 1 });
  const { record } = await part00(context, scanId);
  expect(record).toMatchObject({ status: 'completed', attempt: 2 });
  await world.drain(scanId);
  expect(await resultsOf(context, scanId)).toEqual(clean);
});

it('keeps a worker whose row was touched by recovery between two commits', async () => {
  const world = await open();
  const { context } = world;
  const scanId = await planned(world);
  const hold = await claimPart(context, scanId, await part00(context, scanId), once);
  if (!hold) throw new Error('not claimed');
  const touched = await part00(context, scanId);
  await context.store.scans.write(scanId, [replacePart(touched, { recoveries: 3, poisonedAt: 0 })]);
  expect(await hold.update({ seq: 1, recoveries: 0 })).toBe(true);
  const { record } = await part00(context, scanId);
  expect(record).toMatchObject({ seq: 1, recoveries: 0, poisonedAt: 0, owner: hold.record().owner });
});

it('comes to the same when recovery touches every row between all commits', async () => {
  const world = await open();
  const { scans } = world.context.store;
  const scanId = await planned(world);
  let touch = false;
  const touching: ScanContext = {
    ...world.context,
    store: {
      ...world.context.store,
      scans: {
        ...scans,
        write: async (partition, writes) => {
          touch = !touch;
          const held = await part00(world.context, partition);
          if (touch) await scans.write(partition, [replacePart(held, { recoveries: held.record.recoveries + 1 })]);
          return scans.write(partition, writes);
        },
      },
    },
  };
  await runPart(touching, scanId, '00', { dequeueCount: 1 });
  expect((await part00(world.context, scanId)).record).toMatchObject({ status: 'completed', attempt: 1 });
  await world.drain(scanId);
  expect(await resultsOf(world.context, scanId)).toEqual(clean);
});

it('settles a scan once, however many deliveries find its last part final', async () => {
  const world = await open();
  const scanId = await world.scan();
  const ended = await world.context.store.scans.get(scanId, 'control~scan');
  await Promise.all(['00', '01', '02', '03'].map((part) => runPart(world.context, scanId, part, { dequeueCount: 1 })));
  expect((await world.context.store.scans.get(scanId, 'control~scan'))?.etag).toBe(ended?.etag);
  expect(world.logs.filter((line) => line.includes('ended:'))).toHaveLength(1);
  expect(testCatalogue.length).toBe(clean?.tallies.length);
});

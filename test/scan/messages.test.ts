import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimPart } from '../../lib/scan/claim.ts';
import { readControl } from '../../lib/scan/control.ts';
import { ForeignMessageError, handleMessage } from '../../lib/scan/handleMessage.ts';
import { handlePoison } from '../../lib/scan/poison.ts';
import { listErrors } from '../../lib/scan/queries.ts';
import { requestDeletion } from '../../lib/scan/removal.ts';
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
const someScan = '01a20a10-ad09-7411-8e4b-fa49bac85b2e';
const foreign: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a number', 7],
  ['a text', 'hello'],
  ['a list', [{ schema: 1, scanId: someScan }]],
  ['an empty object', {}],
  ['an unknown schema number', { schema: 2, scanId: someScan }],
  ['a scan id that is none', { schema: 1, scanId: 'x' }],
  ['a part that is none', { schema: 1, scanId: someScan, part: '../7' }],
  ['a seq that is none', { schema: 1, scanId: someScan, part: '00', seq: -1 }],
];

async function controlOf({ context }: World, scanId: string) {
  const control = await readControl(context.store.scans, scanId);
  if (!control) throw new Error('There is no scan.');
  return control;
}

async function partOf(world: World, scanId: string, part: string) {
  const { parts } = await controlOf(world, scanId);
  const found = parts.find(({ record }) => record.part === part);
  if (!found) throw new Error(`There is no part ${part}.`);
  return found;
}

/** A scan whose plan is done and whose messages are gone. */
async function planned(world: World): Promise<string> {
  const { id } = await world.start();
  await world.deliver();
  await world.take();
  return id;
}

it('throws on a message that is not ours, so that the host sends it to the poison queue', async () => {
  const { context } = await open();
  for (const [, value] of foreign) {
    await expect(handleMessage(context, value, { dequeueCount: 1 })).rejects.toThrow(ForeignMessageError);
  }
});

it('drops a poisoned message that is not ours with a line in the log', async () => {
  const world = await open();
  for (const [, value] of [...foreign, ['nothing', undefined]]) await handlePoison(world.context, value);
  expect(world.logs).toHaveLength(foreign.length + 1);
  expect(world.logs.every((line) => /^error: .*is not Vigil's.*dropped/.test(line))).toBe(true);
  expect(await world.take()).toEqual([]);
});

it('judges a scan beside messages that are not ours', async () => {
  const world = await open();
  for (const text of [
    'not base64 {',
    Buffer.from('not JSON').toString('base64'),
    Buffer.from('null').toString('base64'),
  ]) {
    await world.queue.sendMessage(text);
  }
  const { status } = await resultsOf(world.context, await world.scan());
  expect(status).toBe('completed');
  while ((await world.deliver()).length > 0);
  expect(world.thrown).toHaveLength(30);
  expect(world.logs.filter((line) => line.includes('dropped'))).toHaveLength(3);
});

it('sends a new message for a part that moved on since its poisoned message was sent', async () => {
  const world = await open();
  const scanId = await planned(world);
  const hold = await claimPart(world.context, scanId, await partOf(world, scanId, '00'), {
    dequeueCount: 1,
    alone: false,
  });
  await hold?.update({ seq: 4 });
  await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 3 });
  expect((await partOf(world, scanId, '00')).record).toMatchObject({ status: 'running', poisonedAt: -1 });
  expect(await world.take()).toMatchObject([{ value: { scanId, part: '00', seq: 4 } }]);
});

it('gives a part that made no progress one more message, and fails it at the second time', async () => {
  const world = await open();
  const scanId = await planned(world);
  await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 0 });
  expect((await partOf(world, scanId, '00')).record).toMatchObject({ status: 'pending', poisonedAt: 0 });
  expect(await world.take()).toMatchObject([{ value: { scanId, part: '00', seq: 0 } }]);
  await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 0 });
  expect((await partOf(world, scanId, '00')).record).toMatchObject({ status: 'failed', error: { code: 'poisoned' } });
  expect(await world.take()).toEqual([]);
  await world.context.store.work.send({ scanId, part: '01', seq: 0 });
  await world.drain(scanId);
  const { status, coverage } = await resultsOf(world.context, scanId);
  expect([status, coverage.coverage.partsFailed]).toEqual(['completedWithErrors', 1]);
});

it('starts counting anew once a poisoned part moved on', async () => {
  const world = await open();
  const scanId = await planned(world);
  await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 0 });
  const hold = await claimPart(world.context, scanId, await partOf(world, scanId, '00'), {
    dequeueCount: 1,
    alone: false,
  });
  await hold?.update({ seq: 1 });
  await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 1 });
  expect((await partOf(world, scanId, '00')).record).toMatchObject({ status: 'running', poisonedAt: 1 });
});

it('lists the failure of a poisoned part with the errors of its scan', async () => {
  const world = await open();
  const scanId = await planned(world);
  for (let time = 0; time < 2; time += 1) await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 0 });
  const { value } = await listErrors(world.context, await controlOf(world, scanId), { top: 10 });
  expect(value).toMatchObject([{ part: '00', code: 'poisoned', count: 1 }]);
});

it('gives an unplanned scan one more message, and fails it at the second time', async () => {
  const world = await open();
  const { id: scanId } = await world.start();
  await world.take();
  await handlePoison(world.context, { schema: 1, scanId });
  expect(await world.take()).toMatchObject([{ value: { scanId } }]);
  expect((await controlOf(world, scanId)).scan.record).toMatchObject({ status: 'pending', poisoned: 1 });
  await handlePoison(world.context, { schema: 1, scanId });
  expect((await controlOf(world, scanId)).scan.record).toMatchObject({ status: 'failed', error: { code: 'poisoned' } });
  expect(await world.take()).toEqual([]);
});

it('leaves alone what is over: a final part, a final scan, a scan that is gone', async () => {
  const world = await open();
  const scanId = await world.scan();
  // Its history is somebody else's.
  await world.take();
  const before = await controlOf(world, scanId);
  await handlePoison(world.context, { schema: 1, scanId, part: '00', seq: 0 });
  await handlePoison(world.context, { schema: 1, scanId });
  await handlePoison(world.context, { schema: 1, scanId: someScan, part: '00', seq: 0 });
  expect(await controlOf(world, scanId)).toEqual(before);
  expect(world.logs.filter((line) => line.includes('which is gone'))).toHaveLength(1);
  expect(await world.take()).toEqual([]);
});

it('goes on deleting a scan whose message was poisoned', async () => {
  const world = await open();
  const scanId = await world.scan();
  await requestDeletion(world.context, scanId);
  await world.take();
  await handlePoison(world.context, { schema: 1, scanId });
  await world.drain(scanId);
  expect(await readControl(world.context.store.scans, scanId)).toBeUndefined();
});

it('does nothing for a message of a scan or a part that does not exist', async () => {
  const world = await open();
  const scanId = await world.scan();
  // Its history is somebody else's.
  await world.take();
  await handleMessage(world.context, { schema: 1, scanId: someScan }, { dequeueCount: 1 });
  await handleMessage(world.context, { schema: 1, scanId: someScan, part: '00', seq: 0 }, { dequeueCount: 1 });
  await handleMessage(world.context, { schema: 1, scanId, part: '77', seq: 0 }, { dequeueCount: 1 });
  expect(await readControl(world.context.store.scans, someScan)).toBeUndefined();
  expect(await world.take()).toEqual([]);
});

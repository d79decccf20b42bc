import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { findScan } from '../../lib/scan/findScan.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { controlOf, drainHistory } from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { startStorageProxy } from './support/storageProxy.ts';
import { openWorld } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const tenant = { generate: { resources: 60, subscriptions: 3, regions: 1, accountsOnly: true } };

/** A world, and how many requests a look at a scan takes. */
async function open() {
  const connection = storage.newAccount();
  const proxy = await startStorageProxy(connection);
  onTestFinished(() => proxy.stop());
  const world = await openWorld({ connection, tenant });
  const watched = await world.openContext({ connection: proxy.connection });
  const look = async (scanId: string) => {
    const before = proxy.calls.length;
    const control = await findScan(watched, scanId);
    return { control, paths: proxy.calls.slice(before).map(({ path }) => decodeURIComponent(path)) };
  };
  return { world, look };
}

it('reads the parts of a scan that is over once, and its own row every time', async () => {
  const { world, look } = await open();
  const scanId = await world.scan();
  const first = await look(scanId);
  expect(first.control).toEqual(await controlOf(world.context, scanId));
  expect(first.control?.parts).toHaveLength(3);
  const second = await look(scanId);
  expect(second.control).toEqual(first.control);
  expect(second.paths).toEqual([expect.stringContaining("RowKey='control~scan'")]);
});

it('sees every step of a scan that runs', async () => {
  const { world, look } = await open();
  const { id } = await world.start();
  for (let round = 0; round < 4; round += 1) {
    expect((await look(id)).control).toEqual(await controlOf(world.context, id));
    await world.deliver();
  }
  await endScan(world.context, id, { status: 'cancelled', error: null });
  expect((await look(id)).control).toEqual(await controlOf(world.context, id));
});

it('sees what is written to a scan that is over, and that it is gone', async () => {
  const { world, look } = await open();
  const scanId = await world.scan();
  await look(scanId);
  await drainHistory(world, scanId);
  expect((await look(scanId)).control).toEqual(await controlOf(world.context, scanId));
  await requestDeletion(world.context, scanId);
  expect((await look(scanId)).control).toBeUndefined();
  await deleteScan(world.context, scanId);
  expect((await look(scanId)).control).toBeUndefined();
});

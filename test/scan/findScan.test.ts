import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ScanContext } from '../../lib/scan/context.ts';
import { findScan } from '../../lib/scan/findScan.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import type { Stored, Table } from '../../lib/store/table.ts';
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

/** What a query finds of a scan that changes under it: its parts, which come first, as they were before. */
function torn({ store, ...context }: ScanContext, before: (part: Stored) => readonly Stored[]): ScanContext {
  async function* rows(...asked: Parameters<Table['rows']>): AsyncGenerator<Stored> {
    for await (const stored of store.scans.rows(...asked)) {
      yield* stored.rowKey.startsWith('control~part~') ? before(stored) : [stored];
    }
  }
  return { ...context, store: { ...store, scans: { ...store.scans, rows } } };
}

it('keeps nothing of a read that saw a part before its end and the scan after it', async () => {
  const { world } = await open();
  const scanId = await world.scan();
  const running = (part: Stored) => [{ ...part, properties: { ...part.properties, status: 'running' } }];
  const control = await findScan(torn(world.context, running), scanId);
  expect(control?.parts.map(({ record }) => record.status)).toEqual(['running', 'running', 'running']);
  expect(await findScan(world.context, scanId)).toEqual(await controlOf(world.context, scanId));
});

it('keeps nothing of a read that saw no parts yet and the scan that has them', async () => {
  const { world } = await open();
  const { id } = await world.start();
  await world.deliver();
  expect(
    (
      await findScan(
        torn(world.context, () => []),
        id,
      )
    )?.parts,
  ).toEqual([]);
  const control = await findScan(world.context, id);
  expect(control?.parts).toHaveLength(3);
  expect(control).toEqual(await controlOf(world.context, id));
});

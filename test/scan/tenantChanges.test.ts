import { afterAll, beforeAll, expect, it } from 'vitest';
import { fail, pass } from '../../lib/checks/property.ts';
import type { CatalogueCheck } from '../../lib/model/check.ts';
import { tenantType } from '../../lib/model/resourceTypes.ts';
import { changesOf, countListed, counts, firstSeen, openState, plain, recordOf, scanWhole } from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { testCheck } from './support/testChecks.ts';
import type { World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const failing = testCheck({ id: 'test-tenant', on: tenantType, evaluate: () => fail('a', 'b', 'c') });
const passing = testCheck({ id: 'test-tenant', on: tenantType, evaluate: () => pass('a', 'b', 'c') });

async function openTenant(connection: string, check: CatalogueCheck, unreadable = false): Promise<World> {
  const world = await openState(
    connection,
    { accounts: { one: { plain: '=p' } } },
    { catalogue: [check, plain('low')] },
  );
  if (unreadable) world.azure.decide(({ path }) => (path.startsWith('/tenants') ? { status: 403 } : undefined));
  return world;
}

it('calls nothing mended of a tenant that cannot be read, and resolves what stood for it once it can', async () => {
  const connection = storage.newAccount();
  const first = await scanWhole(await openTenant(connection, failing));
  const blind = await scanWhole(await openTenant(connection, failing, true));
  const world = await openTenant(connection, failing);
  expect(countListed(await changesOf(world.context, first, blind))).toEqual(counts({ notRead: 1, new: 1 }));
  const third = await scanWhole(world);
  expect(countListed(await changesOf(world.context, blind, third))).toEqual(counts({ resolved: 1, new: 1 }));
  expect(Object.values(await firstSeen(world.context, third))).toEqual([first]);
  expect((await recordOf(world.context, third)).changes?.counts).toEqual(counts({ resolved: 1, new: 1 }));
  const mended = await openTenant(connection, passing);
  const fourth = await scanWhole(mended);
  expect(countListed(await changesOf(mended.context, third, fourth))).toEqual(counts({ resolved: 1 }));
});

it('weighs a tenant whose part failed by its checks where it was never seen', async () => {
  const connection = storage.newAccount();
  const world = await openTenant(connection, failing);
  const { scans } = world.context.store;
  const write: typeof scans.write = (partition, writes) =>
    scans.write(
      partition,
      writes.map((one) =>
        one.kind === 'replace' && one.rowKey === 'control~part~01' && one.properties['status'] === 'completed'
          ? { ...one, properties: { ...one.properties, status: 'failed' } }
          : one,
      ),
    );
  const { id } = await world.start();
  await world.drain(id, {
    contexts: [{ ...world.context, store: { ...world.context.store, scans: { ...scans, write } } }],
  });
  expect((await recordOf(world.context, id)).ending?.score).toEqual({ low: 50, high: 100 });
});

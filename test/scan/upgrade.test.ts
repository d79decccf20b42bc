import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestOf, type ScanContext } from '../../lib/scan/context.ts';
import { readControl } from '../../lib/scan/control.ts';
import { recoverScans } from '../../lib/scan/recover.ts';
import { indexPartition, prefixRange } from '../../lib/store/keys.ts';
import { newRecord } from '../../lib/store/indexRecords.ts';
import { resultsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { manySubKeys, testCatalogue } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const tenant = { generate: { resources: 12, subscriptions: 2, regions: 1, accountsOnly: true } };
const catalogue = [...testCatalogue, manySubKeys(1)];

const open = (settings = {}): Promise<World> => openWorld({ connection: storage.newAccount(), tenant, settings });
/** The app after an upgrade that brought another check. */
const upgraded = (world: World): Promise<ScanContext> => world.openContext({ catalogue });

/** Scan ids, oldest first. */
async function scansOf({ context }: World): Promise<readonly string[]> {
  const { rows } = await context.store.index.page(indexPartition, prefixRange('new~'));
  return rows.map(({ properties }) => newRecord.parse(properties).scanId).toReversed();
}

async function recordOf({ context }: World, scanId: string) {
  return (await readControl(context.store.scans, scanId))?.scan.record;
}

it('tells catalogues apart by what they hold', () => {
  const [first, ...rest] = testCatalogue;
  if (!first) throw new Error('no check');
  expect(digestOf(testCatalogue)).toBe(digestOf([...testCatalogue]));
  expect(digestOf(rest)).not.toBe(digestOf(testCatalogue));
  expect(digestOf([{ ...first, title: `${first.title} ` }, ...rest])).not.toBe(digestOf(testCatalogue));
});

it('ends a scan under which the app was upgraded, and scans its scope again once', async () => {
  const world = await open();
  const { id } = await world.start({ severities: ['high', 'low'] });
  await world.deliver();
  const context = await upgraded(world);
  await world.drain(id, { contexts: [context, context] });
  expect(await recordOf(world, id)).toMatchObject({ status: 'failed', error: { code: 'appUpgraded' } });
  const [first, second = '', ...more] = await scansOf(world);
  expect([first, more]).toEqual([id, []]);
  await world.drain(second, { contexts: [context] });
  expect(await recordOf(world, second)).toMatchObject({
    restartOf: id,
    options: { severities: ['high', 'low'] },
    requestedBy: 'test',
  });
  const results = await resultsOf(context, second);
  expect(results.status).toBe('completed');
  expect(results.tallies.map(({ checkId }) => checkId)).toContain('test-many');
  // Late messages and recovery start nothing more.
  await world.context.store.work.send({ scanId: id, part: '00', seq: 0 });
  await world.deliver([context]);
  await recoverScans(context);
  expect(await scansOf(world)).toEqual([id, second]);
  expect((await world.context.store.index.page(indexPartition, prefixRange('active~'))).rows).toEqual([]);
});

it('does not start a scan a third time where the app is upgraded again', async () => {
  const world = await open();
  const { id } = await world.start();
  await world.drain(id, { contexts: [await upgraded(world)] });
  const [, second = ''] = await scansOf(world);
  await world.drain(second);
  expect(await recordOf(world, second)).toMatchObject({ status: 'failed', error: { code: 'appUpgraded' } });
  expect(await scansOf(world)).toEqual([id, second]);
});

it('scans again even where as many scans are active as may be', async () => {
  const world = await open({ MAX_ACTIVE_SCANS: '1' });
  const { id } = await world.start();
  const context = await upgraded(world);
  await world.drain(id, { contexts: [context] });
  const [, second = ''] = await scansOf(world);
  await world.drain(second, { contexts: [context] });
  expect(await recordOf(world, second)).toMatchObject({ status: 'completed', restartOf: id });
});

it('starts again at recovery where the process died between the end and the new start', async () => {
  const world = await open();
  const { id } = await world.start();
  const context = await upgraded(world);
  const { index } = context.store;
  const write: typeof index.write = () => Promise.reject(new Error('The process is dead.'));
  const dying = { ...context, store: { ...context.store, index: { ...index, write } } };
  await world.deliver([dying]);
  expect(await recordOf(world, id)).toMatchObject({ status: 'failed', error: { code: 'appUpgraded' } });
  expect(await scansOf(world)).toEqual([id]);
  await recoverScans(context);
  expect(await scansOf(world)).toHaveLength(2);
});

import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { CatalogueCheck } from '../../lib/model/check.ts';
import type { Judged } from '../../lib/model/verdict.ts';
import { fail } from '../../lib/checks/property.ts';
import type { ScanContext } from '../../lib/scan/context.ts';
import { readControl } from '../../lib/scan/control.ts';
import type { Write } from '../../lib/store/table.ts';
import { resultsOf, rowsOf, type Results } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { startStorageProxy } from './support/storageProxy.ts';
import { testCatalogue, testCheck } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

const wholeCount = 250;
const accounts = 3;
const tenant = { generate: { resources: accounts, subscriptions: 1, regions: 1, accountsOnly: true } };
/** How many sub-keys the check finds: fewer at a second look, so that rows of the first would show. */
let subKeys = wholeCount;

const many: CatalogueCheck = testCheck({
  id: 'test-many',
  evaluate: () =>
    Array.from({ length: subKeys }, (_, index): Judged => ({
      ...fail('keys', 'old', 'new'),
      subKey: `key-${String(index)}`,
    })),
});
const catalogue = [...testCatalogue, many];

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());
beforeEach(() => {
  subKeys = wholeCount;
});

const open = (connection = storage.newAccount()): Promise<World> => openWorld({ connection, tenant, catalogue });

async function cleanRun(): Promise<Results> {
  const world = await open();
  return resultsOf(world.context, await world.scan());
}

/** An instance that dies right after the transactions that `until` counts. */
function mortal(context: ScanContext, until: (writes: readonly Write[]) => boolean): ScanContext {
  let dead = false;
  const live = () => {
    if (dead) throw new Error('The process is dead.');
  };
  const { scans, work, ...rest } = context.store;
  return {
    ...context,
    store: {
      ...rest,
      scans: {
        ...scans,
        get: (...given) => {
          live();
          return scans.get(...given);
        },
        write: async (partition, writes) => {
          live();
          const written = await scans.write(partition, writes);
          dead = until(writes);
          live();
          return written;
        },
      },
      work: {
        send: (...given) => {
          live();
          return work.send(...given);
        },
      },
    },
  };
}

const aheadOf = (writes: readonly Write[]): boolean =>
  writes.some((one) => one.kind === 'replace' && typeof one.properties['open'] === 'string');

/** Runs a scan whose worker dies after so many writes ahead, up to the moment of its death. */
async function dieAfter(world: World, writesAhead: number): Promise<string> {
  let count = 0;
  const { id } = await world.start();
  await world.deliver();
  await world.deliver([mortal(world.context, (writes) => aheadOf(writes) && (count += 1) === writesAhead)]);
  expect(world.thrown.map(String)).toEqual(['Error: The process is dead.']);
  return id;
}

it('commits an item of 250 rows whole', async () => {
  const world = await open();
  const scanId = await world.scan();
  const { tallies, findings, status } = await resultsOf(world.context, scanId);
  expect(status).toBe('completed');
  expect(tallies.find(({ checkId }) => checkId === 'test-many')?.tally.fail).toBe(accounts * wholeCount);
  expect(findings.filter(({ checkId }) => checkId === 'test-many')).toHaveLength(accounts * wholeCount);
  const control = await readControl(world.context.store.scans, scanId);
  expect(control?.parts[0]?.record.open).toBeNull();
});

it.each([1, 2])('marks an item as open whose writer died after %i of its transactions', async (writesAhead) => {
  const world = await open();
  const scanId = await dieAfter(world, writesAhead);
  const control = await readControl(world.context.store.scans, scanId);
  expect(control?.parts[0]?.record.open?.resourceId).toContain('generated0000000');
  expect(control?.parts[0]?.record.open?.checks).toContain('test-many');
  expect(control?.parts[0]?.record.tallies['test-many']).toBeUndefined();
  expect((await rowsOf(world.context, scanId, 'finding~test-many~')).length).toBeGreaterThanOrEqual(85 * writesAhead);
});

it('removes the rows of an open item before it is judged again', async () => {
  const world = await open();
  const scanId = await dieAfter(world, 2);
  subKeys = 3;
  await world.drain(scanId);
  const expected = await cleanRun();
  expect(await resultsOf(world.context, scanId)).toEqual(expected);
  expect(expected.findings.filter(({ checkId }) => checkId === 'test-many')).toHaveLength(accounts * 3);
});

it('comes to the same where the answers of that removal are lost', async () => {
  const connection = storage.newAccount();
  const world = await open(connection);
  const scanId = await dieAfter(world, 2);
  const proxy = await startStorageProxy(connection);
  onTestFinished(() => proxy.stop());
  let disowned = 0;
  proxy.decide(({ body }) => {
    if (!body.includes('DELETE http') || disowned >= 2) return 'pass';
    disowned += 1;
    return 'disowned';
  });
  await world.drain(scanId, { contexts: [await world.openContext({ connection: proxy.connection })] });
  expect(disowned).toBe(2);
  expect(await resultsOf(world.context, scanId)).toEqual(await cleanRun());
});

it('comes to the same where two instances write a large item at once', async () => {
  const world = await open();
  const { id } = await world.start();
  await world.drain(id, { contexts: [world.context, await world.openContext()] });
  expect(await resultsOf(world.context, id)).toEqual(await cleanRun());
});

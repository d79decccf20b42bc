import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { readControl } from '../../lib/scan/control.ts';
import { StoreError } from '../../lib/store/table.ts';
import { resultsOf, type Results } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { startStorageProxy, type Fate, type StorageCall, type StorageProxy } from './support/storageProxy.ts';
import { manySubKeys, testCatalogue } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
let clean: Results;
let cleanSeqs: readonly number[];
const tenant = { generate: { resources: 40, subscriptions: 3, regions: 1, accountsOnly: true } };
// Findings enough for several slices a part.
const catalogue = [...testCatalogue, manySubKeys(12)];

async function seqsOf({ context }: World, scanId: string): Promise<readonly number[]> {
  const control = await readControl(context.store.scans, scanId);
  return control?.parts.map(({ record }) => record.seq) ?? [];
}

beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

async function openProxied(): Promise<{ world: World; proxy: StorageProxy }> {
  const connection = storage.newAccount();
  const proxy = await startStorageProxy(connection);
  onTestFinished(() => proxy.stop());
  const world = await openWorld({ connection, tenant, catalogue });
  return { world, proxy };
}

/** Runs a scan whose storage answers as told, and shows that it came to the same as a clean one. */
async function expectClean(decide: (call: StorageCall) => Fate): Promise<World> {
  const { world, proxy } = await openProxied();
  const context = await world.openContext({ connection: proxy.connection });
  const { id } = await world.start();
  // The client of the queue waits four seconds before each try: its faults are those of the messages, tested elsewhere.
  proxy.decide((call) => (call.service === 'table' ? decide(call) : 'pass'));
  await world.drain(id, { contexts: [context], patience: 50_000 });
  expect(await resultsOf(world.context, id)).toEqual(clean);
  expect(await seqsOf(world, id)).toEqual(cleanSeqs);
  return world;
}

it('makes several transactions a part in a clean run', async () => {
  const { world } = await openProxied();
  const id = await world.scan();
  clean = await resultsOf(world.context, id);
  cleanSeqs = await seqsOf(world, id);
  expect(clean.status).toBe('completed');
  expect(Math.min(...cleanSeqs)).toBeGreaterThan(2);
});

it('counts nothing twice when each transaction is carried out and answered as if it were not', async () => {
  const seen = new Set<string>();
  let disowned = 0;
  const world = await expectClean(({ method, body }) => {
    // What differs from one try to the next: the ids of the batch and the ETag.
    const content = body.replaceAll(/(batch|changeset)_[\w-]+|^If-Match:.*$/gim, '');
    if (method !== 'POST' || seen.has(content)) return 'pass';
    seen.add(content);
    disowned += 1;
    return 'disowned';
  });
  expect(disowned).toBeGreaterThan(12);
  expect(world.thrown).toEqual([]);
});

it.each(['lost', 'unsent', 'broken'] as const)('comes to the same when single requests are %s', async (fate) => {
  let count = 0;
  await expectClean(() => {
    count += 1;
    return count % 9 === 5 && count < 50 ? fate : 'pass';
  });
});

it.each(['busy', 'disowned'] as const)(
  'comes to the same when storage is %s for a while, again and again',
  async (fate) => {
    let count = 0;
    const world = await expectClean(() => {
      count += 1;
      return count % 40 > 20 && count < 120 ? fate : 'pass';
    });
    // Longer than the client tries by itself: deliveries fail and their messages come again.
    expect(world.thrown.length).toBeGreaterThan(0);
    expect(world.thrown.every((error) => error instanceof StoreError)).toBe(true);
  },
);

it('leaves a part unharmed whose worker met storage that refuses for good', async () => {
  const { world, proxy } = await openProxied();
  const context = await world.openContext({ connection: proxy.connection });
  const { id } = await world.start();
  await world.deliver();
  proxy.decide(({ method }) => (method === 'POST' ? 'busy' : 'pass'));
  await world.deliver([context]);
  expect(world.thrown).toHaveLength(3);
  expect(await seqsOf(world, id)).toEqual([0, 0, 0]);
  await world.drain(id);
  expect(await resultsOf(world.context, id)).toEqual(clean);
});

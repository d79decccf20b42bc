import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { generatedSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { readControl } from '../../lib/scan/control.ts';
import type { PartRecord } from '../../lib/store/records.ts';
import { partKey } from '../../lib/store/keys.ts';
import { resultsOf, type Results } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
let clean: Results | undefined;
const tenant = { generate: { resources: 30, subscriptions: 3, regions: 1, accountsOnly: true } };
const open = (settings: Readonly<Record<string, string>> = {}): Promise<World> =>
  openWorld({ connection: storage.newAccount(), tenant, settings });

beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());
beforeEach(async () => {
  if (clean !== undefined) return;
  const world = await open();
  clean = await resultsOf(world.context, await world.scan());
});

async function partOf({ context }: World, scanId: string, part: string): Promise<PartRecord> {
  const control = await readControl(context.store.scans, scanId);
  const found = control?.parts.find(({ record }) => record.part === part);
  if (!found) throw new Error(`There is no part ${part}.`);
  return found.record;
}

/** Whether a call asks Resource Graph for resources of generated subscription 1. */
const lists = ({ path, body }: { readonly path: string; readonly body: string }): boolean =>
  path.includes('ResourceGraph') && body.includes('order by k') && body.includes(generatedSubscription(1));

it('fails the part of a refused listing with its trace, and no other', async () => {
  const world = await open();
  world.azure.decide((call) => (lists(call) ? { status: 403, code: 'AccessDenied' } : undefined));
  const scanId = await world.scan();
  const results = await resultsOf(world.context, scanId);
  expect(results.status).toBe('completedWithErrors');
  expect(results.coverage.coverage).toMatchObject({ partsFailed: 1, subscriptionsListed: 2 });
  expect(results.errors).toMatchObject([{ part: '01', code: 'refused', count: 1 }]);
  const others = (clean?.rows ?? []).filter((row) => !row.includes(generatedSubscription(1)));
  expect(results.rows).toEqual(others);
  expect(await partOf(world, scanId, '01')).toMatchObject({
    status: 'failed',
    error: { code: 'refused' },
    inFlight: '',
  });
});

it('leaves a throttle that is longer than its sleep to a message that waits as long', async () => {
  const world = await open({ TIME_DIVISOR: '60' });
  let throttled = true;
  world.azure.decide((call) =>
    throttled && lists(call) ? { status: 429, code: 'RateLimiting', headers: { 'retry-after': '30' } } : undefined,
  );
  const { id } = await world.start();
  await world.deliver();
  await world.deliver();
  const waiting = await partOf(world, id, '01');
  expect(waiting).toMatchObject({ status: 'running', attempt: 1, inFlight: '', error: null });
  const wait = Date.parse(waiting.notBefore ?? '') - world.context.store.scans.now().getTime();
  expect(wait).toBeGreaterThan(20_000);
  // A message that comes early goes round and touches nothing.
  await world.context.store.work.send({ scanId: id, part: '01', seq: waiting.seq });
  expect(await world.deliver()).toHaveLength(1);
  expect(await partOf(world, id, '01')).toEqual(waiting);
  expect(await world.deliver()).toEqual([]);
  // As if the half minute were over, in another process.
  throttled = false;
  await world.queue.clearMessages();
  const { scans, work } = world.context.store;
  const over = { etag: '*', properties: { notBefore: '2001-01-01T00:00:00Z' } };
  for (const part of ['00', '01', '02']) {
    await scans.write(id, [{ kind: 'merge', rowKey: partKey(part), ...over }]);
    await work.send({ scanId: id, part, seq: 0 });
  }
  await world.drain(id, { contexts: [await world.openContext()] });
  expect(await resultsOf(world.context, id)).toEqual(clean);
  expect(await partOf(world, id, '01')).toMatchObject({ attempt: 2, notBefore: null, stalledSince: null });
});

it('never lets a throttle become a verdict', async () => {
  const world = await open();
  const seen = new Set<string>();
  world.azure.decide(({ path, body }) => {
    const first = !seen.has(path + body);
    seen.add(path + body);
    return first ? { status: 429, headers: { 'retry-after-ms': '1' } } : undefined;
  });
  expect(await resultsOf(world.context, await world.scan())).toEqual(clean);
});

it('waits once for a resource whose own call fails, then leaves it unknown and judges its siblings', async () => {
  const world = await open({ TIME_DIVISOR: '60' });
  const bad = 'generated0000016';
  world.azure.decide(({ path }) => (path.includes(`${bad}/blobServices`) ? { status: 503 } : undefined));
  const scanId = await world.scan();
  const results = await resultsOf(world.context, scanId);
  const unknown = results.findings.filter(({ status }) => status === 'unknown');
  expect(unknown).toMatchObject([{ resourceName: bad, checkId: 'other-retention', reason: 'unavailable' }]);
  expect(results.rows.filter((row) => !row.includes(bad))).toEqual(
    (clean?.rows ?? []).filter((row) => !row.includes(bad)),
  );
  expect(results.resourcesJudged).toBe(clean?.resourcesJudged);
  expect(results.status).toBe('completedWithErrors');
  expect((await partOf(world, scanId, '01')).attempt).toBe(2);
  expect((await partOf(world, scanId, '00')).attempt).toBe(1);
});

it('judges a resource whose own call failed only for a while', async () => {
  const world = await open({ TIME_DIVISOR: '60' });
  const tries = new Map<string, number>();
  world.azure.decide(({ path }) => {
    if (!path.includes('generated0000016/blobServices')) return undefined;
    tries.set(path, (tries.get(path) ?? 0) + 1);
    return (tries.get(path) ?? 0) <= 4 ? { status: 500 } : undefined;
  });
  expect(await resultsOf(world.context, await world.scan())).toEqual(clean);
});

it('fails a part that made no progress for the stall time, with code and trace', async () => {
  const world = await open({ TIME_DIVISOR: '3600' });
  world.azure.decide((call) => (lists(call) ? 'cut' : undefined));
  const scanId = await world.scan();
  const results = await resultsOf(world.context, scanId);
  expect(results.coverage.coverage.partsFailed).toBe(1);
  expect(results.errors).toMatchObject([{ part: '01', code: 'transient', count: 1 }]);
  expect(results.rows).toEqual((clean?.rows ?? []).filter((row) => !row.includes(generatedSubscription(1))));
});

it('hands over when its time is over, and the sum is that of one delivery', async () => {
  const world = await open();
  const { timings } = world.context.settings;
  const context = { ...world.context, settings: { ...world.context.settings, timings: { ...timings, budget: 1 } } };
  const { id } = await world.start();
  await world.drain(id, { contexts: [context] });
  expect(await resultsOf(world.context, id)).toEqual(clean);
  const part = await partOf(world, id, '00');
  expect(part.attempt).toBeGreaterThan(3);
  expect(part.page).toBe(1000);
});

it('does not look at a part of which nothing is left', async () => {
  const world = await open();
  const scanId = await world.scan();
  const before = await world.context.store.scans.get(scanId, partKey('00'));
  // The history of the scan waits on the queue too.
  await world.take();
  await world.context.store.work.send({ scanId, part: '00', seq: 0 });
  expect(await world.deliver()).toHaveLength(1);
  expect((await world.context.store.scans.get(scanId, partKey('00')))?.etag).toBe(before?.etag);
});

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { recoverScans } from '../../lib/scan/recover.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { newScan, startScan, type StartRequest } from '../../lib/scan/start.ts';
import { isFinal, readControl } from '../../lib/scan/control.ts';
import type { ScanContext } from '../../lib/scan/context.ts';
import { indexPartition, newKey, prefixRange, scanKey } from '../../lib/store/keys.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { startStorageProxy, type StorageProxy } from './support/storageProxy.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const request: StartRequest = { scope: {}, options: {}, requestedBy: 'test' };

async function openProxied(settings = {}): Promise<{ world: World; proxy: StorageProxy; context: ScanContext }> {
  const connection = storage.newAccount();
  const proxy = await startStorageProxy(connection);
  onTestFinished(() => proxy.stop());
  const world = await openWorld({ connection, settings });
  return { world, proxy, context: await world.openContext({ connection: proxy.connection }) };
}

async function accept(context: ScanContext, more: Partial<StartRequest> = {}) {
  const started = await startScan(context, { ...request, ...more });
  if (started.state !== 'accepted') throw new Error(started.state);
  return started.scan;
}

async function keysOf({ store }: ScanContext, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { rowKey } of store.index.rows(indexPartition, prefixRange(prefix))) keys.push(rowKey);
  return keys;
}

it('starts a scan in three round trips: index, scan row, message', async () => {
  const { proxy, context } = await openProxied();
  await accept(context, { options: { severities: ['low'] } });
  proxy.calls.length = 0;
  await accept(context);
  expect(proxy.calls.map(({ service, method }) => [service, method])).toEqual([
    ['table', 'POST'],
    ['table', 'POST'],
    ['queue', 'POST'],
  ]);
  expect(proxy.calls[0]?.body).toContain('scanIndex');
  expect(proxy.calls[1]?.body).toContain('control~scan');
});

it('gives two equal requests one scan, and another request its own', async () => {
  const { context } = await openWorld({ connection: storage.newAccount() });
  const first = await accept(context);
  expect((await accept(context)).id).toBe(first.id);
  expect((await accept(context, { options: { severities: ['low'] } })).id).not.toBe(first.id);
  expect(await keysOf(context, 'new~')).toHaveLength(2);
});

it('gives eight racing requests one scan, one lock and one index row', async () => {
  const world = await openWorld({ connection: storage.newAccount() });
  const contexts = await Promise.all(Array.from({ length: 8 }, () => world.openContext()));
  const scans = await Promise.all(contexts.map((context) => accept(context)));
  expect(new Set(scans.map(({ id }) => id)).size).toBe(1);
  expect(new Set(scans.map(({ nonce }) => nonce)).size).toBe(1);
  expect(await keysOf(world.context, 'new~')).toEqual([newKey(scans[0]?.id ?? '')]);
  expect(await keysOf(world.context, 'active~')).toHaveLength(1);
});

it('answers a repeated Idempotency-Key with the scan that it started, also after its end', async () => {
  const world = await openWorld({ connection: storage.newAccount() });
  const first = await accept(world.context, { idempotency: 'once' });
  await world.drain(first.id);
  expect((await accept(world.context, { idempotency: 'once' })).id).toBe(first.id);
  expect((await accept(world.context)).id).not.toBe(first.id);
});

it('remembers an Idempotency-Key that was answered with a scan already active', async () => {
  const world = await openWorld({ connection: storage.newAccount() });
  const active = await accept(world.context);
  expect((await accept(world.context, { idempotency: 'later' })).id).toBe(active.id);
  await world.drain(active.id);
  expect((await accept(world.context, { idempotency: 'later' })).id).toBe(active.id);
  expect((await accept(world.context)).id).not.toBe(active.id);
});

it('refuses an Idempotency-Key with another body, and keeps callers apart', async () => {
  const { context } = await openWorld({ connection: storage.newAccount() });
  const first = await accept(context, { idempotency: 'once' });
  const other: StartRequest = { ...request, options: { severities: ['low'] }, idempotency: 'once' };
  expect(await startScan(context, other)).toEqual({ state: 'keyReused' });
  const foreign = await accept(context, { ...other, requestedBy: 'somebody else' });
  expect(foreign.id).not.toBe(first.id);
});

it('forgets an Idempotency-Key after its time', async () => {
  const world = await openWorld({ connection: storage.newAccount(), settings: { TIME_DIVISOR: '3600' } });
  const { timings } = world.context.settings;
  // The clock of storage counts whole seconds: a time far below one is over at once, one far above is not.
  const context = {
    ...world.context,
    settings: { ...world.context.settings, timings: { ...timings, idempotency: -2000 } },
  };
  const first = await accept(context, { idempotency: 'once' });
  await world.drain(first.id);
  const second = await accept(context, { options: { severities: ['low'] }, idempotency: 'once' });
  expect(second.id).not.toBe(first.id);
});

it('refuses more than MAX_ACTIVE_SCANS but still gives the scan that is active already', async () => {
  const world = await openWorld({ connection: storage.newAccount(), settings: { MAX_ACTIVE_SCANS: '2' } });
  const { context } = world;
  const [first, second] = [await accept(context), await accept(context, { options: { severities: ['low'] } })];
  const third: StartRequest = { ...request, options: { severities: ['high'] } };
  expect(await startScan(context, third)).toEqual({ state: 'busy' });
  expect((await accept(context)).id).toBe(first.id);
  expect((await accept(context, { options: { severities: ['low'] } })).id).toBe(second.id);
  await world.drain(first.id);
  expect(await startScan(context, third)).toMatchObject({ state: 'accepted' });
});

it('accepts a scan whose message cannot be sent, and recovery sends it', async () => {
  const { world, proxy, context } = await openProxied({ TIME_DIVISOR: '120' });
  proxy.decide(({ service }) => (service === 'queue' ? 'denied' : 'pass'));
  const scan = await accept(context);
  expect(await world.take()).toEqual([]);
  proxy.decide(() => 'pass');
  const ended = await world.drain(scan.id, { meanwhile: () => recoverScans(context) });
  expect(ended?.scan.record.status).toBe('completed');
});

/** A start that died right after its first transaction. */
async function startHalf(world: World): Promise<string> {
  const scan = newScan(world.context, request);
  const active = toProperties({ scanId: scan.id, scan: toProperties(scan) });
  await world.context.store.index.write(indexPartition, [
    { kind: 'insert', rowKey: newKey(scan.id), properties: toProperties({ scanId: scan.id, scope: scan.scope }) },
    { kind: 'insert', rowKey: scan.lock, properties: active },
  ]);
  return scan.id;
}

it('completes a start that died before its scan row when the next request comes', async () => {
  const world = await openWorld({ connection: storage.newAccount(), settings: { TIME_DIVISOR: '120' } });
  const id = await startHalf(world);
  expect(await readControl(world.context.store.scans, id)).toBeUndefined();
  expect((await accept(world.context)).id).toBe(id);
  expect(await world.context.store.scans.get(id, scanKey)).toBeDefined();
  const ended = await world.drain(id, { meanwhile: () => recoverScans(world.context) });
  expect(ended?.scan.record.status).toBe('completed');
});

it('completes a start that died before its scan row at the next recovery', async () => {
  const world = await openWorld({ connection: storage.newAccount() });
  const id = await startHalf(world);
  await recoverScans(world.context);
  expect((await world.drain(id))?.scan.record.status).toBe('completed');
});

it('starts once where the answer of its first transaction is lost', async () => {
  const { world, proxy, context } = await openProxied();
  proxy.decide(({ body, service }) => {
    if (service !== 'table' || !body.includes('new~')) return 'pass';
    proxy.decide(() => 'pass');
    return 'lost';
  });
  const scan = await accept(context);
  expect(await keysOf(context, 'new~')).toHaveLength(1);
  expect((await world.drain(scan.id))?.scan.record.status).toBe('completed');
});

it('replaces the lock of a finished scan', async () => {
  const world = await openWorld({ connection: storage.newAccount() });
  const first = await accept(world.context);
  const lock = await world.context.store.index.get(indexPartition, first.lock);
  await world.drain(first.id);
  expect(await keysOf(world.context, 'active~')).toEqual([]);
  // As a worker leaves it that died between the end and the lock.
  const properties = toProperties({ ...lock?.properties });
  await world.context.store.index.write(indexPartition, [{ kind: 'insert', rowKey: first.lock, properties }]);
  const second = await accept(world.context);
  expect(second.id > first.id).toBe(true);
  const ended = await world.drain(second.id);
  expect(ended && isFinal(ended.scan.record)).toBe(true);
  expect(await keysOf(world.context, 'active~')).toEqual([]);
});

it('starts anew where the scan of the lock is deleted while it looks', async () => {
  const { context } = await openWorld({ connection: storage.newAccount() });
  const first = await accept(context);
  const { index } = context.store;
  const get: typeof index.get = async (partition, rowKey) => {
    const found = await index.get(partition, rowKey);
    if (found && rowKey === first.lock) {
      await requestDeletion(context, first.id);
      await deleteScan(context, first.id);
    }
    return found;
  };
  const second = await accept({ ...context, store: { ...context.store, index: { ...index, get } } });
  expect(second.id).not.toBe(first.id);
  expect(await readControl(context.store.scans, first.id)).toBeUndefined();
  expect(await keysOf(context, 'new~')).toEqual([newKey(second.id)]);
});

it('starts anew for an Idempotency-Key whose scan is being deleted', async () => {
  const { context } = await openWorld({ connection: storage.newAccount() });
  const first = await accept(context, { idempotency: 'once' });
  await requestDeletion(context, first.id);
  expect((await accept(context, { idempotency: 'once' })).id).not.toBe(first.id);
});

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cancelScan, deleteScan, getOperation, getScan, startScan } from '../../lib/api/scanEndpoints.ts';
import { listScans } from '../../lib/api/listEndpoints.ts';
import { startStorageProxy } from '../scan/support/storageProxy.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, faultOf, listOf } from './support/callApi.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());
const open = (): Promise<World> => openWorld({ connection: storage.newAccount() });
const absent = '00000000-0000-4000-8000-000000000000';
const endpoints = { getScan, cancelScan, deleteScan };

/** The scan and the operation that POST answered. */
async function begin({ context }: World) {
  const { body, headers } = await callApi(context, startScan, { method: 'POST' });
  const location = String(headers['Location']);
  return { scanId: String(body['id']), operation: location.split('/').at(-1) ?? '', location };
}

describe('a scan', () => {
  it.each(Object.entries(endpoints))(
    'is named by a UUID, and answers 404 where there is none: %s',
    async (_name, endpoint) => {
      const { context } = await open();
      expect(faultOf(await callApi(context, endpoint, { params: { scanId: 'x' } }))).toEqual([
        400,
        'InvalidRequest',
        'scanId',
      ]);
      expect(faultOf(await callApi(context, endpoint, { params: { scanId: absent } }))).toEqual([
        404,
        'ScanNotFound',
        'scanId',
      ]);
    },
  );

  it('is found in any case of its id, with its times', async () => {
    const world = await open();
    const { scanId } = await begin(world);
    await world.drain(scanId);
    const { status, body } = await callApi(world.context, getScan, { params: { scanId: scanId.toUpperCase() } });
    expect([status, body['status']]).toEqual([200, 'completed']);
    for (const name of ['createdAt', 'startedAt', 'finishedAt']) {
      expect(new Date(String(body[name])).toISOString()).toBe(body[name]);
    }
    expect(body).toMatchObject({
      progress: { partsDone: 1, parts: 1, resourcesJudged: 1, resourcesListed: 1, etaSeconds: null },
    });
  });

  it('is cancelled once: again it is the same scan, after its end it is 409', async () => {
    const world = await open();
    const { scanId } = await begin(world);
    const params = { scanId };
    const cancelled = await callApi(world.context, cancelScan, { method: 'POST', params });
    expect([cancelled.status, cancelled.body['status']]).toEqual([200, 'cancelled']);
    expect(cancelled.body['finishedAt']).not.toBeNull();
    expect((await callApi(world.context, cancelScan, { method: 'POST', params })).body).toEqual(cancelled.body);
    const { scanId: second } = await begin(world);
    await world.drain(second);
    const late = await callApi(world.context, cancelScan, { method: 'POST', params: { scanId: second } });
    expect(faultOf(late)).toEqual([409, 'ScanFinished', 'scanId']);
  });

  it('is gone for every reader as soon as it is deleted', async () => {
    const world = await open();
    const { scanId, operation } = await begin(world);
    expect((await callApi(world.context, deleteScan, { method: 'DELETE', params: { scanId } })).status).toBe(202);
    expect((await callApi(world.context, getScan, { params: { scanId } })).status).toBe(404);
    expect((await callApi(world.context, cancelScan, { params: { scanId } })).status).toBe(404);
    expect((await callApi(world.context, getOperation, { params: { operation } })).status).toBe(404);
    expect(listOf(await callApi(world.context, listScans))).toEqual([]);
  });

  it('is deleted for good where the first request died between its mark and its message', async () => {
    const world = await open();
    const { scanId } = await begin(world);
    await world.drain(scanId);
    const { context } = world;
    const send = () => Promise.reject(new Error('The process is dead.'));
    const dying = { ...context, store: { ...context.store, work: { send } } };
    await expect(callApi(dying, deleteScan, { method: 'DELETE', params: { scanId } })).rejects.toThrow('dead');
    expect((await callApi(context, deleteScan, { method: 'DELETE', params: { scanId } })).status).toBe(202);
    expect(await world.drain(scanId, { patience: 3000 })).toBeUndefined();
    expect((await callApi(context, deleteScan, { method: 'DELETE', params: { scanId } })).status).toBe(404);
  });
});

describe('an operation', () => {
  it('answers 202 with where and when to ask again while the scan runs, then 200 with the scan', async () => {
    const world = await open();
    const { scanId, operation, location } = await begin(world);
    const question = { path: `/operations/${operation}`, params: { operation } };
    const running = await callApi(world.context, getOperation, question);
    expect(running).toMatchObject({
      status: 202,
      headers: { Location: location, 'Retry-After': '10' },
      body: { id: scanId },
    });
    await world.drain(scanId);
    const ended = await callApi(world.context, getOperation, question);
    expect(ended).toMatchObject({ status: 200, body: { id: scanId, status: 'completed' } });
    expect(ended.headers).toEqual({});
  });

  it('answers 200 also for a scan that failed or was cancelled, without a trace', async () => {
    const world = await open();
    const { scanId, operation } = await begin(world);
    world.azure.decide(() => ({ status: 403 }));
    await world.drain(scanId);
    const { status, body } = await callApi(world.context, getOperation, { params: { operation } });
    expect([status, body['status']]).toEqual([200, 'failed']);
    expect(body['error']).toMatchObject({ code: 'planFailed' });
    expect(JSON.stringify(body)).not.toMatch(/ {4}at |"trace"/);
  });

  it.each(['', '.', 'x', absent, `${absent}.`, `${absent}.00000000000000000000000000000000`])(
    'that is none is 404: %j',
    async (operation) => {
      const { context } = await open();
      expect(faultOf(await callApi(context, getOperation, { params: { operation } }))).toEqual([
        404,
        'OperationNotFound',
        'operation',
      ]);
    },
  );

  it('needs its nonce, whole', async () => {
    const world = await open();
    const { scanId, operation } = await begin(world);
    const wrong = [scanId, `${scanId}.`, `${scanId}.${'0'.repeat(32)}`, operation.slice(0, -1), `${operation}0`];
    for (const one of wrong) {
      const reply = await callApi(world.context, getOperation, { params: { operation: one } });
      expect(faultOf(reply)).toEqual([404, 'OperationNotFound', 'operation']);
    }
  });

  it('answers 202 while storage refuses, so that nobody stops asking', async () => {
    const connection = storage.newAccount();
    const proxy = await startStorageProxy(connection);
    onTestFinished(() => proxy.stop());
    const world = await openWorld({ connection });
    const context = await world.openContext({ connection: proxy.connection });
    const { operation, location } = await begin(world);
    proxy.decide(() => 'busy');
    const reply = await callApi(context, getOperation, { params: { operation } });
    expect(reply).toMatchObject({ status: 202, headers: { Location: location, 'Retry-After': '10' } });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteHook } from '../../lib/api/hookEndpoint.ts';
import { startScan } from '../../lib/api/scanEndpoints.ts';
import { addHook, mostHooks, readHooks } from '../../lib/scan/hooks.ts';
import { indexPartition, prefixRange } from '../../lib/store/keys.ts';
import { allTold, deliverUntil, openHooked, recordOf, secret } from '../scan/support/hookedWorld.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, faultOf, type Reply } from './support/callApi.ts';

let storage: TestStorage;
let shared: World | undefined;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const post = ({ context }: Pick<World, 'context'>, body: object, headers = {}): Promise<Reply> =>
  callApi(context, startScan, { method: 'POST', headers, body: JSON.stringify(body) });

const takeAway = ({ context }: Pick<World, 'context'>, hook: string): Promise<Reply> =>
  callApi(context, deleteHook, { method: 'DELETE', path: `/hooks/${hook}`, params: { hook } });

/** The last segment of an address. */
const lastOf = ({ headers }: Reply): string => String(headers['Location']).split('/').at(-1) ?? '';

const allowed =
  'https://prod-12.westeurope.logic.azure.com:443/workflows/w/runs/r/actions/a/run?api-version=2016-10-01';

describe('a request with callbackUrl', () => {
  it('is answered 201 with the scan and where to take the callback away', async () => {
    const { context, url } = await openHooked(storage.newAccount());
    const reply = await post({ context }, { severities: ['low'], callbackUrl: url('a') });
    expect(reply.status).toBe(201);
    const id = String(reply.body['id']);
    expect(reply.headers['Location']).toMatch(new RegExp(`^https://vigil\\.test/api/hooks/${id}\\.[0-9a-f]{32}$`));
    expect(reply.body).toMatchObject({ status: 'pending', options: { severities: ['low'] } });
    expect(JSON.stringify(reply)).not.toContain(secret);
    expect(lastOf(reply)).not.toContain((await recordOf(context, id)).nonce);
  });

  it('adds to the scan that is active already, and is the same callback where it is repeated', async () => {
    const { context, url } = await openHooked(storage.newAccount());
    const plain = await post({ context }, {});
    const first = await post({ context }, { callbackUrl: url('a') });
    const second = await post({ context }, { callbackUrl: url('a') });
    const other = await post({ context }, { callbackUrl: url('b') });
    expect([plain, first, second, other].map(({ status }) => status)).toEqual([202, 201, 201, 201]);
    expect(new Set([plain, first, second, other].map(({ body }) => body['id'])).size).toBe(1);
    expect(lastOf(second)).toBe(lastOf(first));
    expect(lastOf(other)).not.toBe(lastOf(first));
  });

  it('is answered 409 where its Idempotency-Key was used with another', async () => {
    const { context, url } = await openHooked(storage.newAccount());
    const headers = { 'idempotency-key': 'run-08585' };
    const first = await post({ context }, { callbackUrl: url('a') }, headers);
    expect(lastOf(await post({ context }, { callbackUrl: url('a') }, headers))).toBe(lastOf(first));
    const fault = [409, 'IdempotencyKeyReused', 'Idempotency-Key'];
    expect(faultOf(await post({ context }, { callbackUrl: url('b') }, headers))).toEqual(fault);
    expect(faultOf(await post({ context }, {}, headers))).toEqual(fault);
  });

  it('is answered 429 where the scan has as many callbacks as it takes', async () => {
    const { context, url } = await openHooked(storage.newAccount());
    const { body } = await post({ context }, {});
    for (let index = 0; index < mostHooks; index += 1) await addHook(context, String(body['id']), url(String(index)));
    const refused = await post({ context }, { callbackUrl: url('more') });
    expect(faultOf(refused)).toEqual([429, 'TooManyCallbacks', 'callbackUrl']);
    expect(refused.headers['Retry-After']).toBe('60');
  });

  it.each([
    ['http', 'http://prod-12.westeurope.logic.azure.com/workflows'],
    ['another host', 'https://example.com/hook'],
    ['a host that ends like an allowed one', 'https://evil-logic.azure.com/hook'],
    ['the allowed domain alone', 'https://logic.azure.com/hook'],
    ['an allowed host as a user', 'https://prod-12.westeurope.logic.azure.com@example.com/hook'],
    ['a user', 'https://a:b@prod-12.westeurope.logic.azure.com/hook'],
    ['a dot behind the host', 'https://prod-12.westeurope.logic.azure.com./hook'],
    ['an address of this machine', 'https://127.0.0.1/hook'],
    ['the metadata service', 'https://169.254.169.254/metadata/identity'],
    ['a number as a host', 'https://2130706433/hook'],
    ['this machine by name', 'https://localhost/hook'],
    ['a file', 'file:///etc/passwd'],
    ['no address', 'hook'],
    ['an empty text', ''],
    ['a number', 7],
    ['null', null],
    ['a list', [allowed]],
    ['a long one', `${allowed}&x=${'x'.repeat(2048)}`],
  ])('is answered 400, naming the field and not the address, and starts nothing: %s', async (_case, callbackUrl) => {
    const world = (shared ??= await openWorld({ connection: storage.newAccount() }));
    const reply = await post(world, { callbackUrl });
    expect(faultOf(reply).slice(0, 2)).toEqual([400, 'InvalidRequest']);
    expect(JSON.stringify(reply.body)).toContain('"target":"callbackUrl');
    if (typeof callbackUrl === 'string' && callbackUrl !== '' && callbackUrl !== 'hook') {
      expect(JSON.stringify(reply.body)).not.toContain(callbackUrl);
    }
    const { rows } = await world.context.store.index.page(indexPartition, prefixRange(''));
    expect(rows).toEqual([]);
  });

  it('is taken by default with an address as Logic Apps makes them', async () => {
    const world = await openWorld({ connection: storage.newAccount() });
    expect((await post(world, { callbackUrl: allowed })).status).toBe(201);
  });
});

describe('DELETE of a callback', () => {
  it('answers 204 also when it is gone, and leaves the scan alone', async () => {
    const { world, context, receiver, url } = await openHooked(storage.newAccount());
    const reply = await post({ context }, { callbackUrl: url('a') });
    const id = String(reply.body['id']);
    const before = await recordOf(context, id);
    expect(await takeAway({ context }, lastOf(reply))).toMatchObject({ status: 204, body: {} });
    expect(await takeAway({ context }, lastOf(reply))).toMatchObject({ status: 204 });
    expect(await readHooks(context.store.scans, id)).toEqual([]);
    expect(await recordOf(context, id)).toEqual(before);
    await world.drain(id);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toEqual([]);
  });

  it('takes nothing away without its own nonce', async () => {
    const { context, url } = await openHooked(storage.newAccount());
    const id = String((await post({ context }, { callbackUrl: url('a') })).body['id']);
    const { nonce } = await recordOf(context, id);
    for (const hook of [`${id}.${nonce}`, `${id}.`, id, `${id}.${'0'.repeat(32)}`, 'x.y', '']) {
      expect((await takeAway({ context }, hook)).status).toBe(204);
    }
    expect(await readHooks(context.store.scans, id)).toHaveLength(1);
  });
});

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, startFixture, type FixtureHost } from './startFixture.ts';

// Nothing answers there: these tests are about HTTP alone.
const environment = { AzureWebJobsStorage: 'UseDevelopmentStorage=true', WORK_QUEUE: 'unused', RECORDS: '/dev/null' };

let host: FixtureHost;
let guarded: FixtureHost;

beforeAll(async () => {
  [host, guarded] = await Promise.all([
    startFixture(environment),
    startFixture({ ...environment, AzureFunctionsJobHost__extensions__http__routePrefix: '' }, [
      '--enforce-keys',
      'k1',
    ]),
  ]);
}, 30_000);
afterAll(async () => {
  await Promise.all([host.stop(2_000), guarded.stop(2_000)]);
});

const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${host.ready.listening}${path}`, init);

describe('routes', () => {
  test.for([
    ['GET', '/api/items/special', 'aSpecialItem', {}],
    ['GET', '/api/items/7', 'item', { id: '7' }],
    ['GET', '/api/items/7/', 'item', { id: '7' }],
    ['GET', '/API/Items/Seven', 'item', { id: 'Seven' }],
    ['GET', '/api/items/a%20b%2Fc', 'item', { id: 'a b%2Fc' }],
    ['POST', '/api/items/special', 'item', { id: 'special' }],
    ['DELETE', '/api/items/7', 'zCatchAll', { rest: 'items/7' }],
    ['GET', '/api/operations/s1.n.2', 'operation', { scanId: 's1.n', nonce: '2' }],
    ['GET', '/api/operations/s1', 'zCatchAll', { rest: 'operations/s1' }],
    ['GET', '/api/pages', 'page', {}],
    ['GET', '/api/pages/4', 'page', { number: '4' }],
    ['GET', '/api/typed/12', 'typed', { id: '12' }],
    ['GET', '/api/typed/twelve', 'zCatchAll', { rest: 'typed/twelve' }],
    ['POST', '/api/noRoute', 'noRoute', {}],
    ['GET', '/api/a/b/c', 'zCatchAll', { rest: 'a/b/c' }],
    ['GET', '/api', 'zCatchAll', {}],
  ] as const)('%s %s is answered by %s', async ([method, path, name, params]) => {
    const response = await call(path, { method });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ name, params, method });
  });

  test('that come earlier in the order of the names win, and the host warns of it', async () => {
    expect(await (await call('/api/items/late')).json()).toMatchObject({ name: 'item' });
    expect(host.lines.join('\n')).toContain('"items/late" of neverReached is never reached');
    expect(host.lines.join('\n')).not.toContain('aSpecialItem');
  });

  test('that nobody registered are 404 without a body', async () => {
    const response = await call('/elsewhere');
    expect([response.status, await response.text()]).toEqual([404, '']);
  });
});

describe('a call', () => {
  test('brings its body, query and headers', async () => {
    const init = { method: 'POST', body: '{"a":1}', headers: { 'X-Sample': 'yes' } };
    const response = await call('/api/items/7?top=5&top=6&q=a%20b', init);
    expect(response.headers.get('x-answered-by')).toBe('item');
    expect(await response.json()).toMatchObject({
      body: '{"a":1}',
      header: 'yes',
      query: { top: '5,6', q: 'a b' },
      url: `${host.ready.listening}/api/items/7?top=5&top=6&q=a%20b`,
    });
  });

  test('to a handler that throws is 500 without a body, and its trace is in the log', async () => {
    const response = await call('/api/failing');
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(host.lines.join('\n')).toMatch(/error failing: failed: Error: a handler that throws \| at /);
  });

  test('to a handler that returns nothing is 204', async () => {
    expect((await call('/api/nothing')).status).toBe(204);
  });

  test('by HEAD has the headers and no body', async () => {
    const response = await call('/api/items/7', { method: 'HEAD' });
    expect(response.headers.get('x-answered-by')).toBe('item');
    expect(await response.text()).toBe('');
  });

  test('gets the cookies', async () => {
    expect((await call('/api/cookie')).headers.getSetCookie()).toEqual(['a=b; Path=/; HttpOnly; SameSite=Lax']);
  });

  test('with more than 100 MB announced is 413', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const sent = request(`${host.ready.listening}/api/items/7`, {
      method: 'POST',
      headers: { 'content-length': 104_857_601 },
    });
    sent.on('response', (response) => {
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.flushHeaders();
    expect(await promise).toBe(413);
    sent.destroy();
  });

  test('finds its own host name in WEBSITE_HOSTNAME', async () => {
    expect(`http://${await (await call('/api/hostname')).text()}`).toBe(host.ready.listening);
  });

  test('needs no key, as under Core Tools', async () => {
    expect((await call('/api/secret')).status).toBe(200);
  });
});

describe('with --enforce-keys a call', () => {
  const secret = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${guarded.ready.listening}${path}`, { headers });

  test.for([
    ['/secret', {}, 401],
    ['/secret', { 'x-functions-key': 'k2' }, 401],
    ['/secret?code=k2', {}, 401],
    ['/secret', { 'x-functions-key': 'k1' }, 200],
    ['/secret?code=k1', {}, 200],
    ['/items/7', {}, 200],
  ] as const)('%s %o is %i', async ([path, headers, status]) => {
    const response = await secret(path, headers);
    expect(response.status).toBe(status);
    if (status === 401) expect(await response.text()).toBe('');
  });
});

test('the first line says that it is a stand-in, and the functions are listed by name', () => {
  expect(host.lines[0]).toBe('This is a stand-in for the Azure Functions host, not the Azure Functions host itself.');
  expect(host.ready.functions.find((found) => found.name === 'item')).toEqual({
    name: 'item',
    trigger: 'http',
    route: 'items/{id}',
    methods: ['GET', 'HEAD', 'POST'],
    authLevel: 'anonymous',
  });
  expect(fixture).toContain('fixture');
});

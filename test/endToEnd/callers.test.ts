import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppRole } from '../../lib/api/callers.ts';
import { routes, type Route } from '../../lib/api/routes.ts';
import { startAzurite, type Azurite } from '../../lib/local/azurite.ts';
import { type Stack, startStack } from '../../lib/local/stack.ts';
import { expectDocumented, operationAt } from '../api/support/expectDocumented.ts';
import { principalHeader } from '../api/support/principal.ts';

const key = 'a-function-key';
const noScan = '01a20a1d-d503-7525-ad6c-b290ab18b5c0';
type Headers = Readonly<Record<string, string>>;

/** What each function answers to those who may call it. The three whose address is open to everyone answer that to all. */
const answers: Readonly<Record<keyof typeof routes | 'unmatched', readonly [status: number, open?: 'open']>> = {
  startScan: [202],
  runScan: [202],
  getOperation: [404, 'open'],
  deleteHook: [204, 'open'],
  listScans: [200],
  getScan: [404],
  deleteScan: [404],
  cancelScan: [404],
  listFindings: [404],
  listScanErrors: [404],
  listScanChecks: [404],
  listChanges: [404],
  getScore: [404],
  getReport: [404],
  getCoverage: [404],
  listExemptions: [200],
  createExemption: [400],
  getExemption: [404],
  deleteExemption: [404],
  listChecks: [200],
  getCheck: [404],
  listPosture: [200],
  getPosture: [404],
  listScopes: [200],
  getOpenApi: [200],
  health: [200, 'open'],
  unmatched: [404],
};

/** The app role of a function that its method does not say. */
const ownRoles: Readonly<Record<string, AppRole>> = {
  createExemption: 'Exemption.Write',
  deleteExemption: 'Exemption.Write',
};

const known: Readonly<Record<string, Route>> = { ...routes, unmatched: { methods: ['GET'], route: 'nowhere' } };
const endpoints = Object.entries(answers).map(([name, [status, open]]) => {
  const { methods, route } = known[name] ?? { methods: ['GET'], route: name };
  return {
    name,
    method: methods[0] ?? 'GET',
    path: route.replaceAll(/\{(?:scan|exemption|subscription)Id\}/g, noScan),
    role: ownRoles[name] ?? (methods[0] === 'GET' ? 'Scan.Read' : 'Scan.Write'),
    status,
    open: open === 'open',
  };
});
type Endpoint = (typeof endpoints)[number];

let azurite: Azurite;
const stacks = new Map<string, Stack>();

beforeAll(async () => {
  azurite = await startAzurite();
  const start = async (callers: string) => {
    const environment = { CALLERS: callers };
    const stack = await startStack({
      azurite: azurite.connectionString,
      sample: ['--sample', 'empty'],
      keys: [key],
      environment,
    });
    stacks.set(callers, stack);
  };
  await Promise.all(['functionKeys', 'easyAuth', 'nonsense'].map(start));
});
afterAll(async () => {
  await Promise.all([...stacks.values()].map((stack) => stack.stop()));
  await azurite.stop();
});

async function call(callers: string, { method, path }: Endpoint, headers: Headers) {
  const url = new URL(`${stacks.get(callers)?.baseUrl ?? ''}/api/${path}`);
  const response = await fetch(url, { method, headers: { ...headers } });
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  expectDocumented({
    operationId: operationAt(method, url.pathname),
    query: url.searchParams,
    sent: '',
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body,
  });
  return { status: response.status, text };
}

const allRoles: readonly AppRole[] = ['Scan.Read', 'Scan.Write', 'Exemption.Write'];
const all = principalHeader({ roles: allRoles });

/** A status, or the roles that the caller has: endpoints of these serve it, the others answer 403. */
type Expected = number | 'served' | readonly AppRole[];
const table: readonly (readonly [callers: string, who: string, headers: Headers, expected: Expected])[] = [
  ['functionKeys', 'nobody', {}, 401],
  ['functionKeys', 'a wrong key', { 'x-functions-key': 'wrong' }, 401],
  ['functionKeys', 'the key', { 'x-functions-key': key }, 'served'],
  ['functionKeys', 'a principal that it made up', all, 401],
  ['easyAuth', 'nobody', {}, 401],
  ['easyAuth', 'the key alone', { 'x-functions-key': key }, 401],
  ['easyAuth', 'a principal that cannot be read', { 'x-ms-client-principal': 'rubbish' }, 401],
  ['easyAuth', 'a principal without a role', principalHeader(), 403],
  ...allRoles.map((role) => ['easyAuth', role, principalHeader({ roles: [role] }), [role]] as const),
  ['easyAuth', 'the roles of scans', principalHeader({ roles: allRoles.slice(0, 2) }), allRoles.slice(0, 2)],
  ['easyAuth', 'all roles', all, 'served'],
  ['nonsense', 'nobody', {}, 401],
  ['nonsense', 'a principal', all, 401],
];

describe.each(table)('CALLERS=%s, %s', (callers, _who, headers, expected) => {
  test.each(endpoints)('$name', async (endpoint) => {
    const { role, status, open } = endpoint;
    const due = typeof expected !== 'object' ? expected : expected.includes(role) ? 'served' : 403;
    // With a bad setting nothing but health is served.
    const served = callers === 'nonsense' && endpoint.name !== 'health' ? 500 : status;
    expect((await call(callers, endpoint, headers)).status).toBe(open || due === 'served' ? served : due);
  });
});

test.each(endpoints.filter(({ name, open }) => !open && name !== 'unmatched'))(
  'a bad value of CALLERS is named to who has the key: $name',
  async (endpoint) => {
    const { status, text } = await call('nonsense', endpoint, { 'x-functions-key': key });
    expect(status).toBe(500);
    expect(text).toContain('CALLERS');
  },
);

test.each([
  ['functionKeys', { 'x-functions-key': key, 'user-agent': 'a test' }, 'a test'],
  ['easyAuth', principalHeader({ roles: ['Scan.Write'], claims: { appid: 'an-app' } }), 'application an-app'],
])('CALLERS=%s: the scan says who asked', async (callers, headers, requestedBy) => {
  const body = JSON.stringify({ severities: [callers === 'easyAuth' ? 'low' : 'high'] });
  const url = `${stacks.get(callers)?.baseUrl ?? ''}/api/scans`;
  const response = await fetch(url, { method: 'POST', headers: { ...headers }, body });
  expect(response.status).toBe(202);
  expect(await response.json()).toMatchObject({ requestedBy });
});

test.each([
  ['functionKeys', { 'x-functions-key': key, 'user-agent': 'a test' }, 'a test'],
  ['easyAuth', principalHeader({ roles: ['Exemption.Write'], claims: { name: 'Ada' } }), 'Ada'],
])('CALLERS=%s: an exemption says who accepted, and is taken back', async (callers, headers, createdBy) => {
  const baseUrl = stacks.get(callers)?.baseUrl ?? '';
  const expiresAt = new Date(Date.now() + 24 * 3600 * 1000).toISOString();
  const body = JSON.stringify({ check: 'storage-minimum-tls', reason: 'a test', expiresAt });
  const made = await fetch(`${baseUrl}/api/exemptions`, { method: 'POST', headers: { ...headers }, body });
  expect(made.status, await made.clone().text()).toBe(201);
  expect(await made.json()).toMatchObject({ createdBy, expiresAt });
  const path = new URL(made.headers.get('location') ?? '').pathname;
  const removed = await fetch(`${baseUrl}${path}`, { method: 'DELETE', headers: { ...headers } });
  expect(removed.status).toBe(204);
});

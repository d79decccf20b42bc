import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExemption, deleteExemption, getExemption, listExemptions } from '../../lib/api/exemptionEndpoints.ts';
import type { Row } from '../../lib/model/row.ts';
import { mostExemptions, readExemptions } from '../../lib/scan/exemptions.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { exemptionsPartition } from '../../lib/store/keys.ts';
import type { Write } from '../../lib/store/table.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, everyPage, faultOf, listOf, type Reply } from './support/callApi.ts';
import { principalHeader } from './support/principal.ts';

let storage: TestStorage;
let shared: World | undefined;
const open = (settings = {}): Promise<World> => openWorld({ connection: storage.newAccount(), settings });
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const day = 24 * 3600 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();
const soon = inDays(30);
const subscription = '5a9e0000-0008-4000-8000-000000000e00';
const group = `/subscriptions/${subscription}/resourceGroups/Web`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/A`;
const accepted = { check: 'test-https', reason: 'It is public on purpose.', expiresAt: soon };

const send = (world: World, body: string | undefined, headers = {}): Promise<Reply> =>
  callApi(world.context, createExemption, {
    path: '/exemptions',
    method: 'POST',
    headers,
    ...(body !== undefined && { body }),
  });
const post = (world: World, body: Row, headers = {}): Promise<Reply> => send(world, JSON.stringify(body), headers);
const at = (exemptionId: string) => ({ path: `/exemptions/${exemptionId}`, params: { exemptionId } });
const get = (world: World, id: string): Promise<Reply> => callApi(world.context, getExemption, at(id));
const remove = (world: World, id: string): Promise<Reply> =>
  callApi(world.context, deleteExemption, { ...at(id), method: 'DELETE' });
const list = async (world: World): Promise<readonly Row[]> =>
  listOf(await callApi(world.context, listExemptions, { path: '/exemptions?top=1000' }));
const messageOf = ({ body }: Reply): string => JSON.stringify(body);

describe('a request that cannot be served', () => {
  const fault = (target: string): readonly unknown[] => [400, 'InvalidRequest', target];
  const { check: _check, ...nothing } = accepted;
  const { expiresAt: _end, ...endless } = accepted;
  const { reason: _reason, ...unexplained } = accepted;
  const bodies: readonly (readonly [string, Row, string])[] = [
    ['an unknown field', { ...accepted, checks: ['test-https'] }, 'checks'],
    ['an author of its own', { ...accepted, createdBy: 'somebody else' }, 'createdBy'],
    ['nothing that is accepted', nothing, 'check'],
    ['an unknown check', { ...accepted, check: 'test-nothing' }, 'check'],
    ['an empty check', { ...accepted, check: '' }, 'check'],
    ['several checks', { ...accepted, check: ['test-https'] }, 'check'],
    ['null for a check', { ...accepted, check: null }, 'check'],
    ['a resource id that is none', { ...accepted, resourceId: 'account' }, 'resourceId'],
    ['a resource id of every subscription', { ...accepted, resourceId: '/subscriptions' }, 'resourceId'],
    ['a resource id that is a slash', { ...accepted, resourceId: '/' }, 'resourceId'],
    ['a resource id with a slash at its end', { ...accepted, resourceId: `${account}/` }, 'resourceId'],
    ['a resource id with an empty segment', { ...accepted, resourceId: `${group}//providers` }, 'resourceId'],
    ['a resource id with a line break', { ...accepted, resourceId: `${account}\n` }, 'resourceId'],
    ['a resource id over 1,000 characters', { ...accepted, resourceId: `${group}/${'x'.repeat(1000)}` }, 'resourceId'],
    ['a name of a group', { ...accepted, resourceGroup: 'web' }, 'resourceGroup'],
    ['a group with more behind it', { ...accepted, resourceGroup: account }, 'resourceGroup'],
    ['a subscription that is none', { ...accepted, subscription: 'production' }, 'subscription'],
    ['two places', { ...accepted, resourceGroup: group, subscription }, 'subscription'],
    ['two other places', { ...accepted, resourceId: account, resourceGroup: group }, 'resourceGroup'],
    ['a hostile tag', { ...accepted, tag: '<script>=1' }, 'tag'],
    ['a tag with a line break', { ...accepted, tag: 'a=b\nc' }, 'tag'],
    ['a tag without a name', { ...accepted, tag: '=b' }, 'tag'],
    ['a tag where tags do not count', { ...accepted, tag: 'environment=test' }, 'tag'],
    ['no reason', unexplained, 'reason'],
    ['an empty reason', { ...accepted, reason: '' }, 'reason'],
    ['a blank reason', { ...accepted, reason: ' \n\t' }, 'reason'],
    ['a reason over 1,000 characters', { ...accepted, reason: 'x'.repeat(1001) }, 'reason'],
    ['a reason that is a number', { ...accepted, reason: 7 }, 'reason'],
    ['no end', endless, 'expiresAt'],
    ['null for an end', { ...accepted, expiresAt: null }, 'expiresAt'],
    ['an end that is no date', { ...accepted, expiresAt: 'never' }, 'expiresAt'],
    ['a number for an end', { ...accepted, expiresAt: Date.now() + day }, 'expiresAt'],
    ['an end without a zone', { ...accepted, expiresAt: soon.replace('Z', '') }, 'expiresAt'],
    ['a day that the calendar lacks', { ...accepted, expiresAt: '2027-02-29' }, 'expiresAt'],
    ['an end in the past', { ...accepted, expiresAt: inDays(-1) }, 'expiresAt'],
    ['an end now', { ...accepted, expiresAt: inDays(0) }, 'expiresAt'],
    ['an end in more than a year', { ...accepted, expiresAt: inDays(367) }, 'expiresAt'],
  ];

  it.each(bodies)('is answered with the field at fault and accepts nothing: %s', async (_case, body, target) => {
    const world = (shared ??= await open());
    expect(faultOf(await post(world, body))).toEqual(fault(target));
    expect(await list(world)).toEqual([]);
  });

  it.each([
    ['a list', '[]'],
    ['a text', '"accepted"'],
    ['what is no JSON', '{"check": '],
  ])('is answered with the body at fault: %s', async (_case, body) => {
    const world = (shared ??= await open());
    expect(faultOf(await send(world, body))).toEqual(fault('body'));
  });

  it('is answered for no body, and for one over 64 KiB', async () => {
    const world = (shared ??= await open());
    expect(faultOf(await send(world, undefined))).toEqual(fault('reason'));
    const large = JSON.stringify({ ...accepted, reason: 'x'.repeat(64 * 1024) });
    expect(faultOf(await send(world, large))).toEqual([413, 'RequestTooLarge', 'body']);
  });

  it('is told the rule', async () => {
    const world = (shared ??= await open());
    const rule = async (body: Row) => messageOf(await post(world, body));
    expect(await rule({ ...accepted, expiresAt: inDays(400) })).toMatch(/at most a year ahead, that is 366 days: 20/);
    expect(await rule(endless)).toContain('expiresAt must say until when');
    expect(await rule({ ...accepted, tag: 'a' })).toContain('ALLOW_TAG_EXEMPTIONS is true: who can tag');
    expect(await rule({ ...accepted, resourceId: account, subscription })).toContain('not resourceId and subscription');
  });
});

it('answers 201 with the exemption, in one spelling, and where it is read', async () => {
  const world = await open();
  const before = new Date().toISOString();
  const { status, headers, body } = await post(world, {
    check: 'test-https',
    resourceId: account,
    reason: '  It is public\non purpose. ',
    expiresAt: new Date(Date.parse(soon) + 2 * 3600 * 1000).toISOString().replace('Z', '+02:00'),
  });
  expect(status).toBe(201);
  const id = String(body['id']);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(headers['Location']).toBe(`https://vigil.test/api/exemptions/${id}`);
  const { createdAt, ...rest } = body;
  expect(rest).toEqual({
    id,
    check: 'test-https',
    resourceId: account.toLowerCase(),
    reason: 'It is public\non purpose.',
    createdBy: 'test',
    expiresAt: soon,
  });
  expect(String(createdAt) >= before).toBe(true);
  expect((await get(world, id.toUpperCase())).body).toEqual(body);
  expect(await list(world)).toEqual([body]);
  expect(await readExemptions(world.context)).toEqual([body]);
});

describe('what is accepted', () => {
  const targets: readonly (readonly [string, Row, Row])[] = [
    ['a check', { check: 'test-tls' }, { check: 'test-tls' }],
    ['a resource', { resourceId: account }, { resourceId: account.toLowerCase() }],
    [
      'the beginning of ids',
      { resourceId: `${group}/providers/Microsoft.Storage` },
      { resourceId: `${group}/providers/microsoft.storage`.toLowerCase() },
    ],
    [
      'a subscription as a resource',
      { resourceId: `/subscriptions/${subscription}` },
      { resourceId: `/subscriptions/${subscription}` },
    ],
    ['a group', { resourceGroup: group }, { resourceGroup: group.toLowerCase() }],
    ['a subscription', { subscription: subscription.toUpperCase() }, { subscription }],
    ['a check in a place', { check: 'test-tls', subscription }, { check: 'test-tls', subscription }],
  ];
  it.each(targets)('can be %s', async (_what, target, stored) => {
    const world = (shared ??= await open());
    const { status, body } = await post(world, { reason: 'x', expiresAt: soon, ...target });
    expect(status).toBe(201);
    const { id, ...rest } = body;
    expect(rest).toEqual({
      ...stored,
      reason: 'x',
      createdBy: 'test',
      createdAt: rest['createdAt'],
      expiresAt: soon,
    });
    expect((await remove(world, String(id))).status).toBe(204);
  });

  it('can be a check that is switched off', async () => {
    const world = (shared ??= await open());
    const switchedOff = [{ checkId: 'test-off', reason: 'x' }];
    const context = { ...world.context, switchedOff };
    const { status, body } = await post({ ...world, context }, { ...accepted, check: 'test-off' });
    expect(status).toBe(201);
    await remove(world, String(body['id']));
  });

  it('can be a tag where ALLOW_TAG_EXEMPTIONS is true', async () => {
    const world = await open({ ALLOW_TAG_EXEMPTIONS: 'true' });
    for (const tag of ['Environment=Test', 'environment', 'rule=a=b']) {
      const { status, body } = await post(world, { tag, reason: 'x', expiresAt: soon });
      expect([status, body['tag']]).toEqual([201, tag]);
    }
    expect(faultOf(await post(world, { tag: 'a/b', reason: 'x', expiresAt: soon }))).toEqual([
      400,
      'InvalidRequest',
      'tag',
    ]);
  });
});

it('remembers who accepted, and gives the address of the setting', async () => {
  const world = await open({ CALLERS: 'easyAuth', PUBLIC_BASE_URL: 'https://posture.example.com/' });
  const principal = principalHeader({ roles: ['Exemption.Write'], claims: { preferred_username: 'ada@contoso.com' } });
  const { body, headers } = await post(world, accepted, principal);
  expect(body['createdBy']).toBe('ada@contoso.com');
  expect(headers['Location']).toMatch(/^https:\/\/posture\.example\.com\/api\/exemptions\//);
});

it('takes an exemption back once, and knows no other', async () => {
  const world = await open();
  const id = String((await post(world, accepted)).body['id']);
  expect(faultOf(await get(world, 'all'))).toEqual([400, 'InvalidRequest', 'exemptionId']);
  expect(faultOf(await remove(world, 'all'))).toEqual([400, 'InvalidRequest', 'exemptionId']);
  const none = '01a20a1d-d503-7525-ad6c-b290ab18b5c0';
  expect(faultOf(await get(world, none))).toEqual([404, 'ExemptionNotFound', 'exemptionId']);
  expect(faultOf(await remove(world, none))).toEqual([404, 'ExemptionNotFound', 'exemptionId']);
  const answer = await remove(world, id.toUpperCase());
  expect([answer.status, answer.body]).toEqual([204, {}]);
  expect(faultOf(await remove(world, id))).toEqual([404, 'ExemptionNotFound', 'exemptionId']);
  expect(faultOf(await get(world, id))).toEqual([404, 'ExemptionNotFound', 'exemptionId']);
  expect(await list(world)).toEqual([]);
});

const numbered = (index: number): string => `01a20a1d-d503-7525-ad6c-${String(index).padStart(12, '0')}`;

/** Rows as they are stored, without the API. */
async function store(world: World, count: number, own: Row = {}): Promise<void> {
  const properties = toProperties({
    ...{ check: 'test-https', reason: 'x', createdBy: 'test', createdAt: '2026-01-01T00:00:00.000Z' },
    ...{ expiresAt: '2026-02-01T00:00:00.000Z', ...own },
  });
  const writes = Array.from({ length: count }, (_, index): Write => ({
    kind: 'insert',
    rowKey: numbered(index),
    properties,
  }));
  for (let from = 0; from < count; from += 100) {
    await world.context.store.exemptions.write(exemptionsPartition, writes.slice(from, from + 100));
  }
}

it('lists the oldest first, page by page, those that expired included', async () => {
  const world = await open();
  await store(world, 7);
  const pages = await everyPage(world.context, listExemptions, { path: '/exemptions' }, 3);
  expect(pages.map(({ id }) => id)).toEqual(Array.from({ length: 7 }, (_, index) => numbered(index)));
  const reply = (query: string) => callApi(world.context, listExemptions, { path: `/exemptions?${query}` });
  expect(faultOf(await reply('top=0'))).toEqual([400, 'InvalidRequest', 'top']);
  expect(faultOf(await reply('check=test-https'))).toEqual([400, 'InvalidRequest', 'check']);
  expect(faultOf(await reply('token=x'))).toEqual([400, 'InvalidRequest', 'token']);
});

it('answers 409 where there are as many as there can be, until one is deleted', async () => {
  const world = await open();
  await store(world, mostExemptions - 1);
  const [first, second] = await Promise.all([post(world, accepted), post(world, accepted)]);
  const taken = [first, second].filter(({ status }) => status === 201).length;
  expect(taken).toBeLessThanOrEqual(1);
  expect([first.status, second.status]).toContain(409);
  if (taken === 0) expect((await post(world, accepted)).status).toBe(201);
  const full = await post(world, accepted);
  expect(faultOf(full)).toEqual([409, 'TooManyExemptions', null]);
  expect(messageOf(full)).toContain('There are 1,000 exemptions');
  const { store: tables } = world.context;
  const exemptions = { ...tables.exemptions, write: () => Promise.reject(new Error('written')) };
  const context = { ...world.context, store: { ...tables, exemptions } };
  expect((await post({ ...world, context }, accepted)).status).toBe(409);
  expect(await readExemptions(world.context)).toHaveLength(mostExemptions);
  expect((await remove(world, numbered(0))).status).toBe(204);
  expect((await post(world, accepted)).status).toBe(201);
});

describe('a stored row that cannot be read', () => {
  it.each([
    ['has no end', { expiresAt: null }],
    ['has an end that is no time', { expiresAt: 'never' }],
    ['says of nothing what was accepted', { check: null }],
    ['has an empty field', { check: '', subscription }],
    ['holds a number for a text', { resourceId: 7 }],
    ['is of another schema', { schema: 2 }],
  ])('exempts nothing, stops nobody and can be deleted: it %s', async (_fault, own) => {
    const world = await open();
    await store(world, 1, own);
    const { body } = await post(world, accepted);
    expect(await readExemptions(world.context)).toEqual([body]);
    expect(world.logs).toEqual([expect.stringContaining(`warning: The exemption ${numbered(0)} cannot be read`)]);
    expect(await list(world)).toEqual([body]);
    expect((await get(world, numbered(0))).status).toBe(404);
    expect((await remove(world, numbered(0))).status).toBe(204);
  });
});

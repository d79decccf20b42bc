import { describe, expect, it } from 'vitest';
import type { ChildSource } from '../../lib/model/check.ts';
import { refuse } from './support/fakeAzure.ts';
import type { FakeAzure, Reply } from './support/fakeAzure.ts';
import { read, subject } from './support/readSubject.ts';
import { matching } from './support/matchers.ts';

const permission = 'Microsoft.Storage/storageAccounts/blobServices/read';
const one: ChildSource = {
  from: 'child',
  path: 'blobServices/default',
  apiVersion: '2024-01-01',
  many: false,
  ifNotFound: 'unread',
  permission,
};
const optional: ChildSource = { ...one, ifNotFound: 'none' };
const many: ChildSource = { ...one, path: 'blobServices/default/containers', many: true };
describe('a child', () => {
  it('is read at its own api-version', async () => {
    const { azure, reading } = await read(one, { body: { properties: { a: null } } });
    expect(await reading).toEqual({ state: 'read', value: [{ properties: { a: null } }] });
    expect(azure.calls[0]?.path).toBe(`${subject.id}/blobServices/default`);
    expect(azure.calls[0]?.search.toString()).toBe('api-version=2024-01-01');
  });

  const gone = refuse(
    404,
    'ResourceNotFound',
    "The Resource 'Microsoft.Storage/storageAccounts/acc' under resource group 'Group' was not found.",
  );
  it.each<[string, ChildSource, Reply, object]>([
    [
      '403',
      one,
      refuse(403, 'AuthorizationFailed', 'The client may not.'),
      { reason: 'denied', permission, detail: 'Azure answered 403 AuthorizationFailed: The client may not.' },
    ],
    ['401 of another tenant', one, refuse(401, 'InvalidAuthenticationTokenTenant'), { reason: 'denied', permission }],
    [
      '404',
      one,
      refuse(404, 'NotFound', 'None.'),
      { reason: 'notFound', permission: '', detail: 'Azure answered 404 NotFound: None.' },
    ],
    ['404 of the resource itself', optional, gone, { reason: 'notFound' }],
    ['404 of its resource group', optional, refuse(404, 'ResourceGroupNotFound'), { reason: 'notFound' }],
    [
      '400 for this kind of account',
      one,
      refuse(400, 'FeatureNotSupportedForAccount', 'Blob is not supported for the account.'),
      {
        reason: 'notFound',
        detail: 'Azure answered 400 FeatureNotSupportedForAccount: Blob is not supported for the account.',
      },
    ],
    [
      '409',
      one,
      refuse(409, 'Conflict', 'Busy.'),
      { reason: 'notFound', detail: 'Azure answered 409 Conflict: Busy.' },
    ],
    [
      'an error that is no JSON',
      one,
      { status: 404, text: '<html>' },
      { reason: 'notFound', detail: 'Azure answered 404' },
    ],
    [
      'a redirect elsewhere',
      one,
      { status: 307, headers: { location: 'https://example.com' } },
      { reason: 'malformed' },
    ],
    ['no JSON', one, { text: '{"a":' }, { reason: 'malformed' }],
    ['null', one, { text: 'null' }, { reason: 'malformed' }],
    ['an array', one, { body: [] }, { reason: 'malformed', detail: 'blobServices/default is an array, not an object' }],
    ['a list that is no JSON', many, { text: '{"a":' }, { reason: 'malformed' }],
    ['a list that is null', many, { text: 'null' }, { reason: 'malformed' }],
    ['a value that is null', many, { body: { value: null } }, { reason: 'malformed' }],
    ['a value that is an object', many, { body: { value: {} } }, { reason: 'malformed' }],
    [
      'an entry that is null',
      many,
      { body: { value: [{}, null] } },
      { reason: 'malformed', detail: 'entry 1 of blobServices/default/containers is nothing, not an object' },
    ],
    ['an entry that is text', many, { body: { value: ['a'] } }, { reason: 'malformed' }],
  ])('answered %s is unread', async (_name, source, reply, expected) => {
    const { reading } = await read(source, reply);
    expect(await reading).toMatchObject({ state: 'unread', ...expected });
  });

  it('that may be absent is none on 404', async () => {
    const { reading } = await read(optional, refuse(404, 'ManagementPolicyNotFound', 'No policy for account acc'));
    expect(await reading).toEqual({ state: 'read', value: [] });
  });

  it('list is read to its last page', async () => {
    let endpoint = '';
    const { azure, reading } = await read(many, (_call, index) => ({
      body: { value: [{ index }], nextLink: index < 2 ? `${endpoint}/next?page=${String(index)}` : '' },
    }));
    endpoint = azure.endpoint;
    expect(await reading).toEqual({ state: 'read', value: [{ index: 0 }, { index: 1 }, { index: 2 }] });
  });

  it.each([
    ['repeats', (azure: FakeAzure | undefined) => `${azure?.endpoint ?? ''}/next`, /do not end/],
    ['leads elsewhere', () => 'https://example.com/next', /away from/],
  ])('list whose nextLink %s is malformed', async (_name, link, detail) => {
    const holder: { azure?: FakeAzure } = {};
    const { azure, reading } = await read(many, () => ({ body: { value: [], nextLink: link(holder.azure) } }));
    holder.azure = azure;
    expect(await reading).toMatchObject({ reason: 'malformed', detail: matching(detail) });
  });

  it('list whose second page is refused is refused', async () => {
    const holder: { azure?: FakeAzure } = {};
    const { azure, reading } = await read(many, (_call, index) =>
      index === 0
        ? { body: { value: [{}], nextLink: `${holder.azure?.endpoint ?? ''}/next` } }
        : refuse(403, 'AuthorizationFailed'),
    );
    holder.azure = azure;
    expect(await reading).toMatchObject({ state: 'unread', reason: 'denied' });
  });

  it('list without end is too many', async () => {
    const holder: { azure?: FakeAzure } = {};
    const { azure, reading } = await read(many, (_call, index) => ({
      body: {
        value: Array.from({ length: 5000 }, () => ({})),
        nextLink: `${holder.azure?.endpoint ?? ''}/n?p=${String(index)}`,
      },
    }));
    holder.azure = azure;
    expect(await reading).toMatchObject({ state: 'unread', reason: 'tooMany' });
  });

  it.each<[string, Reply, object]>([
    ['5xx', refuse(503, 'ServiceUnavailable'), { code: 'transient' }],
    [
      'a long throttle',
      refuse(429, 'TooManyRequests', 'x', { 'retry-after': '99' }),
      { code: 'wait', retryAfter: 99_000 },
    ],
    ['a refused token', refuse(401, 'ExpiredAuthenticationToken'), { code: 'signIn' }],
  ])('throws for %s', async (_name, reply, error) => {
    const { reading } = await read(one, reply);
    await expect(reading).rejects.toMatchObject({ name: 'CollectError', ...error });
  });

  it('of an id that climbs is never asked for', async () => {
    const { azure, reading } = await read(one, { body: {} }, { ...subject, id: `${subject.id}/../../x` });
    expect(await reading).toMatchObject({ reason: 'malformed' });
    expect(azure.calls).toHaveLength(0);
  });
});

describe('a list that is read in full', () => {
  const keys: ChildSource = { ...one, path: 'keys', many: true, inFull: true };
  const list = { body: { value: [{ name: 'one' }, { name: 'two' }] } };

  it('asks for each entry by its name', async () => {
    const { azure, reading } = await read(keys, ({ path }) =>
      path.endsWith('/keys') ? list : { body: { name: path.split('/').at(-1), kty: 'RSA' } },
    );
    expect(await reading).toEqual({
      state: 'read',
      value: [
        { name: 'one', kty: 'RSA' },
        { name: 'two', kty: 'RSA' },
      ],
    });
    expect(new Set(azure.calls.map(({ search }) => search.toString()))).toEqual(new Set(['api-version=2024-01-01']));
  });

  it('leaves out an entry that is gone by now', async () => {
    const { reading } = await read(keys, ({ path }) => {
      if (path.endsWith('/keys')) return list;
      return path.endsWith('/one') ? refuse(404, 'KeyNotFound') : { body: { name: 'two' } };
    });
    expect(await reading).toEqual({ state: 'read', value: [{ name: 'two' }] });
  });

  it.each<[string, Reply, object]>([
    ['403', refuse(403, 'AuthorizationFailed'), { reason: 'denied', permission }],
    ['no object', { body: [] }, { reason: 'malformed' }],
  ])('is unread where an entry answers %s', async (_name, reply, expected) => {
    const { reading } = await read(keys, ({ path }) => (path.endsWith('/two') ? reply : list));
    expect(await reading).toMatchObject({ state: 'unread', ...expected });
  });

  it.each<[string, object, object]>([
    ['an entry without a name', { value: [{}] }, { reason: 'malformed' }],
    ['an entry whose name climbs', { value: [{ name: '../x' }] }, { reason: 'malformed' }],
    [
      'over 1,000 entries',
      { value: Array.from({ length: 1001 }, (_, at) => ({ name: String(at) })) },
      { reason: 'tooMany' },
    ],
  ])('is unread with %s', async (_name, body, expected) => {
    const { reading } = await read(keys, { body });
    expect(await reading).toMatchObject({ state: 'unread', ...expected });
  });
});

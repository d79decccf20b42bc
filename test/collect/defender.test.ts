import { describe, expect, it } from 'vitest';
import { readDefender } from '../../lib/collect/defender.ts';
import type { DefenderSource } from '../../lib/model/check.ts';
import type { Row } from '../../lib/model/row.ts';
import type { Read } from '../../lib/model/verdict.ts';
import { armAt, refuse, startFakeAzure } from './support/fakeAzure.ts';
import type { Answer, FakeAzure, Reply } from './support/fakeAzure.ts';
import { subscription } from './support/graph.ts';
import { containing, matching } from './support/matchers.ts';
import { aSubscription } from './support/readSubject.ts';

const permission = 'Microsoft.Security/settings/read';
const settings: DefenderSource = { from: 'defender', list: 'settings', apiVersion: '2022-05-01', permission };
const lists = ['alerts', 'jitNetworkAccessPolicies', 'pricings', 'securityContacts', 'settings'] as const;

const next = '/next?api-version=2021-07-01&%24skiptoken=a%2Bb%20c';

/** `answer` gets the server's address for its next links. */
async function list(
  answer: Reply | ((index: number, endpoint: string) => Reply),
  source = settings,
): Promise<{ azure: FakeAzure; reading: Promise<Read<readonly Row[]>> }> {
  const holder = { endpoint: '' };
  const serve: Answer = (_call, index) => (typeof answer === 'function' ? answer(index, holder.endpoint) : answer);
  const azure = await startFakeAzure(serve);
  holder.endpoint = azure.endpoint;
  return { azure, reading: readDefender(armAt(azure), source, aSubscription) };
}

/** A list of two pages. */
const twoPages =
  (second: Reply) =>
  (index: number, endpoint: string): Reply =>
    index === 0 ? { body: { value: [{ index }], nextLink: `${endpoint}${next}` } } : second;

describe('a list of Defender for Cloud', () => {
  it.each(lists)('of %s is the wire JSON at the pinned api-version, signed on the same policies', async (name) => {
    const value = [
      // A name that no model knows, at the places where models know others.
      { id: `/subscriptions/${subscription}/x`, name: 'x', kind: 'New', properties: { new: null, enabled: 'True' } },
      {},
    ];
    const { azure, reading } = await list({ body: { value } }, { ...settings, list: name });
    expect(await reading).toEqual({ state: 'read', value });
    expect(azure.calls).toHaveLength(1);
    const [sent] = azure.calls;
    expect(sent?.path).toBe(`/subscriptions/${subscription}/providers/Microsoft.Security/${name}`);
    expect(sent?.search.toString()).toBe('api-version=2022-05-01');
    expect(sent?.headers['authorization']).toBe('Bearer not-a-secret');
    expect(sent?.headers['user-agent']).toMatch(/^vigil\//);
  });

  it('is read to its last page, each at the pinned api-version', async () => {
    const { azure, reading } = await list((index, endpoint) => ({
      body: { value: [{ index }], nextLink: index < 2 ? `${endpoint}${next}&p=${String(index)}` : '' },
    }));
    expect(await reading).toEqual({ state: 'read', value: [{ index: 0 }, { index: 1 }, { index: 2 }] });
    expect(azure.calls[2]?.path).toBe('/next');
    expect(Object.fromEntries(azure.calls[2]?.search ?? [])).toEqual({
      'api-version': '2022-05-01',
      $skiptoken: 'a+b c',
      p: '1',
    });
  });

  it('whose second page is refused is refused', async () => {
    const { reading } = await list(twoPages(refuse(403, 'AuthorizationFailed', 'The client may not.')));
    expect(await reading).toMatchObject({
      state: 'unread',
      reason: 'denied',
      permission,
      detail: 'Azure answered 403 AuthorizationFailed: The client may not.',
    });
  });

  it.each<[string, Reply, string]>([
    ['is no list', { body: { value: {} } }, "Azure's answer holds no list of settings"],
    ['holds null', { body: { value: [{}, null] } }, 'entry 1 of settings is no object'],
    ['is no JSON', { text: '{"value":[' }, "Azure's answer holds no list of settings"],
  ])('whose second page %s is malformed', async (_name, second, detail) => {
    const { reading } = await list(twoPages(second));
    expect(await reading).toMatchObject({ state: 'unread', reason: 'malformed', detail });
  });

  it('asks once more for a page that is no JSON', async () => {
    const body = { value: [{ index: 1 }] };
    const { azure, reading } = await list((index, endpoint) =>
      index === 1 ? { text: '{"value":[' } : twoPages({ body })(index, endpoint),
    );
    expect(await reading).toEqual({ state: 'read', value: [{ index: 0 }, { index: 1 }] });
    expect(azure.calls.map(({ path }) => path).slice(1)).toEqual(['/next', '/next']);
  });

  it.each<[string, (endpoint: string) => string, RegExp]>([
    ['repeats', (endpoint) => `${endpoint}${next}`, /do not end/],
    ['leads elsewhere', () => 'https://example.com/next', /away from/],
  ])('whose nextLink %s cannot be understood', async (_name, link, message) => {
    const { reading } = await list((_index, endpoint) => ({ body: { value: [], nextLink: link(endpoint) } }));
    await expect(reading).rejects.toMatchObject({ code: 'invalid', message: matching(message) });
  });

  it('without end is too many', async () => {
    const value = Array.from({ length: 5000 }, () => ({}));
    const { azure, reading } = await list((index, endpoint) => ({
      body: { value, nextLink: `${endpoint}/next?p=${String(index)}` },
    }));
    expect(await reading).toMatchObject({ reason: 'tooMany', detail: 'settings has over 20000 entries' });
    expect(azure.calls).toHaveLength(5);
  });

  const unregistered = 'Please register to Microsoft.Security in order to view your security status';
  it.each<[string, Reply]>([
    ['in its own words', refuse(404, 'Subscription Not Registered', unregistered)],
    ['in the words of ARM', refuse(409, 'MissingSubscriptionRegistration', 'The subscription is not registered.')],
  ])('is empty where the service says %s that the subscription is not registered', async (_name, reply) => {
    const { reading } = await list(reply);
    expect(await reading).toEqual({ state: 'read', value: [] });
  });

  it('is not empty where a page after the first says that the subscription is not registered', async () => {
    const { reading } = await list(twoPages(refuse(404, 'Subscription Not Registered', unregistered)));
    expect(await reading).toMatchObject({ state: 'unread', reason: 'notFound' });
  });

  it.each<[string, Reply, object]>([
    ['403', refuse(403, 'AuthorizationFailed'), { reason: 'denied', permission }],
    ['404', refuse(404, 'ResourceNotFound'), { reason: 'notFound', permission: '' }],
    ['404 of the subscription', refuse(404, 'SubscriptionNotFound', "The subscription 'x' could not be found."), {}],
    ['400', refuse(400, 'NoRegisteredProviderFound'), { detail: containing('NoRegisteredProviderFound') }],
    ['no JSON', { text: '{"a":' }, { reason: 'malformed' }],
    ['null', { text: 'null' }, { reason: 'malformed' }],
    ['text', { text: '"value"' }, { reason: 'malformed' }],
    ['an array', { body: [{}] }, { reason: 'malformed' }],
    ['a link that is no text', { body: { value: null, nextLink: 7 } }, { reason: 'malformed' }],
  ])('answered %s is unread', async (_name, reply, expected) => {
    const { reading } = await list(reply);
    expect(await reading).toMatchObject({ state: 'unread', ...expected });
  });

  it.each<[string, Reply, object]>([
    ['5xx', refuse(500, 'InternalServerError'), { code: 'transient' }],
    [
      'a long throttle',
      refuse(429, 'TooManyRequests', 'x', { 'retry-after': '99' }),
      { code: 'wait', retryAfter: 99_000 },
    ],
    ['a refused token', refuse(401, 'ExpiredAuthenticationToken'), { code: 'signIn' }],
  ])('throws for %s on the second page', async (_name, reply, error) => {
    const { reading } = await list(twoPages(reply));
    await expect(reading).rejects.toMatchObject({ name: 'CollectError', ...error });
  });
});

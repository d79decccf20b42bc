import { describe, expect, it } from 'vitest';
import { readPages } from '../../lib/azure/pages.ts';
import { armAt, refuse, startFakeAzure, testCredential } from '../collect/support/fakeAzure.ts';
import type { Reply } from '../collect/support/fakeAzure.ts';
import { containing, matching, near } from '../collect/support/matchers.ts';

const call = { apiVersion: '2022-12-01' };
const ok: Reply = { body: { fine: true } };

describe('a call', () => {
  it('carries the token, the api-version, the user agent and asks for JSON', async () => {
    const azure = await startFakeAzure(() => ok);
    const answer = await armAt(azure).get('/subscriptions', call);
    expect(answer).toEqual({ status: 200, body: { fine: true } });
    const [sent] = azure.calls;
    expect(sent?.headers['authorization']).toBe('Bearer not-a-secret');
    expect(sent?.headers['user-agent']).toMatch(/^vigil\/\d+\.\d+\.\d+ /);
    expect(sent?.headers['accept']).toBe('application/json');
    expect(sent?.search.get('api-version')).toBe('2022-12-01');
  });

  it('asks for the token of the audience and keeps it', async () => {
    const azure = await startFakeAzure(() => ok);
    const asked: unknown[] = [];
    const credential = {
      getToken: (scopes: string | string[]) => {
        asked.push(scopes);
        return testCredential().getToken(scopes);
      },
    };
    const arm = armAt(azure, { credential });
    await Promise.all([arm.get('/a', call), arm.get('/b', call)]);
    expect(asked).toEqual([['https://management.azure.com/.default']]);
  });

  it('keeps its connection', async () => {
    const azure = await startFakeAzure(() => ok);
    const arm = armAt(azure, { lanes: 1 });
    for (let count = 0; count < 3; count += 1) await arm.get('/a', call);
    expect(azure.connections()).toBe(1);
  });

  it('has at most `lanes` in flight', async () => {
    let now = 0;
    let most = 0;
    const azure = await startFakeAzure(() => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => (now -= 1), 20);
      return { ...ok, delay: 25 };
    });
    const arm = armAt(azure, { lanes: 3 });
    await Promise.all(Array.from({ length: 12 }, (_, index) => arm.get(`/${String(index)}`, call)));
    expect(most).toBe(3);
  });
});

describe('faults', () => {
  const faults: Record<string, Reply> = {
    'a 500': refuse(500, 'InternalServerError'),
    'a 503': refuse(503, 'ServiceUnavailable'),
    'a 503 that says when': refuse(503, 'ServerBusy', 'busy', { 'retry-after': '0' }),
    'a broken connection': { ...ok, cut: true },
    'a broken connection in a compressed body': { text: JSON.stringify('x'.repeat(5000)), cut: true, gzip: true },
    'no answer': { ...ok, delay: 400 },
    'a body that is cut but claims to be whole': { text: '{"fine": tr' },
  };
  it.each(Object.entries(faults))('tries again after %s', async (_name, fault) => {
    const azure = await startFakeAzure((_call, index) => (index === 0 ? fault : ok));
    const answer = await armAt(azure, { timeout: 200 }).get('/a', call);
    expect(answer.body).toEqual({ fine: true });
    expect(azure.calls).toHaveLength(2);
  });

  it.each([
    ['a 500', refuse(500, 'InternalServerError', 'no luck'), '500 InternalServerError: no luck', true],
    ['no answer', { ...ok, delay: 600 }, 'no answer within 200 ms', false],
    ['a body that breaks off', { ...ok, cut: true }, 'could not be reached', true],
  ])('gives up on %s after four tries', async (_name, fault: Reply, text, answered) => {
    const azure = await startFakeAzure(() => fault);
    const failing = armAt(azure, { timeout: 200 }).get('/a', call);
    await expect(failing).rejects.toMatchObject({ code: 'transient', answered, message: containing(text) });
    expect(azure.calls).toHaveLength(4);
  });

  it('answers a success that is no JSON as it is after a second try', async () => {
    const azure = await startFakeAzure(() => ({ text: '<html>' }));
    expect(await armAt(azure).get('/a', call)).toEqual({ status: 200, body: undefined });
    expect(azure.calls).toHaveLength(2);
  });

  it('does not repeat what a service does not do', async () => {
    const azure = await startFakeAzure(() => refuse(501, 'NotImplemented'));
    await expect(armAt(azure).get('/a', call)).rejects.toMatchObject({ code: 'transient' });
    expect(azure.calls).toHaveLength(1);
  });

  it('shows no token in what it throws', async () => {
    const message = 'Authorization: Bearer abcdefghijklmnop https://x/?sig=abc%3D&code=topsecret';
    const azure = await startFakeAzure(() => refuse(500, 'InternalServerError', message));
    const error: unknown = await armAt(azure)
      .get('/a', call)
      .catch((thrown: unknown) => thrown);
    const shown = error instanceof Error ? `${error.message} ${String(error.stack)} ${String(error.cause)}` : '';
    expect(shown).toContain('InternalServerError');
    expect(shown).not.toMatch(/abcdefghijklmnop|abc%3D|topsecret|not-a-secret/);
  });
});

describe('sign-in', () => {
  it('names each credential that refused, and what to do', async () => {
    const azure = await startFakeAzure(() => ok);
    const refusals = ['EnvironmentCredential is unavailable.\nmore', 'ManagedIdentityCredential: no endpoint'];
    const error = Object.assign(new Error('chain failed'), { errors: refusals.map((text) => new Error(text)) });
    const arm = armAt(azure, { credential: { getToken: () => Promise.reject(error) } });
    await expect(arm.get('/a', call)).rejects.toMatchObject({
      code: 'signIn',
      message: matching(
        /failed\.\n- EnvironmentCredential is unavailable\.\n- ManagedIdentityCredential: no endpoint\n.*az login/,
      ),
    });
    expect(azure.calls).toHaveLength(0);
  });

  it('is a passing fault where the sign-in service itself fails', async () => {
    const azure = await startFakeAzure(() => ok);
    const error = Object.assign(new Error('busy'), { statusCode: 503 });
    const arm = armAt(azure, { credential: { getToken: () => Promise.reject(error) } });
    await expect(arm.get('/a', call)).rejects.toMatchObject({ code: 'transient' });
  });

  it('is refused where ARM refuses the token', async () => {
    const azure = await startFakeAzure(() => refuse(401, 'InvalidAuthenticationToken', 'expired'));
    await expect(armAt(azure).get('/a', call)).rejects.toMatchObject({ code: 'signIn' });
  });

  it('lets a subscription of another tenant be an answer', async () => {
    const azure = await startFakeAzure(() => refuse(401, 'InvalidAuthenticationTokenTenant'));
    expect(await armAt(azure).get('/a', call)).toMatchObject({ status: 401 });
  });
});

describe('throttling', () => {
  it.each<[string, (now: number) => string]>([
    ['seconds', () => '1'],
    ['an HTTP date', (now) => new Date(now + 2500).toUTCString()],
  ])('waits for a Retry-After in %s and goes on', async (_name, retryAfter) => {
    const value = retryAfter(Date.now());
    const azure = await startFakeAzure((_call, index) =>
      index === 0 ? refuse(429, 'TooManyRequests', 'slow', { 'retry-after': value }) : ok,
    );
    const before = Date.now();
    expect(await armAt(azure).get('/a', call)).toMatchObject({ status: 200 });
    expect(Date.now()).toBeGreaterThanOrEqual((value === '1' ? before + 1000 : Date.parse(value)) - 5);
    expect(azure.calls).toHaveLength(2);
  });

  it('holds the calls back as well that stand in line behind it', async () => {
    const azure = await startFakeAzure((_call, index) =>
      index === 0 ? refuse(429, 'TooManyRequests', 'slow', { 'retry-after': '1' }) : ok,
    );
    const arm = armAt(azure, { lanes: 1 });
    const path = (name: number): string => `/subscriptions/s/providers/Microsoft.Key/vaults/${String(name)}`;
    await Promise.all([1, 2, 3].map((name) => arm.get(path(name), call)));
    const [begun, ...rest] = azure.calls.map(({ at }) => at);
    expect(rest).toHaveLength(3);
    expect(Math.min(...rest) - (begun ?? 0)).toBeGreaterThan(900);
  });

  it('hands a wait that is too long back at once', async () => {
    const azure = await startFakeAzure(() => refuse(429, 'TooManyRequests', 'slow', { 'retry-after': '30' }));
    const arm = armAt(azure);
    const path = '/subscriptions/s/providers/Microsoft.Key/vaults/a';
    await expect(arm.get(path, call)).rejects.toMatchObject({ code: 'wait', retryAfter: 30_000 });
    const second: unknown = await arm.get(path, call).catch((error: unknown) => error);
    expect(second).toMatchObject({ code: 'wait', retryAfter: near(30_000, 3) });
    expect(azure.calls).toHaveLength(1);
  });

  it('hands back after waiting in vain for as long as it may sleep', async () => {
    const azure = await startFakeAzure(() => refuse(429, 'TooManyRequests', 'slow', { 'retry-after': '1' }));
    await expect(armAt(azure, { longestSleep: 2500 }).get('/a', call)).rejects.toMatchObject({ code: 'wait' });
    expect(azure.calls).toHaveLength(3);
  });
});

describe('redirects and nextLinks', () => {
  it('does not follow a redirect to another host', async () => {
    const other = await startFakeAzure(() => ok);
    const azure = await startFakeAzure(() => ({ status: 307, headers: { location: `${other.endpoint}/a` } }));
    expect(await armAt(azure).get('/a', call)).toMatchObject({ status: 307 });
    expect(other.calls).toHaveLength(0);
  });

  const pagesOf = async (links: (endpoint: string) => readonly unknown[]): Promise<number> => {
    let endpoint = '';
    const azure = await startFakeAzure((_call, index) => ({ body: { value: [], nextLink: links(endpoint)[index] } }));
    endpoint = azure.endpoint;
    let pages = 0;
    for await (const _page of readPages(armAt(azure), '/a', call)) pages += 1;
    return pages;
  };

  it('follows nextLinks to the last page', async () => {
    expect(await pagesOf((endpoint) => [`${endpoint}/a?p=2`, `${endpoint}/a?p=3`, null])).toBe(3);
  });

  it.each([
    ['another host', () => ['https://example.com/a'], /away from/],
    ['another scheme', (endpoint: string) => [endpoint.replace('https', 'http')], /away from/],
    ['no address', () => ['nowhere'], /no address/],
    ['itself', (endpoint: string) => Array.from({ length: 9 }, () => `${endpoint}/a?p=2`), /do not end/],
  ])('refuses a nextLink to %s', async (_name, links, message) => {
    await expect(pagesOf(links)).rejects.toMatchObject({ code: 'invalid', message: matching(message) });
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startStack, type Stack } from '../../lib/local/stack.ts';
import { eventually } from '../local/host/startFixture.ts';
import { startReceiver, type Receiver } from '../scan/support/receiver.ts';
import { openApi, type Api } from './support/callApi.ts';
import { countMessages, listRowKeys } from './support/storageOf.ts';
import { accountsIn } from './support/withStack.ts';

const key = 'a-function-key';
const secret = 'c0ffee-in-the-address';
const patience = 90_000;
const preload = new URL('support/trustReceiver.ts', import.meta.url);
const lines: string[] = [];
let receiver: Receiver;
let stack: Stack;
let api: Api;
let stranger: Api;

beforeAll(async () => {
  receiver = await startReceiver();
  stack = await startStack({
    sample: accountsIn(2, 24, 40),
    timeDivisor: 60,
    keys: [key],
    environment: {
      CALLBACK_HOSTS: 'localhost',
      CALLBACK_ALLOW_PRIVATE: 'true',
      NODE_OPTIONS: `--import=${preload.href}`,
      RECEIVER_CERTIFICATE: receiver.certificateFile,
    },
    onLine: (line) => lines.push(line),
    verbose: true,
  });
  api = openApi(stack.baseUrl, key);
  stranger = openApi(stack.baseUrl);
}, patience);
afterAll(async () => {
  await stack.stop();
  await receiver.stop();
});

const subscribed = z.looseObject({ id: z.string(), status: z.string() });

/** What an HTTP Webhook action does when its run reaches it. */
async function subscribe(path: string, body: object = {}) {
  const callbackUrl = `${receiver.origin}/${path}?sp=%2Frun&sv=1.0&token=${secret}`;
  const response = await api.call('POST', 'scans', { ...body, callbackUrl });
  expect(response.status).toBe(201);
  const location = response.headers.get('location') ?? '';
  const { id } = subscribed.parse(await response.json());
  expect(location).toMatch(new RegExp(`^${stack.baseUrl}/api/hooks/${id}\\.[0-9a-f]{32}$`));
  return { id, location };
}

const callsOf = (path: string) => receiver.received.filter((one) => one.path.startsWith(`/${path}?`));

/** Nothing is on the way any more, and recovery has nothing to do. */
async function expectQuiet(): Promise<void> {
  const { connectionString } = stack;
  await eventually(async () => (await countMessages(connectionString, 'scan-work')) === 0, patience);
  await eventually(async () => {
    const keys = await listRowKeys(connectionString, 'scanIndex', 'scans');
    return !keys.some((rowKey) => /^(notice|active)~/.test(rowKey));
  }, patience);
  expect(await countMessages(connectionString, 'scan-work-poison')).toBe(0);
}

test(
  'a webhook is called with the scan when it ends, through a failure, a redirect and silence',
  { timeout: patience },
  async () => {
    const faults = [500, { status: 302, location: `${receiver.origin}/elsewhere` }, 'silence', 'cut'] as const;
    receiver.reply(() => faults[callsOf('first').length - 1] ?? 202);
    const { id } = await subscribe('first');
    await eventually(() => callsOf('first').length === faults.length + 1, patience);
    await expectQuiet();
    expect(receiver.received).toHaveLength(faults.length + 1);
    const events = callsOf('first').map(({ event }) => event);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1);
    const { eventId, ...scan } = events.at(-1) ?? { eventId: '' };
    expect(eventId).toMatch(new RegExp(`^${id}\\.[0-9a-f]{32}$`));
    expect(scan).toEqual(await api.get(`scans/${id}`));
  },
);

test('a callback that is taken away is not made', { timeout: patience }, async () => {
  receiver.reply(() => 202);
  const { id, location } = await subscribe('second', { severities: ['high'] });
  expect((await stranger.call('DELETE', location)).status).toBe(204);
  expect((await stranger.call('DELETE', location)).status).toBe(204);
  expect((await api.finished(id, patience)).status).toBe('completed');
  await expectQuiet();
  expect(callsOf('second')).toEqual([]);
});

test(
  'a callback outlives the host, killed between the end of the scan and the answer',
  { timeout: patience },
  async () => {
    let killed = false;
    const [host] = stack.hosts;
    receiver.reply(() => {
      if (killed) return 202;
      killed = true;
      host?.kill('SIGKILL');
      return 'silence';
    });
    const { id } = await subscribe('third', { severities: ['medium'] });
    await eventually(() => callsOf('third').length >= 2, patience);
    await expectQuiet();
    const events = callsOf('third').map(({ event }) => [event.eventId, event.status]);
    expect(new Set(events.map(String)).size).toBe(1);
    expect(events[0]?.[0]).toContain(id);
  },
);

test('no address of a callback and no nonce comes to the logs, the listings and the errors', async () => {
  const page = JSON.stringify([await api.list('scans'), await api.list('scans?top=1')]);
  const ids = (await api.list('scans')).map((scan) => String(scan['id']));
  const errors = await Promise.all(ids.map((id) => api.list(`scans/${id}/errors`)));
  const texts = [...lines, page, JSON.stringify(errors)];
  expect(lines.length).toBeGreaterThan(10);
  expect(texts.filter((text) => text.includes(secret) || /hooks\/[^ ]+\.[0-9a-f]{32}/.test(text))).toEqual([]);
});

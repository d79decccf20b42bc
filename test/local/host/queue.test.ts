import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Azurite, startAzurite } from '../../../lib/local/azurite.ts';
import { createWorkplace, eventually, type FixtureHost } from './startFixture.ts';

// A lease of 2 seconds that is renewed each second; a failed message comes back after 1 second.
const quick = { TIME_DIVISOR: '300' };
// A lease of 10 seconds; a failed message comes back after 1 second.
const longLease = { TIME_DIVISOR: '60' };

let azurite: Azurite;
const hosts: FixtureHost[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
}, 30_000);
afterAll(async () => {
  for (const host of hosts) host.kill('SIGKILL');
  await azurite.stop();
});

async function open({ withQueue = true } = {}) {
  const workplace = createWorkplace(azurite.connectionString);
  if (withQueue) await workplace.queue.create();
  const start = async (extra: Readonly<Record<string, string>>): Promise<FixtureHost> => {
    const host = await workplace.start(extra);
    hosts.push(host);
    return host;
  };
  /** Waits for so many events of a kind. */
  const events = (kind: 'begin' | 'end', count: number) =>
    eventually(() => {
      const found = workplace.recorded(kind);
      return found.length >= count ? found : undefined;
    });
  const empty = () =>
    eventually(async () => {
      const { approximateMessagesCount } = await workplace.queue.getProperties();
      return approximateMessagesCount === 0 ? true : undefined;
    });
  const poisoned = () =>
    eventually(async () => {
      if (!(await workplace.poison.exists())) return undefined;
      const { peekedMessageItems } = await workplace.poison.peekMessages();
      return peekedMessageItems[0];
    });
  return { ...workplace, start, events, empty, poisoned };
}

describe.concurrent('a queue trigger', { timeout: 30_000 }, () => {
  test('gets the object that was sent, and the message is gone after it', async () => {
    const { start, send, events, empty } = await open();
    await start(quick);
    const { messageId } = await send({ scanId: 's1', part: 3 });
    const [run] = await events('begin', 1);
    await empty();
    expect(run?.message).toEqual({ scanId: 's1', part: 3 });
    const { popReceipt, insertionTime, expirationTime, nextVisibleTime, ...others } = run?.metadata ?? {};
    const message = { scanId: 's1', part: 3 };
    expect(others).toEqual({ id: messageId, dequeueCount: 1, queueTrigger: message, ...message });
    expect(popReceipt).toBeTypeOf('string');
    for (const time of [insertionTime, expirationTime, nextVisibleTime]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test("gets metadata that the message's own properties cover, without regard to case", async () => {
    const { start, send, events } = await open();
    await start(quick);
    const { messageId } = await send({ ID: 'mine', dequeueCount: 0, popReceipt: null, insertionTime: ['no'] });
    const [run] = await events('begin', 1);
    expect(run?.metadata).toMatchObject({ id: 'mine', dequeueCount: 0 });
    expect(run?.metadata?.['popReceipt']).toBeTypeOf('string');
    expect(run?.metadata?.['insertionTime']).toMatch(/^\d{4}-/);
    expect(run?.metadata?.['id']).not.toBe(messageId);
  });

  test('fails: the message stays away for visibilityTimeout, then is run again, and is poison after maxDequeueCount', async () => {
    const { start, send, events, empty, poisoned, recorded, queue } = await open();
    const host = await start(quick);
    await send({ action: 'fail' });
    await events('begin', 1);
    await sleep(300);
    expect(recorded('begin')).toHaveLength(1);
    expect((await queue.peekMessages()).peekedMessageItems).toHaveLength(0);
    const poison = await poisoned();
    expect(recorded('begin').map((run) => run.metadata?.['dequeueCount'])).toEqual([1, 2, 3]);
    expect(JSON.parse(Buffer.from(poison.messageText, 'base64').toString())).toEqual({ action: 'fail' });
    // The last try moved it, not a fourth delivery.
    expect(host.lines.join('\n')).not.toContain('is not run again');
    await empty();
  });

  test('rejects with undefined, which counts as a success', async () => {
    const { start, send, events, empty, recorded, poison } = await open();
    await start(quick);
    await send({ action: 'failWithNothing' });
    await events('begin', 1);
    await empty();
    expect(recorded('begin')).toHaveLength(1);
    expect(await poison.exists()).toBe(false);
  });

  test('never sees a message that is not base64: it is poison as it came', async () => {
    const { start, queue, poisoned, recorded } = await open();
    await start(quick);
    await queue.sendMessage('{"scanId":"s1"}');
    expect((await poisoned()).messageText).toBe('{"scanId":"s1"}');
    expect(recorded('begin')).toHaveLength(0);
  });

  test.for([
    ['crashOnce', 1],
    ['exitOnce', 7],
  ] as const)(
    'ends the process (%s): the message comes back after visibilityTimeout, long before the lease ends',
    async ([action, code]) => {
      const { start, send, events, empty } = await open();
      const first = await start(longLease);
      await send({ action });
      await events('begin', 1);
      expect(await first.exited).toBe(code);
      await start(longLease);
      const restarted = Date.now();
      const [, again] = await events('begin', 2);
      expect(Date.now() - restarted).toBeLessThan(5_000);
      expect(again?.pid).not.toBe(first.pid);
      expect(again?.metadata?.['dequeueCount']).toBe(2);
      await empty();
    },
  );

  test('is killed: the message comes back when the lease ends, not before', async () => {
    const { start, send, events, empty } = await open();
    const first = await start({ TIME_DIVISOR: '150' });
    await send({ action: 'hangOnce' });
    await events('begin', 1);
    first.kill('SIGKILL');
    const killed = Date.now();
    await start({ TIME_DIVISOR: '150' });
    const runs = await events('begin', 2);
    expect(Date.now() - killed).toBeGreaterThan(2_000);
    expect(runs[1]?.metadata?.['dequeueCount']).toBe(2);
    await empty();
  });

  test('is not called for a message that was received too often: it is poison', async () => {
    const { start, send, events, poisoned, recorded } = await open();
    const once = { ...quick, AzureFunctionsJobHost__extensions__queues__maxDequeueCount: '1' };
    const first = await start(once);
    await send({ action: 'hangOnce' });
    await events('begin', 1);
    first.kill('SIGKILL');
    await start(once);
    await poisoned();
    expect(recorded('begin')).toHaveLength(1);
  });

  test('runs longer than the lease: it is renewed, and no other host takes the message', async () => {
    const { start, send, events, empty, recorded } = await open();
    await Promise.all([start(quick), start(quick)]);
    await send({ action: 'slow' });
    await events('end', 1);
    await empty();
    expect(recorded('begin')).toHaveLength(1);
  });

  test('runs in two hosts: each message once, and both work', async () => {
    const { start, send, events, empty, recorded } = await open();
    await Promise.all([start(quick), start(quick)]);
    await Promise.all(Array.from({ length: 16 }, (_none, index) => send({ action: 'short', index })));
    await events('end', 16);
    await empty();
    expect(new Set(recorded('begin').map((run) => JSON.stringify(run.message))).size).toBe(16);
    expect(recorded('begin')).toHaveLength(16);
    expect(new Set(recorded('begin').map((run) => run.pid)).size).toBe(2);
  });

  test('takes the next batch when no more than newBatchThreshold still run', async () => {
    const { start, send, events, recorded } = await open();
    await Promise.all(Array.from({ length: 3 }, () => send({ action: 'slow' })));
    await start({ ...quick, AzureFunctionsJobHost__extensions__queues__batchSize: '2' });
    await events('begin', 2);
    await sleep(1_000);
    expect(recorded('begin')).toHaveLength(2);
    await events('end', 3);
  });

  test('waits for a queue that does not exist, and never makes it', async () => {
    const { start, send, events, queue } = await open({ withQueue: false });
    await start(quick);
    await sleep(500);
    expect(await queue.exists()).toBe(false);
    await queue.create();
    await send({ action: 'succeed' });
    await events('end', 1);
  });

  test('stops politely: the running message is finished first', async () => {
    const { start, send, events, recorded, empty } = await open();
    const host = await start(longLease);
    await send({ action: 'short' });
    await events('begin', 1);
    expect(recorded('end')).toHaveLength(0);
    host.kill('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(recorded('end')).toHaveLength(1);
    await empty();
  });
});

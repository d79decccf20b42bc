import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ScanContext } from '../../lib/scan/context.ts';
import { readControl } from '../../lib/scan/control.ts';
import { deliverNotice } from '../../lib/scan/deliverNotice.ts';
import { listErrors } from '../../lib/scan/queries.ts';
import { hookHash } from '../../lib/store/keys.ts';
import { StoreError } from '../../lib/store/table.ts';
import {
  allTold,
  beforeWrites,
  deliverUntil,
  ended,
  hookOf,
  keysOf,
  openHooked,
  recordOf,
  secret,
  type HookedWorld,
} from './support/hookedWorld.ts';
import { later } from './support/later.ts';
import type { Reply } from './support/receiver.ts';
import { startStorage, type TestStorage } from './support/storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const hour = 3_600_000;

const open = (settings = {}) => openHooked(storage.newAccount(), { settings });

async function errorsOf(context: ScanContext, scanId: string) {
  const control = await readControl(context.store.scans, scanId);
  return control ? (await listErrors(context, control, { top: 10 })).value : [];
}

/** Shows that the address came to no text that anybody reads. */
async function expectNoSecret({ world, context }: HookedWorld, scanId: string): Promise<void> {
  const texts = [...world.logs, ...world.thrown.map(String), JSON.stringify(await errorsOf(context, scanId))];
  expect(texts.filter((text) => text.includes(secret))).toEqual([]);
}

describe('a callback that fails is made again with the same event id', () => {
  const failing: readonly (readonly [string, Reply, string])[] = [
    ['answered 500, then 200', 500, 'it answered 500'],
    ['answered 429', 429, 'it answered 429'],
    ['answered 401', 401, 'it answered 401'],
    ['cut off', 'cut', 'socket hang up'],
    ['not answered in time', 'silence', 'it did not answer within 0.5 seconds'],
  ];

  it.each(failing)('where it is %s', async (_case, reply, said) => {
    const hooked = await open();
    const { world, context, receiver } = hooked;
    receiver.reply((_received, index) => (index < 2 ? reply : 200));
    const id = await ended(hooked);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ event }) => event.eventId))).toEqual(
      new Set([`${id}.${hookHash(hooked.url('a'))}`]),
    );
    expect(await hookOf(context, id)).toMatchObject({ status: 'delivered', attempts: 3, url: '' });
    const warnings = world.logs.filter((line) => line.startsWith('warning: The callback'));
    expect(warnings.map((line) => line.includes(said))).toEqual([true, true]);
    expect(await errorsOf(context, id)).toEqual([]);
    await expectNoSecret(hooked, id);
  });

  it('where it is redirected: nobody follows', async () => {
    const hooked = await open();
    const { world, context, receiver, url } = hooked;
    receiver.reply((_received, index) => (index === 0 ? { status: 307, location: url('elsewhere') } : 200));
    const id = await ended(hooked);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ path }) => path.split('?')[0])).toEqual(['/a', '/a']);
    expect(world.logs.join('\n')).toContain('it answered 307, and redirects are not followed');
  });

  it('where nothing listens for a while', async () => {
    const hooked = await open();
    const { world, context, receiver } = hooked;
    const id = await ended(hooked);
    await receiver.stop();
    await deliverUntil(world, () => world.logs.some((line) => line.includes('ECONNREFUSED')));
    expect(await hookOf(context, id)).toMatchObject({ status: 'open', attempts: 1 });
    expect(await recordOf(context, id)).toMatchObject({ notify: 'pending' });
    await expectNoSecret(hooked, id);
  });
});

describe('the waits', () => {
  it('double from 10 seconds to an hour', async () => {
    const hooked = await open({ TIME_DIVISOR: '1' });
    const { world, context, receiver } = hooked;
    receiver.reply(() => 500);
    const id = await ended(hooked);
    const hash = hookHash(hooked.url('a'));
    const waits: number[] = [];
    let passed = 0;
    for (let attempt = 0; attempt < 11; attempt += 1) {
      const then = later(context, passed);
      await deliverNotice(then, id, hash);
      const { notBefore } = (await hookOf(context, id)) ?? {};
      const wait = Date.parse(notBefore ?? '') - then.store.scans.now().getTime();
      waits.push(Math.round(wait / 10_000) * 10);
      passed += wait + 1000;
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
    expect(receiver.received).toHaveLength(11);
    await world.take();
  });

  it('are kept by a message that comes early', async () => {
    const hooked = await open({ TIME_DIVISOR: '1' });
    const { world, context, receiver } = hooked;
    receiver.reply(() => 500);
    const id = await ended(hooked);
    await world.deliver();
    const hash = hookHash(hooked.url('a'));
    await deliverNotice(context, id, hash);
    expect(receiver.received).toHaveLength(1);
    expect(world.thrown).toEqual([]);
  });
});

describe('a callback that is never taken', () => {
  it('is given up after a day, with an error that says why and not where', async () => {
    const hooked = await open({ TIME_DIVISOR: '1' });
    const { world, context, receiver, url } = hooked;
    receiver.reply(() => 503);
    const id = await ended(hooked);
    const hash = hookHash(url('a'));
    await deliverNotice(context, id, hash);
    await deliverNotice(later(context, 22 * hour), id, hash);
    expect(await hookOf(context, id)).toMatchObject({ status: 'open', attempts: 2 });
    await deliverNotice(later(context, 25 * hour), id, hash);
    expect(await hookOf(context, id)).toMatchObject({ status: 'givenUp', url: '' });
    expect(await errorsOf(context, id)).toMatchObject([
      {
        part: 'hook',
        code: 'callbackGivenUp',
        count: 1,
        message: `The callback ${id}.${hash} to localhost was given up after attempt 3: it answered 503. One of the attempts before may have arrived.`,
      },
    ]);
    expect(await allTold(context, id)).toBe(true);
    await deliverUntil(world, async () => (await world.take()).length === 0);
    expect(receiver.received).toHaveLength(3);
    await expectNoSecret(hooked, id);
  });

  it.each([404, 409, 410])('is given up at once where the receiver knows nothing of it: %i', async (status) => {
    const hooked = await open();
    const { world, context, receiver } = hooked;
    receiver.reply(() => status);
    const id = await ended(hooked);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
    expect(await hookOf(context, id)).toMatchObject({ status: 'gone', url: '' });
    expect(await errorsOf(context, id)).toMatchObject([{ code: 'callbackGone' }]);
    expect((await errorsOf(context, id))[0]?.message).toContain(`attempt 1: it answered ${String(status)}.`);
    await expectNoSecret(hooked, id);
  });

  it('holds up no other scan of its scope, and no place of an active scan', async () => {
    const hooked = await open({ MAX_ACTIVE_SCANS: '1' });
    const { world, context, receiver } = hooked;
    receiver.reply(() => 503);
    const id = await ended(hooked);
    await deliverUntil(world, () => receiver.received.length > 0);
    expect(await keysOf(context, 'active~')).toEqual([]);
    const { id: second } = await world.start();
    await world.drain(second);
    receiver.reply(() => 200);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.at(-1)?.event.id).toBe(id);
  });
});

describe('two deliveries of one callback', () => {
  it('make it once', async () => {
    const hooked = await open({ TIME_DIVISOR: '1' });
    const { world, context, receiver } = hooked;
    const id = await ended(hooked);
    receiver.reply(() => 'silence');
    const contexts = [context, await world.openContext(), await world.openContext()];
    const first = world.deliver(contexts);
    await vi.waitUntil(() => receiver.received.length > 0);
    await Promise.all(contexts.map((one) => deliverNotice(one, id, hookHash(hooked.url('a')))));
    expect(receiver.received).toHaveLength(1);
    receiver.answerSilent(200);
    await first;
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
    expect(world.thrown).toEqual([]);
  });

  it('make it again where the first died before it could note it, with the same event id', async () => {
    const hooked = await open();
    const { world, context, receiver } = hooked;
    const id = await ended(hooked);
    const dying = beforeWrites(context, () => {
      if (receiver.received.length > 0) throw new StoreError('anything', new Error('The process is dead.'));
      return Promise.resolve(undefined);
    });
    await world.deliver([dying]);
    expect(world.thrown).toHaveLength(1);
    await deliverUntil(world, () => allTold(context, id));
    const events = receiver.received.map(({ event }) => event.eventId);
    expect(events).toEqual([events[0], events[0]]);
  });
});

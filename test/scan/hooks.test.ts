import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFinal, readControl } from '../../lib/scan/control.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { addHook, mostHooks, readHooks, removeHook } from '../../lib/scan/hooks.ts';
import { deleteScan, requestDeletion } from '../../lib/scan/removal.ts';
import { startScan } from '../../lib/scan/start.ts';
import { viewScan } from '../../lib/scan/view.ts';
import { hookHash } from '../../lib/store/keys.ts';
import {
  allTold,
  beforeWrites,
  cancelled,
  deliverUntil,
  hookOf,
  keysOf,
  openHooked,
  recordOf,
} from './support/hookedWorld.ts';
import { rowsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const open = () => openHooked(storage.newAccount());
describe('a scan with a callback', () => {
  it('sends itself at its end, once, with an id of the event, and forgets the address', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    expect(await recordOf(context, id)).toMatchObject({ status: 'pending', notify: 'pending' });
    await world.drain(id);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
    const [call] = receiver.received;
    expect(call).toMatchObject({ method: 'POST', path: new URL(url('a')).pathname + new URL(url('a')).search });
    expect(call?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(call?.headers['user-agent']).toMatch(/^vigil\/\d/);
    const control = await readControl(context.store.scans, id);
    const view: unknown = control && JSON.parse(JSON.stringify(viewScan(context, control)));
    expect(call?.event).toEqual({ eventId: `${id}.${hookHash(url('a'))}`, ...Object(view) });
    expect(call?.event.status).toBe('completed');
    expect(await hookOf(context, id)).toMatchObject({ status: 'delivered', url: '', attempts: 1 });
    expect(await keysOf(context, 'active~')).toEqual([]);
    expect(await world.take()).toEqual([]);
    expect(world.thrown).toEqual([]);
  });

  it('tells each address of its own, and one that is given twice once', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    const again = await world.start({ callbackUrl: `${url('a')}#twice` });
    expect(again.id).toBe(id);
    await world.start({ callbackUrl: url('A') });
    const nonces = (await readHooks(context.store.scans, id)).map(({ record }) => record.nonce);
    expect(nonces).toHaveLength(2);
    await world.drain(id);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ path }) => path.split('?')[0]).toSorted()).toEqual(['/A', '/a']);
    expect(new Set(receiver.received.map(({ event }) => event.eventId)).size).toBe(2);
  });

  it('gives a repeated request the same nonce', async () => {
    const { context, url } = await open();
    const request = { scope: {}, options: {}, requestedBy: 'test', callbackUrl: url('a') };
    const [first, second] = [await startScan(context, request), await startScan(context, request)];
    const nonce = 'hook' in first ? first.hook : undefined;
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toMatchObject({ state: 'accepted', hook: nonce });
  });

  it('tells of a cancellation, too', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    await endScan(context, id, cancelled);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ event }) => event.status)).toEqual(['cancelled']);
  });

  it('tells of an end by an upgrade of the app under the id that was answered', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    await world.deliver([{ ...context, digest: 'another' }]);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ event }) => event)).toMatchObject([
      { id, status: 'failed', error: { code: 'appUpgraded' } },
    ]);
  });

  it(`takes ${String(mostHooks)} of them and no more`, async () => {
    const { world, context, url } = await open();
    const { id } = await world.start();
    for (let index = 0; index < mostHooks; index += 1) {
      expect(await addHook(context, id, url(String(index)))).toMatchObject({ state: 'added' });
    }
    expect(await addHook(context, id, url('more'))).toEqual({ state: 'tooMany' });
    expect(await addHook(context, id, url('0'))).toMatchObject({ state: 'added' });
  });
});

describe('a callback that comes late', () => {
  it('is made at once where the scan is over', async () => {
    const { world, context, receiver, url } = await open();
    const key = { scope: {}, options: {}, requestedBy: 'test', idempotency: 'once', callbackUrl: url('a') };
    const { id } = await world.start();
    await startScan(context, key);
    await world.drain(id);
    await deliverUntil(world, () => allTold(context, id));
    // The answer of the first request was lost: it is repeated after the end.
    expect(await startScan(context, key)).toMatchObject({ state: 'accepted', scan: { id } });
    expect(await world.take()).toEqual([]);
    expect(await addHook(context, id, url('b'))).toMatchObject({ state: 'added' });
    expect(await recordOf(context, id)).toMatchObject({ notify: 'pending' });
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ path }) => path.split('?')[0])).toEqual(['/a', '/b']);
  });

  it('is made where the scan ends between the look at it and the note', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start();
    let once = true;
    const late = beforeWrites(context, async () => {
      if (once) await endScan(context, id, cancelled);
      once = false;
      return undefined;
    });
    expect(await addHook(late, id, url('a'))).toMatchObject({ state: 'added' });
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
  });

  it('is made where it is noted while the scan ends', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start();
    let once = true;
    const ending = beforeWrites(context, async () => {
      if (once) await addHook(context, id, url('a'));
      once = false;
      return undefined;
    });
    await endScan(ending, id, cancelled);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
  });

  it('is made where it is noted while the last of the others is noted as done', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    await endScan(context, id, cancelled);
    let once = true;
    const finishing = beforeWrites(context, async (rowKeys) => {
      if (once && rowKeys.join() === 'control~scan') {
        once = false;
        await addHook(context, id, url('b'));
      }
      return undefined;
    });
    await world.deliver([finishing]);
    expect(once).toBe(false);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(2);
  });

  it('is refused by a scan that is being deleted, and a new scan takes it', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start();
    await requestDeletion(context, id);
    expect(await addHook(context, id, url('a'))).toEqual({ state: 'noScan' });
    const { id: second } = await world.start({ callbackUrl: url('a') });
    expect(second).not.toBe(id);
    await world.drain(second);
    await deliverUntil(world, () => allTold(context, second));
    expect(receiver.received.map(({ event }) => event.id)).toEqual([second]);
  });
});

describe('a callback that is taken away', () => {
  it('is not made; its scan goes on', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    await world.start({ callbackUrl: url('b') });
    const hooks = await readHooks(context.store.scans, id);
    const a = hooks.find(({ hash }) => hash === hookHash(url('a')));
    const scan = await recordOf(context, id);
    await removeHook(context, id, a?.record.nonce ?? '');
    await removeHook(context, id, a?.record.nonce ?? '');
    await removeHook(context, id, scan.nonce);
    expect(await readHooks(context.store.scans, id)).toHaveLength(1);
    expect(await recordOf(context, id)).toEqual(scan);
    await world.drain(id);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ path }) => path.split('?')[0])).toEqual(['/b']);
  });

  it('leaves nothing to tell where it was the only one', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    await removeHook(context, id, (await hookOf(context, id))?.nonce ?? '');
    await world.drain(id);
    expect(await recordOf(context, id)).toMatchObject({ status: 'completed', notify: 'done' });
    expect(await keysOf(context, '')).toEqual([
      expect.stringMatching(/^history~/),
      expect.stringMatching(/^latest~/),
      expect.stringMatching(/^new~/),
    ]);
    expect(receiver.received).toEqual([]);
  });

  it('goes although an attempt changes its row meanwhile', async () => {
    const { world, context, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    const nonce = (await hookOf(context, id))?.nonce ?? '';
    const { scans } = context.store;
    let tries = 0;
    const remove: typeof scans.remove = async (partition, rowKey, etag) => {
      tries += 1;
      return scans.remove(partition, rowKey, tries === 1 ? 'W/"datetime\'2001-01-01T00%3A00%3A00.000Z\'"' : etag);
    };
    await removeHook({ ...context, store: { ...context.store, scans: { ...scans, remove } } }, id, nonce);
    expect(tries).toBe(2);
    expect(await readHooks(scans, id)).toEqual([]);
  });
});

describe('a scan that is deleted', () => {
  it('takes its callbacks along, and none is made any more', async () => {
    const { world, context, receiver, url } = await open();
    receiver.reply(() => 503);
    const { id } = await world.start({ callbackUrl: url('a') });
    await world.drain(id);
    await deliverUntil(world, () => receiver.received.length === 1);
    expect(await keysOf(context, 'notice~')).toHaveLength(1);
    await requestDeletion(context, id);
    await deleteScan(context, id);
    expect(await rowsOf(context, id, '')).toEqual([]);
    expect(await keysOf(context, '')).toEqual([]);
    await deliverUntil(world, async () => (await world.queue.getProperties()).approximateMessagesCount === 0);
    expect(receiver.received).toHaveLength(1);
    expect(world.thrown).toEqual([]);
  });

  it('makes no callback of a message that comes while it goes', async () => {
    const { world, context, receiver, url } = await open();
    const { id } = await world.start({ callbackUrl: url('a') });
    await endScan(context, id, cancelled);
    const control = await readControl(context.store.scans, id);
    expect(control && isFinal(control.scan.record)).toBe(true);
    await requestDeletion(context, id);
    await deliverUntil(world, async () => (await world.queue.getProperties()).approximateMessagesCount === 0);
    expect(receiver.received).toEqual([]);
    expect(await keysOf(context, '')).toEqual([]);
  });
});

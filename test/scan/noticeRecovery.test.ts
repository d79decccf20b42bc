import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endScan } from '../../lib/scan/finish.ts';
import { handlePoison } from '../../lib/scan/poison.ts';
import { recoverScans } from '../../lib/scan/recover.ts';
import { hookHash, indexPartition } from '../../lib/store/keys.ts';
import { StoreError } from '../../lib/store/table.ts';
import { allTold, cancelled, deliverUntil, ended, keysOf, openHooked, recordOf } from './support/hookedWorld.ts';
import { later } from './support/later.ts';
import { startStorage, type TestStorage } from './support/storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const minute = 60_000;
const open = (settings = {}) => openHooked(storage.newAccount(), { settings });

describe('recovery of notices', () => {
  const dead = (): never => {
    throw new Error('The process is dead.');
  };

  it('makes the callbacks of a scan whose process died between the end and the notice', async () => {
    const hooked = await open();
    const { world, context, receiver, url } = hooked;
    const { id } = await world.start({ callbackUrl: url('a') });
    await world.take();
    const { index } = context.store;
    const dying = { ...context, store: { ...context.store, index: { ...index, write: dead } } };
    await expect(endScan(dying, id, cancelled)).rejects.toThrow('dead');
    expect(await recordOf(context, id)).toMatchObject({ status: 'cancelled', notify: 'pending' });
    expect(await keysOf(context, 'active~')).toHaveLength(1);
    await recoverScans(context);
    expect(await keysOf(context, '')).toEqual([expect.stringMatching(/^new~/), `notice~${id}`]);
    await recoverScans(later(context, 5000));
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
  });

  it('keeps the callbacks of such a scan where the next of its scope takes its lock', async () => {
    const hooked = await open();
    const { world, context, receiver, url } = hooked;
    const { id } = await world.start({ callbackUrl: url('a') });
    const { index } = context.store;
    const dying = { ...context, store: { ...context.store, index: { ...index, write: dead } } };
    await expect(endScan(dying, id, cancelled)).rejects.toThrow('dead');
    const { id: second } = await world.start();
    expect(second).not.toBe(id);
    expect(await keysOf(context, 'notice~')).toEqual([`notice~${id}`]);
    await world.drain(second);
    await recoverScans(later(context, 5000));
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received.map(({ event }) => event.id)).toEqual([id]);
  });

  it('sends a notice again that could not be sent, after 2 minutes, then 15, 30, 60, 120 and 240', async () => {
    const hooked = await open({ TIME_DIVISOR: '1' });
    const { world, context, receiver } = hooked;
    const { work } = context.store;
    const send = () => Promise.reject(new StoreError('sending', new Error('The queue is away.')));
    const deaf = { ...context, store: { ...context.store, work: { ...work, send } } };
    const id = await ended(hooked, deaf);
    expect(world.logs.join('\n')).toContain(`The callback ${id}.${hookHash(hooked.url('a'))} waits for recovery`);
    expect(await keysOf(context, '')).toEqual([expect.stringMatching(/^new~/), `notice~${id}`]);
    const waits = [2, 15, 30, 60, 120, 240, 240];
    for (const [index, minutes] of waits.entries()) {
      await recoverScans(later(context, minutes * minute - 5000));
      expect(await world.take()).toEqual([]);
      await recoverScans(later(context, minutes * minute + 5000));
      if (index + 1 < waits.length) expect(await world.take()).toHaveLength(1);
    }
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
  });

  it('strikes off what is told already, and what is gone', async () => {
    const hooked = await open();
    const { world, context } = hooked;
    const id = await ended(hooked);
    await deliverUntil(world, () => allTold(context, id));
    const gone = '019a2f6e-5c1b-7d30-8a44-3f0e6b1c9d27';
    for (const scanId of [id, gone]) {
      const rowKey = `notice~${scanId}`;
      await context.store.index.write(indexPartition, [{ kind: 'insert', rowKey, properties: { scanId } }]);
    }
    await recoverScans(context);
    expect(await keysOf(context, 'notice~')).toEqual([]);
    expect(await world.take()).toEqual([]);
  });

  it('makes a callback whose message was poisoned', async () => {
    const hooked = await open();
    const { world, context, receiver } = hooked;
    const id = await ended(hooked);
    const [message] = await world.take();
    await handlePoison(context, message?.value);
    expect(await recordOf(context, id)).toMatchObject({ notify: 'pending' });
    await recoverScans(later(context, 5000));
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
  });
});

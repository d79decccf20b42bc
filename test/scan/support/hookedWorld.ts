import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { ScanContext } from '../../../lib/scan/context.ts';
import { endScan } from '../../../lib/scan/finish.ts';
import { readHooks } from '../../../lib/scan/hooks.ts';
import { indexPartition, prefixRange, scanKey } from '../../../lib/store/keys.ts';
import { scanRecord } from '../../../lib/store/records.ts';
import type { WriteResult } from '../../../lib/store/table.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** What nobody may ever see: part of each callback's address. */
export const secret = 'c0ffee-in-the-address';

export interface HookedWorld {
  readonly world: World;
  readonly context: ScanContext;
  readonly receiver: Receiver;
  /** An address of the receiver, with a secret in it. */
  readonly url: (path: string) => string;
}

/** A world whose scans may call back a receiver on this machine; its times are a sixtieth. */
export async function openHooked(connection: string, more: Partial<WorldOptions> = {}): Promise<HookedWorld> {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const settings = {
    TIME_DIVISOR: '60',
    CALLBACK_HOSTS: 'localhost',
    CALLBACK_ALLOW_PRIVATE: 'true',
    ...more.settings,
  };
  const world = await openWorld({ connection, ...more, settings });
  const url = (path: string): string => `${receiver.origin}/${path}?sv=1.0&token=${secret}`;
  return { world, context: world.context, receiver, url };
}

/** Delivers until `done`; throws where that takes over 30 seconds. */
export async function deliverUntil(world: World, done: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`It did not come to that.\n${world.logs.join('\n')}`);
    const delivered = await world.deliver();
    if (delivered.length === 0) await sleep(50);
  }
}

export const cancelled = { status: 'cancelled', error: null } as const;

/** A scan that is over, with a callback to make, and its message on the queue. */
export async function ended({ world, context, url }: HookedWorld, ending: ScanContext = context): Promise<string> {
  const { id } = await world.start({ callbackUrl: url('a') });
  await world.take();
  await endScan(ending, id, cancelled);
  return id;
}

export async function keysOf({ store }: ScanContext, prefix: string): Promise<readonly string[]> {
  const { rows } = await store.index.page(indexPartition, prefixRange(prefix));
  return rows.map(({ rowKey }) => rowKey);
}

export async function recordOf({ store }: ScanContext, scanId: string) {
  return scanRecord.parse((await store.scans.get(scanId, scanKey))?.properties);
}

export async function hookOf({ store }: ScanContext, scanId: string) {
  const [hook] = await readHooks(store.scans, scanId);
  return hook?.record;
}

/** Whether nothing is left to be told of a scan. */
export async function allTold(context: ScanContext, scanId: string): Promise<boolean> {
  return (await recordOf(context, scanId)).notify === 'done' && (await keysOf(context, 'notice~')).length === 0;
}

type Written = (rowKeys: readonly string[]) => Promise<WriteResult | undefined>;

/** The same instance, but `before` is asked about each write to the scan's rows: it may do something first, or throw. */
export function beforeWrites(context: ScanContext, before: Written): ScanContext {
  const { scans } = context.store;
  const write: typeof scans.write = async (partition, writes) =>
    (await before(writes.map(({ rowKey }) => rowKey))) ?? scans.write(partition, writes);
  return { ...context, store: { ...context.store, scans: { ...scans, write } } };
}

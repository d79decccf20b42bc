import type { Timings } from '../timings.ts';
import { errorKey, hookKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import { hookRecord, type HookRecord } from '../store/records.ts';
import type { Write } from '../store/table.ts';
import { isAllowedCallback } from './callbackUrl.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl, type Control } from './control.ts';
import { replaceHook, type HeldHook } from './hooks.ts';
import { completeNotices } from './notices.ts';
import { unthrown } from './partFailure.ts';
import { sendCallback, type Sent } from './sendCallback.ts';
import { failureHash } from './trace.ts';
import { viewScan } from './view.ts';

/** 10 seconds after the first failure, then twice as long each time, an hour at most. */
function waitAfter(attempts: number, { callbackWait, longestCallbackWait }: Timings): number {
  return Math.min(callbackWait * 2 ** Math.min(attempts - 1, 30), longestCallbackWait);
}

async function readHook({ store }: ScanContext, scanId: string, hash: string): Promise<HeldHook | undefined> {
  const stored = await store.scans.get(scanId, hookKey(hash));
  if (!stored) return undefined;
  return { hash, record: hookRecord.parse(stored.properties), etag: stored.etag, timestamp: stored.timestamp };
}

/**
 * Writes the attempt down before it is made, so that of two deliveries one makes it, and no other comes while it may last;
 * undefined where another has it.
 */
async function claim({ store, settings }: ScanContext, scanId: string, hook: HeldHook): Promise<HeldHook | undefined> {
  const now = store.scans.now();
  const attempts = hook.record.attempts + 1;
  const change = {
    attempts,
    since: hook.record.since ?? now.toISOString(),
    notBefore: new Date(
      now.getTime() + settings.timings.callback + waitAfter(attempts, settings.timings),
    ).toISOString(),
    recoveries: 0,
  };
  const written = await store.scans.write(scanId, [replaceHook(hook, change)]);
  if (written.state === 'conflict') return undefined;
  const etag = written.etags.get(hookKey(hook.hash)) ?? '';
  return { ...hook, record: { ...hook.record, ...change }, etag };
}

/** The row that `/errors` shows: whose callback was not taken, and why. Its address is a secret. */
function errorRow(scanId: string, { hash, record }: HeldHook, code: string, detail: string): Write {
  const host = new URL(record.url).hostname;
  const earlier = record.attempts > 1 ? ' One of the attempts before may have arrived.' : '';
  const failure = unthrown(
    code,
    `The callback ${scanId}.${hash} to ${host} was given up after attempt ${String(record.attempts)}: ${detail}.${earlier}`,
  );
  const properties = toProperties({ ...failure, part: 'hook', count: 1 });
  return { kind: 'upsert', rowKey: errorKey('hook', failureHash(failure)), properties };
}

async function close(
  context: ScanContext,
  scanId: string,
  hook: HeldHook,
  status: Exclude<HookRecord['status'], 'open'>,
  more: readonly Write[] = [],
): Promise<void> {
  // A conflict means that it was taken away meanwhile, or that the scan was.
  await context.store.scans.write(scanId, [replaceHook(hook, { status, url: '', notBefore: null }), ...more]);
  await completeNotices(context, scanId);
}

async function conclude(context: ScanContext, scanId: string, hook: HeldHook, sent: Sent): Promise<void> {
  const { store, settings, log } = context;
  const { attempts, since } = hook.record;
  const name = `The callback ${scanId}.${hook.hash}`;
  if (sent.state === 'delivered') {
    log('information', `${name} was delivered by attempt ${String(attempts)}`);
    return close(context, scanId, hook, 'delivered');
  }
  log('warning', `${name} failed in attempt ${String(attempts)}: ${sent.detail}`);
  if (sent.state === 'gone') {
    return close(context, scanId, hook, 'gone', [errorRow(scanId, hook, 'callbackGone', sent.detail)]);
  }
  const now = store.scans.now().getTime();
  const wait = waitAfter(attempts, settings.timings);
  if (now + wait < Date.parse(since ?? '') + settings.timings.callbackPatience) {
    const notBefore = new Date(now + wait).toISOString();
    await store.scans.write(scanId, [replaceHook(hook, { notBefore })]);
    return store.work.send({ scanId, hook: hook.hash }, wait);
  }
  return close(context, scanId, hook, 'givenUp', [errorRow(scanId, hook, 'callbackGivenUp', sent.detail)]);
}

function attempt({ settings, ...context }: ScanContext, control: Control, { hash, record }: HeldHook): Promise<Sent> {
  const { callbacks, timings } = settings;
  if (!isAllowedCallback(record.url, callbacks.hosts)) {
    return Promise.resolve({ state: 'failed', detail: 'CALLBACK_HOSTS does not allow its host' });
  }
  const body = { eventId: `${control.scan.record.id}.${hash}`, ...viewScan(context, control) };
  return sendCallback({ url: record.url, body, patience: timings.callback, allowPrivate: callbacks.allowPrivate });
}

/**
 * One delivery of a callback's message: makes the callback where it is due. At least once, always with the same
 * `eventId`; what fails is tried again through the queue, for a day.
 */
export async function deliverNotice(context: ScanContext, scanId: string, hash: string): Promise<void> {
  const { scans, work } = context.store;
  const control = await readControl(scans, scanId);
  // A scan that runs sends its notices at its end.
  if (!control || !isFinal(control.scan.record) || control.scan.record.status === 'deleting') return;
  const hook = await readHook(context, scanId, hash);
  if (hook?.record.status !== 'open') return completeNotices(context, scanId);
  const { notBefore } = hook.record;
  const early = notBefore === null ? 0 : Date.parse(notBefore) - scans.now().getTime();
  // The queue's clock counts whole seconds: less than one is no reason to go round again.
  if (early > 1000) return work.send({ scanId, hook: hash }, early);
  const claimed = await claim(context, scanId, hook);
  if (claimed) await conclude(context, scanId, claimed, await attempt(context, control, claimed));
}

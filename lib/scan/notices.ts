import { indexPartition, noticeKey, scanKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import type { ScanContext } from './context.ts';
import { holdScan, isFinal, replaceScan, type Held } from './control.ts';
import { readHooks, replaceHook, type HeldHook } from './hooks.ts';
import type { ScanRecord } from '../store/records.ts';
import { messageOf } from './trace.ts';

const isOpen = ({ record }: HeldHook): boolean => record.status === 'open';

async function send(context: ScanContext, scanId: string, { hash }: HeldHook): Promise<void> {
  try {
    await context.store.work.send({ scanId, hook: hash });
  } catch (error) {
    context.log('warning', `The callback ${scanId}.${hash} waits for recovery: ${messageOf(error)}`);
  }
}

/** Wakes a callback that went silent: after 2 minutes, then 15, 30, 60, 120 and each 240. */
async function wake(context: ScanContext, scan: Held<ScanRecord>, hook: HeldHook): Promise<void> {
  const { settings, store } = context;
  const { notBefore, recoveries } = hook.record;
  const times = [scan.timestamp.getTime(), hook.timestamp.getTime(), notBefore === null ? 0 : Date.parse(notBefore)];
  const waits = [settings.timings.silence, ...settings.timings.quiet];
  const wait = waits[Math.min(recoveries, waits.length - 1)] ?? 0;
  if (store.scans.now().getTime() - Math.max(...times) < wait) return;
  const { id } = scan.record;
  const written = await store.scans.write(id, [replaceHook(hook, { recoveries: recoveries + 1 })]);
  // A conflict is progress: somebody is at it.
  if (written.state === 'written') await send(context, id, hook);
}

/** Notes `done` where no callback is left to be made, and strikes the scan off the list of recovery. */
export async function completeNotices({ store }: ScanContext, scanId: string): Promise<void> {
  const { scans, index } = store;
  // Read first: who adds a callback from now on writes it anew, and the removal below misses.
  const notice = await index.get(indexPartition, noticeKey(scanId));
  for (;;) {
    const stored = await scans.get(scanId, scanKey);
    const scan = stored && holdScan(stored);
    if (scan && !isFinal(scan.record)) return;
    if (scan?.record.notify !== 'pending' || scan.record.status === 'deleting') break;
    if ((await readHooks(scans, scanId)).some(isOpen)) return;
    if ((await scans.write(scanId, [replaceScan(scan, { notify: 'done' })])).state === 'written') break;
  }
  if (notice) await index.remove(indexPartition, notice.rowKey, notice.etag);
}

/**
 * Has the callbacks of a scan made that is over: all of them where it ended just now, those that went silent otherwise.
 * The scan stands on recovery's list until the last is done with: its lock may go, and a next scan may begin.
 */
export async function sendNotices(context: ScanContext, scan: Held<ScanRecord>, justEnded: boolean): Promise<void> {
  const { scans, index } = context.store;
  const { id } = scan.record;
  const properties = toProperties({ scanId: id });
  // A conflict means that it stands there already.
  await index.write(indexPartition, [{ kind: 'insert', rowKey: noticeKey(id), properties }]);
  const open = (await readHooks(scans, id)).filter(isOpen);
  if (open.length === 0) return completeNotices(context, id);
  for (const hook of open) await (justEnded ? send(context, id, hook) : wake(context, scan, hook));
}

import { activeKey, historyTodoKey, indexPartition, noticeKey, prefixRange } from '../store/keys.ts';
import { activeRecord, noticeRecord } from '../store/indexRecords.ts';
import type { PartRecord } from '../store/records.ts';
import type { Stored } from '../store/table.ts';
import type { Timings } from '../timings.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl, replacePart, replaceScan, type Control, type Held } from './control.ts';
import { endScan, settle } from './finish.ts';
import { recoverHistory } from './history.ts';
import { completeNotices } from './notices.ts';
import { partFailure, unthrown } from './partFailure.ts';
import { scanOfLock } from './start.ts';
import { messageOf } from './trace.ts';

type Turn = 'wait' | 'wake' | 'lost';

/** Each silence before a message is sent again: 2 minutes where somebody worked, then 15, 30, 60, 120; after 240 it is lost. */
function turnOf(silent: number, recoveries: number, begun: boolean, { silence, quiet }: Timings): Turn {
  const waits = begun ? [silence, ...quiet] : quiet;
  if (silent < (waits[recoveries] ?? 0)) return 'wait';
  return recoveries < waits.length - 1 ? 'wake' : 'lost';
}

/** Both times are the service's: a row's Timestamp, and the Date of the answer that brought it. */
function silentFor(context: ScanContext, row: { readonly timestamp: Date }, notBefore: string | null): number {
  const since = Math.max(row.timestamp.getTime(), notBefore === null ? 0 : Date.parse(notBefore));
  return context.store.scans.now().getTime() - since;
}

const lost = (what: string) => ({
  code: 'lost',
  message: `${what} stayed silent after every message sent to it. The logs of the function app say whether the function scanner runs at all.`,
});

async function recoverPlan(context: ScanContext, { scan }: Control): Promise<void> {
  const { id, recoveries } = scan.record;
  const turn = turnOf(silentFor(context, scan, scan.record.notBefore), recoveries, true, context.settings.timings);
  if (turn === 'wait') return;
  if (turn === 'lost') return endScan(context, id, { status: 'failed', error: lost('The scan') });
  await context.store.scans.write(id, [replaceScan(scan, { recoveries: recoveries + 1 })]);
  await context.store.work.send({ scanId: id });
}

async function recoverPart(context: ScanContext, scanId: string, held: Held<PartRecord>): Promise<void> {
  const { part, seq, status, recoveries, notBefore } = held.record;
  const silent = silentFor(context, held, notBefore);
  const turn = turnOf(silent, recoveries, status === 'running', context.settings.timings);
  if (turn === 'wait') return;
  const { code, message } = lost(`Part ${part}`);
  const failed = partFailure(held.record, unthrown(code, message));
  const writes =
    turn === 'lost'
      ? [replacePart(held, failed.change), failed.row]
      : [replacePart(held, { recoveries: recoveries + 1 })];
  const written = await context.store.scans.write(scanId, writes);
  // A conflict is progress: somebody lives.
  if (written.state === 'written' && turn === 'wake') await context.store.work.send({ scanId, part, seq });
}

async function recoverScan(context: ScanContext, lock: Stored): Promise<void> {
  const { scanId } = activeRecord.parse(lock.properties);
  const control = await readControl(context.store.scans, scanId);
  if (!control) {
    const completed = await scanOfLock(context, lock);
    return completed && context.store.work.send({ scanId });
  }
  const { scan, parts } = control;
  if (scan.record.status === 'deleting') return context.store.work.send({ scanId });
  if (isFinal(scan.record)) return settle(context, scanId);
  const { timings } = context.settings;
  if (silentFor(context, lock, null) > timings.deadline) {
    const message = 'The scan was not finished within 24 hours and was ended. What it found until then is kept.';
    return endScan(context, scanId, { status: 'failed', error: { code: 'timedOut', message } });
  }
  if (scan.record.status === 'pending') return recoverPlan(context, control);
  for (const part of parts) if (!isFinal(part.record)) await recoverPart(context, scanId, part);
  return settle(context, scanId);
}

/** A scan that is over and has callbacks to make: those that went silent are sent again. */
async function recoverNotices(context: ScanContext, notice: Stored): Promise<void> {
  const { scanId } = noticeRecord.parse(notice.properties);
  await settle(context, scanId);
  await completeNotices(context, scanId);
}

async function walk(
  context: ScanContext,
  prefix: string,
  recover: (context: ScanContext, row: Stored) => Promise<void>,
): Promise<void> {
  for await (const row of context.store.index.rows(indexPartition, prefixRange(prefix))) {
    try {
      await recover(context, row);
    } catch (error) {
      context.log('error', `Recovery of ${row.rowKey} failed: ${messageOf(error)}`);
    }
  }
}

/**
 * Each minute: walks the locks, the notices and the histories to be written, completes what was begun and wakes what went silent. One bad scan never
 * stops the others.
 */
export async function recoverScans(context: ScanContext): Promise<void> {
  await walk(context, activeKey(''), recoverScan);
  await walk(context, noticeKey(''), recoverNotices);
  await walk(context, historyTodoKey(''), recoverHistory);
}

import { toProperties } from '../store/columns.ts';
import { historyTodoKey, indexPartition } from '../store/keys.ts';
import { historyTodoRecord } from '../store/indexRecords.ts';
import type { ScanRecord } from '../store/records.ts';
import type { Stored, Table } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl, replaceScan, type Control } from './control.ts';
import { writePosture } from './posture.ts';
import { noChanges, openProgress, type SeriesProgress } from './seriesProgress.ts';
import { messageOf } from './trace.ts';
import { workIn } from './workIn.ts';

/** How long the history of a scan waits for that of the one before, in milliseconds. */
const behindWait = 5_000;

/** Puts the history of a scan that ended on the list of recovery, and sends its message where it was not there. */
export async function beginHistory({ store, log }: ScanContext, scanId: string): Promise<void> {
  const properties = toProperties({ scanId });
  const written = await store.index.write(indexPartition, [
    { kind: 'insert', rowKey: historyTodoKey(scanId), properties },
  ]);
  if (written.state === 'conflict') return;
  try {
    await store.work.send({ scanId, history: true });
  } catch (error) {
    log('warning', `The history of scan ${scanId} waits for recovery: ${messageOf(error)}`);
  }
}

/** Written anew, so that the next silence counts from here. False: it is done, or another did it. */
async function touch(index: Table, { rowKey, etag, properties }: Stored): Promise<boolean> {
  const { scanId } = historyTodoRecord.parse(properties);
  const touched = await index.write(indexPartition, [
    { kind: 'replace', rowKey, etag, properties: toProperties({ scanId }) },
  ]);
  return touched.state === 'written';
}

/** Wakes a history that went silent. */
export async function recoverHistory({ store, settings }: ScanContext, todo: Stored): Promise<void> {
  const { scanId } = historyTodoRecord.parse(todo.properties);
  if (store.index.now().getTime() - todo.timestamp.getTime() < settings.timings.silence) return;
  if (await touch(store.index, todo)) await store.work.send({ scanId, history: true });
}

/** Comes back later. Who waits is not silent: recovery would send one message more each time. */
async function waitForEarlier({ store }: ScanContext, scanId: string): Promise<void> {
  const todo = await store.index.get(indexPartition, historyTodoKey(scanId));
  if (todo) await touch(store.index, todo);
  await store.work.send({ scanId, history: true }, behindWait);
}

/** A scan of which every row is there; '' is none. */
async function readWhole(scans: Table, scanId: string): Promise<Control | undefined> {
  const control = scanId === '' ? undefined : await readControl(scans, scanId);
  return control?.scan.record.status === 'deleting' ? undefined : control;
}

/** Whether the scan before has its history still to be written. One that could not be for an hour holds up no other. */
async function isBehind({ store, settings }: ScanContext, { previous }: ScanRecord): Promise<boolean> {
  const before = await readWhole(store.scans, previous);
  if (before?.scan.record.history !== 'pending') return false;
  const ended = Date.parse(before.scan.record.finishedAt ?? '');
  return store.scans.now().getTime() - ended < settings.timings.stalled;
}

/** Claims the series for a scan: undefined where another scan has it, or had it later. */
async function claimSeries(context: ScanContext, { id, series }: ScanRecord): Promise<SeriesProgress | undefined> {
  for (;;) {
    const progress = await openProgress(context.store.history, series);
    const { scanId } = progress.state();
    if (scanId > id) return undefined;
    if (scanId === id) return progress;
    // Where another delivery came first, it may have claimed it for the same scan.
    if (await progress.write({ scanId: id, after: '', done: false, counts: noChanges })) return progress;
  }
}

async function note(context: ScanContext, scanId: string, changes: ScanRecord['changes']): Promise<void> {
  const { scans, index } = context.store;
  const todo = await index.get(indexPartition, historyTodoKey(scanId));
  for (;;) {
    const control = await readControl(scans, scanId);
    if (control?.scan.record.history !== 'pending' || control.scan.record.status === 'deleting') break;
    const written = await scans.write(scanId, [replaceScan(control.scan, { changes, history: 'done' })]);
    if (written.state === 'written') break;
  }
  if (todo) await index.remove(indexPartition, todo.rowKey, todo.etag);
}

/**
 * Writes down what a finished scan adds to the history of its series: who was first seen, what changed, and how its
 * subscriptions stand. Cut short, it goes on where it stopped; repeated, it writes the same again.
 */
export async function writeHistory(context: ScanContext, scanId: string): Promise<void> {
  const { scans, work } = context.store;
  const control = await readWhole(scans, scanId);
  if (control?.scan.record.history !== 'pending' || !isFinal(control.scan.record)) return note(context, scanId, null);
  const { record } = control.scan;
  // One after the other: else a finding would be first seen in the later of two scans.
  if (await isBehind(context, record)) return waitForEarlier(context, scanId);
  const older = await readWhole(scans, record.previous);
  const progress = await claimSeries(context, record);
  if (progress !== undefined && !progress.state().done) {
    const ended = await workIn(context, { older, newer: control, progress });
    if (ended === 'again') return work.send({ scanId, history: true });
    if (ended === 'lost') return;
  }
  await writePosture(context, control);
  const counts = progress?.state().counts;
  // What was compared was whole if it still is: nobody takes a deletion back.
  const compared = counts !== undefined && (await readWhole(scans, record.previous)) !== undefined;
  await note(context, scanId, compared ? { since: record.previous, counts } : null);
}

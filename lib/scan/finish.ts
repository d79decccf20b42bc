import { endStatus, summarise, type PartResult, type Summary } from '../judge/summarise.ts';
import type { SafeError, ScanStatus } from '../model/scan.ts';
import { indexPartition, latestKey, partKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import { activeRecord, latestRecord } from '../store/indexRecords.ts';
import type { PartRecord, ScanRecord } from '../store/records.ts';
import type { Write } from '../store/table.ts';
import { conclude } from './conclude.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl, replaceScan, type Control } from './control.ts';
import { beginHistory } from './history.ts';
import { sendNotices } from './notices.ts';
import { startScan } from './start.ts';

function resultOf(part: PartRecord): PartResult {
  return {
    failed: part.status === 'failed' || part.status === 'cancelled',
    subscriptions: part.subscriptions.length,
    listed: part.listed,
    judged: part.judged,
    expected: isFinal(part) ? part.listed : Math.max(part.listed, part.expected),
    tallies: part.tallies,
    notCovered: part.notCovered ?? [],
    errors: part.errors,
  };
}

/** What a scan has come to so far. */
export function summariseControl({ catalogue }: Pick<ScanContext, 'catalogue'>, { scan, parts }: Control): Summary {
  const severities = new Map(catalogue.map((check) => [check.id, check.severity]));
  const results = parts.map((part) => resultOf(part.record));
  return summarise(scan.record.asked, results, (checkId) => severities.get(checkId));
}

/** The newest finished scan of a series before this one; '' where there is none. */
async function previousOf({ store }: ScanContext, { id, series }: ScanRecord): Promise<string> {
  const found = await store.index.get(indexPartition, latestKey(series));
  const latest = found ? latestRecord.parse(found.properties).scanId : '';
  return latest < id ? latest : '';
}

async function ending(context: ScanContext, control: Control): Promise<Partial<ScanRecord>> {
  const summary = summariseControl(context, control);
  const finishedAt = control.scan.record.finishedAt ?? new Date().toISOString();
  const concluded = await conclude(context, control, summary, finishedAt);
  if (isFinal(control.scan.record)) return { summary, ending: concluded };
  const floor = context.settings.coverageFloorPercent;
  const status = endStatus(summary, floor);
  const [failed] = control.parts.flatMap(({ record }) => (record.error ? [record.error] : []));
  const tooLittle: SafeError = {
    code: failed?.code === 'signInFailed' ? failed.code : 'tooLittleSeen',
    message: `Only ${String(summary.coverage.percent)} % of what was asked for could be judged; below ${String(floor)} % a scan fails. ${failed?.message ?? 'See what was refused and which permission is missing.'}`,
  };
  return {
    status,
    summary,
    ending: concluded,
    finishedAt,
    ...(status === 'failed' ? { error: tooLittle } : await succession(context, control.scan.record)),
  };
}

/** What a scan that can be compared remembers: the one before it, and that its history is to be written. */
async function succession(context: ScanContext, scan: ScanRecord): Promise<Partial<ScanRecord>> {
  const previous = await previousOf(context, scan);
  // Single resources are judged again, to see whether they are mended: they make no history.
  return { previous, history: scan.scope.resourceIds === undefined ? 'pending' : 'none' };
}

/** The newest finished scan of a scope and its options; moves only to a greater scan id. */
async function moveLatest({ store }: ScanContext, scan: ScanRecord): Promise<void> {
  const rowKey = latestKey(scan.series);
  const properties = toProperties({ scanId: scan.id });
  for (;;) {
    const found = await store.index.get(indexPartition, rowKey);
    if (found && latestRecord.parse(found.properties).scanId >= scan.id) return;
    const write: Write = found
      ? { kind: 'replace', rowKey, etag: found.etag, properties }
      : { kind: 'insert', rowKey, properties };
    const written = await store.index.write(indexPartition, [write]);
    if (written.state === 'written') return;
  }
}

/** Drops the lock, last of all: until then recovery comes back. A scan ended by an upgrade is started again first, once. */
async function releaseLock(context: ScanContext, scan: ScanRecord): Promise<void> {
  const { index } = context.store;
  const lock = await index.get(indexPartition, scan.lock);
  if (!lock || activeRecord.parse(lock.properties).scanId !== scan.id) return;
  if (scan.error?.code === 'appUpgraded' && scan.restartOf === '') {
    const { scope, options, requestedBy } = scan;
    await startScan(context, { scope, options, requestedBy, restartOf: scan.id });
    return;
  }
  await index.remove(indexPartition, scan.lock, lock.etag);
}

/**
 * Ends a scan whose parts are all final, exactly once, and completes an end that was cut short: summary, latest,
 * notices, lock.
 * Every delivery that finds a final part calls it; recovery does too.
 */
export async function settle(context: ScanContext, scanId: string): Promise<void> {
  for (;;) {
    const control = await readControl(context.store.scans, scanId);
    if (!control || control.scan.record.status === 'deleting') return;
    const { scan, parts } = control;
    const over = parts.length > 0 && parts.every((part) => isFinal(part.record));
    if (!isFinal(scan.record) && !over) return;
    let ended = scan.record;
    const justEnded = ended.summary === null;
    if (justEnded) {
      const change = await ending(context, control);
      const written = await context.store.scans.write(scanId, [replaceScan(scan, change)]);
      if (written.state === 'conflict') continue;
      ended = { ...ended, ...change };
      context.log('information', `Scan ${scanId} ended: ${ended.status}`);
    }
    if (ended.status === 'completed' || ended.status === 'completedWithErrors') await moveLatest(context, ended);
    if (ended.history === 'pending') await beginHistory(context, scanId);
    if (ended.notify === 'pending') await sendNotices(context, { ...scan, record: ended }, justEnded);
    return releaseLock(context, ended);
  }
}

export interface Ending {
  readonly status: Extract<ScanStatus, 'failed' | 'cancelled'>;
  readonly error: SafeError | null;
  readonly trace?: string;
}

/** Ends a scan before its time: one transaction over the scan row and every open part, then the summary. */
export async function endScan(context: ScanContext, scanId: string, end: Ending): Promise<void> {
  for (;;) {
    const control = await readControl(context.store.scans, scanId);
    if (!control) return;
    const { scan, parts } = control;
    if (isFinal(scan.record)) return settle(context, scanId);
    const finishedAt = new Date().toISOString();
    const { status, error, trace = '' } = end;
    const open = parts.filter((part) => !isFinal(part.record));
    const written = await context.store.scans.write(scanId, [
      replaceScan(scan, { status, error, trace, finishedAt }),
      // Whoever holds the part loses it: its next commit meets another ETag.
      ...open.map(({ record }): Write => ({
        kind: 'merge',
        rowKey: partKey(record.part),
        etag: '*',
        properties: toProperties({ status: 'cancelled', finishedAt }),
      })),
    ]);
    if (written.state === 'written') return settle(context, scanId);
  }
}

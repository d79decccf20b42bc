import type * as z from 'zod';
import { indexPartition, scheduleKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import { scheduleRecord } from '../store/indexRecords.ts';
import type { Stored } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { parseScanRequest } from './request.ts';
import { startScan } from './start.ts';
import { readTimetable } from './timetable.ts';

type ScheduleRecord = z.infer<typeof scheduleRecord>;

/** What scans of the schedule carry as `requestedBy`. */
export const scheduler = 'schedule';

/** A due time that is this instance's to serve. */
interface Turn {
  readonly due: string;
  readonly etag: string;
  /** Since it was taken, in milliseconds. */
  readonly age: number;
}

/** Writes the row, unless another instance did since it was read. The new ETag, or undefined. */
async function remember(
  { store }: ScanContext,
  record: ScheduleRecord,
  etag: string | undefined,
): Promise<string | undefined> {
  const row = { rowKey: scheduleKey, properties: toProperties(record) };
  const written = await store.index.write(indexPartition, [
    etag === undefined ? { kind: 'insert', ...row } : { kind: 'replace', ...row, etag },
  ]);
  return written.state === 'written' ? written.etags.get(scheduleKey) : undefined;
}

/** The time that the setting was last followed to, in the row as stored; undefined where there is none of this setting. */
function followed(stored: Stored | undefined, schedule: string): ScheduleRecord | undefined {
  const record = stored && scheduleRecord.parse(stored.properties);
  return record?.schedule === schedule ? record : undefined;
}

/** Takes what is due: only one instance gets it. What was taken and never finished is the turn of whoever looks next. */
async function takeTurn(context: ScanContext, schedule: string): Promise<Turn | undefined> {
  const timetable = readTimetable(schedule);
  const { index } = context.store;
  const stored = await index.get(indexPartition, scheduleKey);
  const now = index.now();
  const record = followed(stored, schedule);
  if (stored === undefined || record === undefined) {
    // A new schedule has missed nothing yet.
    await remember(context, { schedule, done: now.toISOString(), taken: null }, stored?.etag);
    return undefined;
  }
  if (record.taken !== null) {
    return { due: record.taken, etag: stored.etag, age: now.getTime() - stored.timestamp.getTime() };
  }
  const due = timetable.latestDue(new Date(record.done), now)?.toISOString();
  if (due === undefined) return undefined;
  const etag = await remember(context, { ...record, taken: due }, stored.etag);
  return etag === undefined ? undefined : { due, etag, age: 0 };
}

/** Whether the due time is dealt with. A repeat, after a death or beside another instance, gives the scan that was started for it. */
async function serve(context: ScanContext, { due, age }: Turn): Promise<boolean> {
  const { settings, catalogue, log } = context;
  if (age > settings.timings.idempotency) {
    // Whether a scan was started for it is not known any more, and a second one is worse than none.
    log('warning', `The scan due at ${due} was given up: whoever took it never finished.`);
    return true;
  }
  const request = parseScanRequest({}, catalogue, settings.defaultSubscription);
  if ('state' in request) throw new Error(`The scheduled scan cannot be started: ${request.message}`);
  // No header holds a line break: no caller of the API can have used this key.
  const started = await startScan(context, { ...request, requestedBy: scheduler, idempotency: `scheduled\n${due}` });
  if (started.state === 'busy') log('warning', `The scan due at ${due} waits: MAX_ACTIVE_SCANS are active.`);
  if (started.state === 'accepted') log('information', `Scan ${started.scan.id} is the one due at ${due}.`);
  return started.state !== 'busy';
}

const forgetful = new WeakSet<ScanContext>();

/** Without the setting nothing is missed: when it comes back, it begins anew. A setting changes with the process, so once is enough. */
async function forget(context: ScanContext): Promise<void> {
  if (forgetful.has(context)) return;
  const { index } = context.store;
  const stored = await index.get(indexPartition, scheduleKey);
  if (stored) await index.remove(indexPartition, scheduleKey, stored.etag);
  forgetful.add(context);
}

/**
 * Each minute: starts the scan that SCAN_SCHEDULE made due, of the default scope. What was missed is made up once,
 * however much it was. Throws a `SettingsError` where the setting cannot be read.
 */
export async function startScheduled(context: ScanContext): Promise<void> {
  const { schedule } = context.settings;
  if (schedule === undefined) return forget(context);
  const turn = await takeTurn(context, schedule);
  if (turn === undefined || !(await serve(context, turn))) return;
  await remember(context, { schedule, done: turn.due, taken: null }, turn.etag);
}

import { randomBytes } from 'node:crypto';
import { v7 as newScanId } from 'uuid';
import {
  activeKey,
  hashOf,
  historyTodoKey,
  idempotencyKey,
  indexPartition,
  newKey,
  noticeKey,
  scanKey,
} from '../store/keys.ts';
import { schemaNumber, toProperties } from '../store/columns.ts';
import { activeRecord, keyRecord } from '../store/indexRecords.ts';
import { scanRecord, type ScanRecord } from '../store/records.ts';
import type { ScanOptions, Scope } from '../model/scan.ts';
import type { Stored, Write } from '../store/table.ts';
import { admits, noteStart, renewCount } from './admission.ts';
import type { ScanContext } from './context.ts';
import { isFinal } from './control.ts';
import { addHook } from './hooks.ts';
import type { ScanRequest } from './request.ts';
import { messageOf } from './trace.ts';

export interface StartRequest extends ScanRequest {
  readonly requestedBy: string;
  /** The caller's Idempotency-Key. */
  readonly idempotency?: string;
  /** The scan that this one repeats after an upgrade of the app. */
  readonly restartOf?: string;
}

export type Started =
  /** A new scan, or the one that already runs for the same scope and options. */
  | { readonly state: 'accepted'; readonly scan: ScanRecord; /** Nonce of its callback. */ readonly hook?: string }
  | { readonly state: 'busy' }
  /** The scan has as many callbacks as it takes. */
  | { readonly state: 'tooManyCallbacks' }
  /** The Idempotency-Key was used with another body. */
  | { readonly state: 'keyReused' };

/** What is kept of passes changes nothing of what is judged. */
function seriesOf(scope: Scope, { record: _record, ...judged }: ScanOptions): string {
  return hashOf(JSON.stringify([scope, judged]));
}

export function newScan(context: ScanContext, request: StartRequest): ScanRecord {
  const { scope, options, requestedBy, restartOf = '' } = request;
  return scanRecord.parse({
    schema: schemaNumber,
    id: newScanId(),
    status: 'pending',
    scope: JSON.stringify(scope),
    options: JSON.stringify(options),
    requestedBy,
    nonce: randomBytes(16).toString('hex'),
    digest: context.digest,
    switchedOff: JSON.stringify(context.switchedOff),
    restartOf,
    createdAt: new Date().toISOString(),
    lock: activeKey(hashOf(JSON.stringify([scope, options]))),
    series: seriesOf(scope, options),
  });
}

/** Writes the scan row where it is missing: a promised Location never answers 404. */
async function ensureScanRow({ store }: ScanContext, scan: ScanRecord): Promise<ScanRecord> {
  const inserted = await store.scans.write(scan.id, [
    { kind: 'insert', rowKey: scanKey, properties: toProperties(scan) },
  ]);
  if (inserted.state === 'written') return scan;
  const found = await store.scans.get(scan.id, scanKey);
  return found ? scanRecord.parse(found.properties) : scan;
}

/** The scan that a lock promises, its row created if the start that took the lock died before; undefined where the scan was deleted. */
export async function scanOfLock(context: ScanContext, lock: Stored): Promise<ScanRecord | undefined> {
  const { scans, index } = context.store;
  const { scanId, scan } = activeRecord.parse(lock.properties);
  const found = await scans.get(scanId, scanKey);
  if (found) return scanRecord.parse(found.properties);
  // A deletion removes the lock before the scan row: a lock that is still there promises a scan.
  const current = await index.get(indexPartition, lock.rowKey);
  return current?.etag === lock.etag ? ensureScanRow(context, scanRecord.parse(scan)) : undefined;
}

/** The rows of an earlier start that this one replaces. */
interface Blocking {
  readonly lock?: Stored | undefined;
  readonly key?: Stored | undefined;
  /** The scan of that lock, which is over: recovery would lose it with the lock. */
  readonly over?: ScanRecord | undefined;
}

function indexWrites(scan: ScanRecord, request: StartRequest, { lock, key, over }: Blocking): Write[] {
  const active = toProperties({ scanId: scan.id, scan: toProperties(scan) });
  const writes: Write[] = [
    {
      kind: 'insert',
      rowKey: newKey(scan.id),
      properties: toProperties({ scanId: scan.id, scope: scan.scope, requestedBy: scan.requestedBy }),
    },
    lock
      ? { kind: 'replace', rowKey: scan.lock, etag: lock.etag, properties: active }
      : { kind: 'insert', rowKey: scan.lock, properties: active },
  ];
  if (over?.notify === 'pending') {
    const properties = toProperties({ scanId: over.id });
    writes.push({ kind: 'upsert', rowKey: noticeKey(over.id), properties });
  }
  if (over?.history === 'pending') {
    const properties = toProperties({ scanId: over.id });
    writes.push({ kind: 'upsert', rowKey: historyTodoKey(over.id), properties });
  }
  return [...writes, ...keyWrites(scan, request, key)];
}

/** The row that remembers which scan an Idempotency-Key was answered with; none without a key. */
function keyWrites(scan: ScanRecord, request: StartRequest, key: Stored | undefined): readonly Write[] {
  if (request.idempotency === undefined) return [];
  const rowKey = idempotencyKey(request.requestedBy, request.idempotency);
  const createdAt = new Date().toISOString();
  const properties = toProperties({ scanId: scan.id, bodyHash: bodyHash(request), createdAt });
  return [key ? { kind: 'replace', rowKey, etag: key.etag, properties } : { kind: 'insert', rowKey, properties }];
}

const bodyHash = ({ scope, options, callbackUrl }: ScanRequest): string =>
  hashOf(JSON.stringify([scope, options, ...(callbackUrl === undefined ? [] : [callbackUrl])]));

async function enqueue(context: ScanContext, scan: ScanRecord): Promise<void> {
  try {
    await context.store.work.send({ scanId: scan.id });
  } catch (error) {
    // The scan is promised by its lock: recovery sends the message.
    context.log('warning', `Scan ${scan.id} waits for recovery: ${messageOf(error)}`);
  }
}

async function usedKey(context: ScanContext, request: StartRequest) {
  if (request.idempotency === undefined) return undefined;
  const { index } = context.store;
  const stored = await index.get(indexPartition, idempotencyKey(request.requestedBy, request.idempotency));
  if (!stored) return undefined;
  const key = keyRecord.parse(stored.properties);
  const honoured = index.now().getTime() - Date.parse(key.createdAt) < context.settings.timings.idempotency;
  return { stored, key, honoured };
}

/** What stands in the way of a start: the answer to give instead, or the rows to replace. */
async function standing(context: ScanContext, request: StartRequest, scan: ScanRecord) {
  const { index, scans } = context.store;
  const used = await usedKey(context, request);
  if (used?.honoured) {
    if (used.key.bodyHash !== bodyHash(request)) return { answer: { state: 'keyReused' } as const };
    const row = await scans.get(used.key.scanId, scanKey);
    const started = row && scanRecord.parse(row.properties);
    if (started && started.status !== 'deleting') return { answer: { state: 'accepted', scan: started } as const };
  }
  const lock = await index.get(indexPartition, scan.lock);
  const current = lock && (await scanOfLock(context, lock));
  if (current && !isFinal(current)) {
    // A repeat of this key has to give this scan when it is over, too. A conflict means that a repeat came first.
    const remember = keyWrites(current, request, used?.stored);
    if (remember.length > 0) await index.write(indexPartition, remember);
    return { answer: { state: 'accepted', scan: current } as const };
  }
  return { lock, key: used?.stored, over: current };
}

/**
 * Begins a scan: index rows and lock in one transaction, the scan row, the message: three round trips one after the other.
 * The same scope and options already active give that scan; so does a repeated Idempotency-Key.
 */
async function begin(context: ScanContext, request: StartRequest): Promise<Started> {
  const scan = newScan(context, request);
  // A scan that is started again takes the place of its own lock, which counts until then.
  if (request.restartOf === undefined && !(await admits(context))) {
    const found = await standing(context, request, scan);
    return 'answer' in found ? found.answer : { state: 'busy' };
  }
  let blocking: Blocking = {};
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const writes = indexWrites(scan, request, blocking);
    const written = await context.store.index.write(indexPartition, writes);
    if (written.state === 'written') {
      const [stored] = await Promise.all([ensureScanRow(context, scan), renewCount(context)]);
      await enqueue(context, stored);
      noteStart(context);
      return { state: 'accepted', scan: stored };
    }
    const found = await standing(context, request, scan);
    if ('answer' in found) {
      // The answer to this start's own transaction was lost on its way.
      if (found.answer.state === 'accepted' && found.answer.scan.id === scan.id) await enqueue(context, scan);
      return found.answer;
    }
    blocking = found;
  }
  throw new Error(`Scan ${scan.id} could not be started: its lock changed hands eight times`);
}

/** Starts a scan, or gives the one that is active already, and adds the callback that was asked for to it. */
export async function startScan(context: ScanContext, request: StartRequest): Promise<Started> {
  for (;;) {
    const started = await begin(context, request);
    if (started.state !== 'accepted' || request.callbackUrl === undefined) return started;
    const added = await addHook(context, started.scan.id, request.callbackUrl);
    if (added.state === 'tooMany') return { state: 'tooManyCallbacks' };
    if (added.state === 'added') return { ...started, hook: added.nonce };
  }
}

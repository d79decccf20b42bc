import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hookHash, hookKey, indexPartition, noticeKey, prefixRange, scanKey } from '../store/keys.ts';
import { schemaNumber, toProperties } from '../store/columns.ts';
import { hookRecord, type HookRecord } from '../store/records.ts';
import type { Table, Write } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { holdScan, isFinal, replaceScan, type Held } from './control.ts';

/** Callbacks that a scan takes: each is a request to be made at its end. */
export const mostHooks = 20;

export interface HeldHook extends Held<HookRecord> {
  /** Of its address: names the callback in messages and in the id of its event. */
  readonly hash: string;
}

export type Added =
  | { readonly state: 'added'; readonly nonce: string }
  /** There is no such scan any more. */
  | { readonly state: 'noScan' }
  | { readonly state: 'tooMany' };

/** Whether a secret was given, in a time that says nothing of it. */
export function isSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export async function readHooks(table: Table, scanId: string): Promise<readonly HeldHook[]> {
  const hooks: HeldHook[] = [];
  for await (const { rowKey, properties, etag, timestamp } of table.rows(scanId, prefixRange(hookKey('')))) {
    const hash = rowKey.slice(hookKey('').length);
    hooks.push({ hash, record: hookRecord.parse(properties), etag, timestamp });
  }
  return hooks;
}

export function replaceHook({ hash, record, etag }: HeldHook, change: Partial<HookRecord>): Write {
  return { kind: 'replace', rowKey: hookKey(hash), etag, properties: toProperties({ ...record, ...change }) };
}

function insertHook(hash: string, url: string, nonce: string): Write {
  const properties = toProperties({ schema: schemaNumber, url, nonce, status: 'open' });
  return { kind: 'insert', rowKey: hookKey(hash), properties };
}

/** Has the callback of a scan made that is over: nobody else will think of it. */
async function tellNow({ store }: ScanContext, scanId: string, hash: string): Promise<void> {
  const notice: Write = { kind: 'upsert', rowKey: noticeKey(scanId), properties: toProperties({ scanId }) };
  await store.index.write(indexPartition, [notice]);
  await store.work.send({ scanId, hook: hash });
}

/**
 * Adds a callback to a scan; the same address again is the same callback. The row and the scan's `notify` are one
 * transaction with the ETag of the scan row, so that no end can miss it. A scan that is over calls back at once.
 */
export async function addHook(context: ScanContext, scanId: string, url: string): Promise<Added> {
  const { scans } = context.store;
  const hash = hookHash(url);
  for (;;) {
    const stored = await scans.get(scanId, scanKey);
    const scan = stored && holdScan(stored);
    if (!scan || scan.record.status === 'deleting') return { state: 'noScan' };
    const hooks = await readHooks(scans, scanId);
    const known = hooks.find((hook) => hook.hash === hash);
    if (!known && hooks.length >= mostHooks) return { state: 'tooMany' };
    const nonce = known?.record.nonce ?? randomBytes(16).toString('hex');
    if (!known) {
      const writes = [replaceScan(scan, { notify: 'pending' }), insertHook(hash, url, nonce)];
      if ((await scans.write(scanId, writes)).state === 'conflict') continue;
    }
    const waits = known === undefined || known.record.status === 'open';
    if (isFinal(scan.record) && waits) await tellNow(context, scanId, hash);
    return { state: 'added', nonce };
  }
}

/** Takes the callback of this nonce away, where there is one. The scan is not touched. */
export async function removeHook({ store }: ScanContext, scanId: string, nonce: string): Promise<void> {
  for (;;) {
    const hooks = await readHooks(store.scans, scanId);
    const hook = hooks.find(({ record }) => isSecret(nonce, record.nonce));
    if (!hook || (await store.scans.remove(scanId, hookKey(hook.hash), hook.etag))) return;
  }
}

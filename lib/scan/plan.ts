import { CollectError, type Collector, type Subscription } from '../collect/collector.ts';
import { subscriptionType, tenantType } from '../model/resourceTypes.ts';
import type { Refusal } from '../model/scan.ts';
import { partKey, partName, refusalKey } from '../store/keys.ts';
import { schemaNumber, toProperties } from '../store/columns.ts';
import { partRecord, type PartRecord, type ScanRecord } from '../store/records.ts';
import { StoreError, type Write } from '../store/table.ts';
import { balance } from './balance.ts';
import type { ScanContext } from './context.ts';
import { readControl, replaceScan, type Control } from './control.ts';
import { endScan, settle } from './finish.ts';
import { patience } from './patience.ts';
import { enabledChecks } from './request.ts';
import { failureOf, messageOf } from './trace.ts';

/** What a scan asks for, and what of it can be seen. */
interface Asked {
  readonly visible: readonly Subscription[];
  readonly refused: readonly string[];
}

function askedIds({ scope }: ScanRecord): readonly string[] | undefined {
  if (scope.subscriptions) return scope.subscriptions;
  const ids = (scope.resourceGroups ?? scope.resourceIds)?.map((id) => id.split('/')[2] ?? '');
  return ids && [...new Set(ids)];
}

async function findSubscriptions(collector: Collector, scan: ScanRecord): Promise<Asked> {
  const excluded = new Set(scan.options.excludedSubscriptions);
  const listed = (await collector.listSubscriptions(scan.scope.managementGroup)).filter(({ id }) => !excluded.has(id));
  const ids = askedIds(scan)?.filter((id) => !excluded.has(id.toLowerCase()));
  if (ids === undefined) return { visible: listed, refused: [] };
  const byId = new Map(listed.map((subscription) => [subscription.id.toLowerCase(), subscription]));
  return {
    visible: ids.flatMap((id) => byId.get(id) ?? []),
    refused: ids.filter((id) => !byId.has(id)),
  };
}

/**
 * Whether the scan judges the tenant too: one of everything visible does, where a check is on the tenant. A tenant has no
 * tags, and a narrower scope asks for less than it.
 */
function asksForTenant({ catalogue }: ScanContext, { scope, options }: ScanRecord): boolean {
  const narrowed = Object.keys(scope).length > 0 || options.tags !== undefined;
  return !narrowed && enabledChecks(catalogue, options).some(({ on }) => on === tenantType);
}

/** Balanced parts, and one without subscriptions for the tenant. */
function cutParts(
  context: ScanContext,
  scan: ScanRecord,
  visible: readonly Subscription[],
  counts: ReadonlyMap<string, number>,
): readonly PartRecord[] {
  const tenant = visible.length > 0 && asksForTenant(context, scan) ? [[]] : [];
  return [...balance(visible, counts), ...tenant].map(newPart);
}

function newPart(subscriptions: readonly Subscription[], index: number): PartRecord {
  return partRecord.parse({
    schema: schemaNumber,
    part: partName(index),
    status: 'pending',
    subscriptions: JSON.stringify(subscriptions),
    cursor: JSON.stringify({ stage: 'probes', next: 0 }),
    tallies: '{}',
    errorCounts: '{}',
  });
}

async function recordRefused({ store }: ScanContext, scanId: string, refused: readonly string[]): Promise<void> {
  const rows = refused.map((subscriptionId): Write => {
    const refusal: Refusal = {
      subscriptionId,
      type: subscriptionType,
      reason: 'denied',
      detail: `The subscription ${subscriptionId} was asked for but is not visible to this identity.`,
      permission: 'Microsoft.Resources/subscriptions/read',
    };
    return { kind: 'upsert', rowKey: refusalKey('plan', subscriptionId, ''), properties: toProperties({ ...refusal }) };
  });
  for (let at = 0; at < rows.length; at += 100) await store.scans.write(scanId, rows.slice(at, at + 100));
}

async function sendParts({ store }: ScanContext, scanId: string, parts: readonly PartRecord[]): Promise<void> {
  await Promise.all(parts.map(({ part, seq }) => store.work.send({ scanId, part, seq })));
}

async function makeParts(context: ScanContext, { scan }: Control): Promise<void> {
  const { id } = scan.record;
  const collector = context.openCollector();
  const { visible: found, refused } = await findSubscriptions(collector, scan.record);
  const visible = await collector.placeSubscriptions(found);
  // One alone has nothing to be balanced with.
  const counts =
    visible.length > 1 ? await collector.countBySubscription(visible.map(({ id }) => id)) : new Map<string, number>();
  const parts = cutParts(context, scan.record, visible, counts);
  await recordRefused(context, id, refused);
  const planned = await context.store.scans.write(id, [
    replaceScan(scan, {
      status: 'running',
      startedAt: scan.record.startedAt ?? new Date().toISOString(),
      asked: visible.length + refused.length,
      parts: parts.length,
      stalledSince: null,
      recoveries: 0,
    }),
    ...parts.map((part): Write => ({ kind: 'insert', rowKey: partKey(part.part), properties: toProperties(part) })),
  ]);
  // A conflict means that the scan was cancelled, deleted or planned by another delivery: look again.
  if (planned.state === 'conflict') return planScan(context, id);
  return parts.length > 0 ? sendParts(context, id, parts) : endUnseen(context, scan.record);
}

/** Ends a scan of which nothing is visible. */
function endUnseen(context: ScanContext, scan: ScanRecord): Promise<void> {
  const ids = askedIds(scan) ?? [];
  const nothing = {
    code: 'nothingVisible',
    message:
      ids.length > 0
        ? `None of the ${String(ids.length)} subscriptions asked for is visible. Give this identity the role Reader on them: ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', …' : ''}.`
        : 'No subscription is visible to this identity. Give it the role Reader on a subscription or a management group.',
  };
  return endScan(context, scan.id, { status: 'failed', error: nothing });
}

async function postponePlan(context: ScanContext, { scan }: Control, error: CollectError): Promise<void> {
  const { id } = scan.record;
  const now = context.store.scans.now();
  const wait = patience(scan.record.stalledSince, now, error, context.settings.timings);
  if (wait.state === 'exhausted') return failPlan(context, id, error);
  const notBefore = new Date(now.getTime() + wait.delay).toISOString();
  context.log('warning', `The plan of scan ${id} waits until ${notBefore}: ${messageOf(error)}`);
  await context.store.scans.write(id, [replaceScan(scan, { stalledSince: wait.since, notBefore })]);
  await context.store.work.send({ scanId: id }, wait.delay);
}

async function failPlan(context: ScanContext, scanId: string, error: unknown): Promise<void> {
  const code = error instanceof CollectError && error.code === 'signIn' ? 'signInFailed' : 'planFailed';
  const { message, trace } = failureOf(error, {});
  const permission =
    error instanceof CollectError && error.permission !== '' ? ` Missing permission: ${error.permission}.` : '';
  context.log('error', `Scan ${scanId} could not be planned: ${messageOf(error)}`);
  await endScan(context, scanId, { status: 'failed', error: { code, message: `${message}${permission}` }, trace });
}

/**
 * Lists what is asked for and cuts it into parts. Repeated, it only sends the messages of parts that were never
 * claimed. Whatever goes wrong is recorded in the scan row; only storage failures are thrown, for the queue to retry.
 */
export async function planScan(context: ScanContext, scanId: string): Promise<void> {
  const control = await readControl(context.store.scans, scanId);
  if (!control) return;
  const { scan, parts } = control;
  // The planner died between its transaction and the end.
  if (scan.record.status === 'running' && parts.length === 0) return endUnseen(context, scan.record);
  if (scan.record.status === 'running') {
    const unclaimed = parts.map((part) => part.record).filter((part) => part.status === 'pending');
    await sendParts(context, scanId, unclaimed);
    return settle(context, scanId);
  }
  if (scan.record.status !== 'pending') return settle(context, scanId);
  const { notBefore } = scan.record;
  const early = notBefore === null ? 0 : Date.parse(notBefore) - context.store.scans.now().getTime();
  // The queue's clock counts whole seconds: less than one is no reason to go round again.
  if (early > 1000) return context.store.work.send({ scanId }, early);
  try {
    await makeParts(context, control);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const passing = error instanceof CollectError && (error.code === 'wait' || error.code === 'transient');
    await (passing ? postponePlan(context, control, error) : failPlan(context, scanId, error));
  }
}

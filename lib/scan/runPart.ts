import type { Collector, PartScope } from '../collect/collector.ts';
import { CollectError } from '../collect/collector.ts';
import { findingStatuses } from '../model/finding.ts';
import { resourceTypes, subscriptionType, tenantType } from '../model/resourceTypes.ts';
import type { PartRecord, ScanRecord } from '../store/records.ts';
import { StoreError } from '../store/table.ts';
import { claimPart } from './claim.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl } from './control.ts';
import { settle } from './finish.ts';
import { passGate } from './gate.ts';
import { partFailure } from './partFailure.ts';
import type { PartHold } from './partHold.ts';
import { patience } from './patience.ts';
import { enabledChecks } from './request.ts';
import { openSubscriptionTallies } from './subscriptionTallies.ts';
import { addItem, commitSlice, dropOpen, newSlice, overflows, type Slice } from './slice.ts';
import { failureOf, messageOf } from './trace.ts';
import { workItems, type PartWork } from './workItems.ts';

/** What a delivery of the queue tells besides its message. */
export interface Delivery {
  readonly dequeueCount: number;
}

function scopeOf(scan: ScanRecord, part: PartRecord, types: readonly string[]): PartScope {
  const ids = new Set(part.subscriptions.map((subscription) => subscription.id.toLowerCase()));
  const { resourceGroups: groups = [], resourceIds } = scan.scope;
  return {
    subscriptions: [...ids],
    resourceGroups: groups.filter((id) => ids.has((id.split('/')[2] ?? '').toLowerCase())),
    types,
    ...(resourceIds && { resourceIds: resourceIds.filter((id) => ids.has(id.split('/')[2] ?? '')) }),
    ...(scan.options.tags && { tags: scan.options.tags }),
  };
}

/** Parts that this process works on now: they share its lanes. */
let running = 0;

async function whileRunning<T>(run: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    return await run();
  } finally {
    running -= 1;
  }
}

function openWork(context: ScanContext, scan: ScanRecord, hold: PartHold, collector: Collector): PartWork {
  const isTenant = hold.record().subscriptions.length === 0;
  const checks = enabledChecks(context.catalogue, scan.options).filter(({ on }) => (on === tenantType) === isTenant);
  const { checks: named, services, severities, tags } = scan.options;
  const whole = !named && !services && !severities && !tags && !scan.scope.resourceIds && !isTenant;
  const types = [...new Set(checks.map((check) => check.on))].filter((type) => type in resourceTypes);
  return {
    collector,
    hold,
    checks,
    scope: scopeOf(scan, hold.record(), types),
    // They carry neither our severities nor tags: who filters asks for our own checks.
    assessments: whole ? context.sameAs : undefined,
    statuses: scan.options.record === 'all' ? findingStatuses : ['fail', 'unknown'],
    at: new Date(scan.createdAt),
    patient: hold.record().stalledSince === null,
    concurrency: () => Math.ceil(context.settings.lanes / running),
  };
}

/** How a delivery ended: with its part done, with work left, or without the part. */
type Ended = 'done' | 'again' | 'lost';

// Counting what is there costs one call a part and tells what no check covers.
async function countOnce({ collector, hold, scope }: PartWork): Promise<boolean> {
  if (hold.record().notCovered !== null) return true;
  const counted = await collector.countByType(scope);
  const judged = counted.filter(({ type }) => scope.types.includes(type.toLowerCase()));
  const whole = scope.resourceIds === undefined && scope.tags === undefined;
  const subscriptions = whole && scope.types.includes(subscriptionType) ? scope.subscriptions.length : 0;
  return hold.update({
    notCovered: counted.filter((one) => !judged.includes(one)),
    expected: judged.reduce((sum, { count }) => sum + count, subscriptions),
  });
}

/** Judges and commits until the part is done, the budget ends or a fault stops it; what was judged before a fault is kept. */
async function work(context: ScanContext, part: PartWork): Promise<Ended> {
  const { timings } = context.settings;
  const { hold } = part;
  const began = performance.now();
  const tallies = openSubscriptionTallies(context.store.scans, hold.scanId, hold.record().part);
  let slice: Slice = newSlice();
  let sliceBegan = began;
  let listed: Partial<PartRecord> = {};
  const commit = async (more: Partial<PartRecord> = {}): Promise<boolean> => {
    const change = { ...listed, ...more };
    if (slice.items.length === 0 && Object.keys(more).length === 0) return true;
    const full = slice;
    slice = newSlice();
    listed = {};
    sliceBegan = performance.now();
    return commitSlice(hold, tallies, full, change);
  };
  if (!(await dropOpen(context.store.scans, hold)) || !(await countOnce(part))) return 'lost';
  try {
    for await (const step of workItems(part)) {
      if (step.kind === 'listed') {
        listed = step.change;
        // Nothing to commit yet: to hand over here would be to come here again.
        continue;
      }
      if (step.kind === 'page') {
        if (!(await commit(step.change))) return 'lost';
      } else {
        if (overflows(slice, step.item) && !(await commit())) return 'lost';
        addItem(slice, step.item);
        if (performance.now() - sliceBegan >= timings.slice && !(await commit())) return 'lost';
      }
      if (performance.now() - began >= timings.budget || (step.kind === 'page' && step.handOver === true)) {
        return (await commit()) ? 'again' : 'lost';
      }
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (!(await commit())) return 'lost';
    throw error;
  }
  const finishedAt = new Date().toISOString();
  const done = { cursor: { stage: 'done' }, status: 'completed', inFlight: '', finishedAt, page: 1000 } as const;
  return (await commit(done)) ? 'done' : 'lost';
}

async function failPart(context: ScanContext, hold: PartHold, error: unknown): Promise<void> {
  const record = hold.record();
  const failure = failureOf(error, {});
  const code = error instanceof CollectError && error.code === 'signIn' ? 'signInFailed' : failure.code;
  context.log('error', `Part ${record.part} of scan ${hold.scanId} failed: ${failure.message}`);
  const { change, row } = partFailure(record, { ...failure, code });
  await hold.update(change, [row]);
}

/** A throttle or a passing fault: the part is left in order and looked at again later. */
async function postpone(context: ScanContext, hold: PartHold, error: CollectError): Promise<Ended> {
  const { store, settings } = context;
  const record = hold.record();
  const now = store.scans.now();
  const wait = patience(record.stalledSince, now, error, settings.timings);
  if (wait.state === 'exhausted') {
    await failPart(context, hold, error);
    return 'done';
  }
  const notBefore = new Date(now.getTime() + wait.delay).toISOString();
  context.log('warning', `Part ${record.part} of scan ${hold.scanId} waits until ${notBefore}: ${messageOf(error)}`);
  // A suspect that killed nothing while alone is none: the next delivery need not run alone for it.
  const tried = record.tried !== null && record.tried.deaths > 0 ? record.tried : null;
  if (!(await hold.update({ inFlight: '', stalledSince: wait.since, notBefore, tried }))) return 'lost';
  await store.work.send({ scanId: hold.scanId, part: record.part, seq: record.seq }, wait.delay);
  return 'lost';
}

async function deliver(context: ScanContext, scan: ScanRecord, hold: PartHold): Promise<void> {
  let ended: Ended;
  try {
    ended = await whileRunning(() => work(context, openWork(context, scan, hold, context.openCollector())));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const passing = error instanceof CollectError && (error.code === 'wait' || error.code === 'transient');
    if (passing) ended = await postpone(context, hold, error);
    else {
      await failPart(context, hold, error);
      ended = 'done';
    }
  }
  if (ended === 'done') return settle(context, hold.scanId);
  if (ended === 'lost') return;
  const { part, seq } = hold.record();
  if (await hold.update({ inFlight: '' })) await context.store.work.send({ scanId: hold.scanId, part, seq });
}

/**
 * One delivery of a part's message: claims the part, works within the budget, hands over. The message is a hint to
 * look, never the truth: repeats and late arrivals do no harm. Throws only when storage fails.
 */
export async function runPart(context: ScanContext, scanId: string, part: string, delivery: Delivery): Promise<void> {
  const control = await readControl(context.store.scans, scanId);
  const held = control?.parts.find(({ record }) => record.part === part);
  if (!control || !held) return;
  if (isFinal(control.scan.record) || isFinal(held.record)) return settle(context, scanId);
  const { notBefore, seq, tried } = held.record;
  const early = notBefore === null ? 0 : Date.parse(notBefore) - context.store.scans.now().getTime();
  // The queue's clock counts whole seconds: less than one is no reason to go round again.
  if (early > 1000) return context.store.work.send({ scanId, part, seq }, early);
  const alone = tried !== null;
  await passGate(alone, async () => {
    const hold = await claimPart(context, scanId, held, { ...delivery, alone });
    if (hold) await deliver(context, control.scan.record, hold);
    else await settle(context, scanId);
  });
}

import pMap from 'p-map';
import { CollectError, type Collector, type PartScope, type Subscription } from '../collect/collector.ts';
import { isJoin, type CallSource, type CatalogueCheck } from '../model/check.ts';
import { subscriptionType, tenantType } from '../model/resourceTypes.ts';
import type { ScopeMissing, ScopeView } from '../model/scope.ts';
import type { Subject } from '../model/subject.ts';
import type { Unread } from '../model/verdict.ts';
import { subscriptionSubject } from './workItem.ts';

/** What is asked in advance: a type that has to be seen whole, or a need of a check tried on one resource. */
interface Trial {
  readonly run: () => Promise<Unread | undefined>;
  readonly checks: readonly string[];
}

const idsOf = (checks: readonly CatalogueCheck[]): readonly string[] => checks.map(({ id }) => id);

function usersOfType(checks: readonly CatalogueCheck[], type: string): readonly CatalogueCheck[] {
  const joins = ({ sources }: CatalogueCheck) => sources.filter(isJoin).some((source) => source.type === type);
  return checks.filter((check) => check.on === type || joins(check));
}

function typeTrials(collector: Collector, checks: readonly CatalogueCheck[], { id }: Subscription): readonly Trial[] {
  const joined = checks.flatMap(({ sources }) => sources.filter(isJoin).map(({ type }) => type));
  const types = new Set([...checks.map(({ on }) => on), ...joined]);
  types.delete(subscriptionType);
  return [...types].map((type) => ({
    run: async () => {
      const read = await collector.probe(id, type, []);
      return read.state === 'unread' ? read : undefined;
    },
    checks: idsOf(usersOfType(checks, type)),
  }));
}

async function firstOf(collector: Collector, scope: Pick<PartScope, 'subscriptions' | 'types'>) {
  const page = await collector.page({ ...scope, resourceGroups: [] }, null, 1);
  return page.items[0]?.found;
}

/** The first resource of a type in the subscription, by its id: what may be read of it may be read of all. */
async function exampleOf(collector: Collector, { id, name }: Subscription, type: string): Promise<Subject | undefined> {
  if (type === subscriptionType) return subscriptionSubject(id, name);
  const found = await firstOf(collector, { subscriptions: [id], types: [type] });
  return found !== undefined && 'row' in found ? found : undefined;
}

function needTrials(
  collector: Collector,
  checks: readonly CatalogueCheck[],
  exampleOn: (type: string) => Promise<Subject | undefined>,
): readonly Trial[] {
  const byPermission = new Map<string, { on: string; source: CallSource; checks: CatalogueCheck[] }>();
  for (const check of checks) {
    for (const source of check.sources) {
      if (isJoin(source)) continue;
      const key = `${check.on} ${source.permission}`;
      const known = byPermission.get(key) ?? { on: check.on, source, checks: [] };
      known.checks.push(check);
      byPermission.set(key, known);
    }
  }
  return [...byPermission.values()].map(({ on, source, checks: users }) => ({
    run: async () => {
      const example = await exampleOn(on);
      if (example === undefined) return undefined;
      const read = await collector.read(source, example);
      // That this one lacks the child, or that its service fails, is no matter of permissions.
      return read.state === 'unread' && read.reason === 'denied' ? read : undefined;
    },
    checks: [...new Set(idsOf(users))],
  }));
}

function addMissing(all: Map<string, ScopeMissing>, { permission, reason, detail }: Unread, checks: readonly string[]) {
  const known = all.get(permission);
  const both = [...new Set([...(known?.checks ?? []), ...checks])].sort();
  all.set(permission, { permission, reason, detail: known?.detail ?? detail, checks: both });
}

/**
 * Whether a subscription can be read whole, and which checks each missing permission costs. Needs that are calls are
 * tried on one resource of their type; where there is none, nothing is known to be missing. Throws `CollectError`.
 */
export async function preflightSubscription(
  collector: Collector,
  catalogue: readonly CatalogueCheck[],
  subscription: Subscription,
): Promise<ScopeView> {
  const checks = catalogue.filter(({ on }) => on !== tenantType);
  const types = typeTrials(collector, checks, subscription);
  const needs = needTrials(collector, checks, (type) => exampleOf(collector, subscription, type));
  const missing = new Map<string, ScopeMissing>();
  let refusedTypes = 0;
  for (const { trial, refused } of await tryAll(types)) {
    if (refused === undefined) continue;
    refusedTypes += 1;
    addMissing(missing, refused, trial.checks);
  }
  for (const { trial, refused } of await tryAll(needs)) {
    if (refused !== undefined) addMissing(missing, refused, trial.checks);
  }
  const some = missing.size > 0 ? 'partly' : 'whole';
  return {
    id: subscription.id,
    name: subscription.name,
    readable: refusedTypes === types.length && types.length > 0 ? 'none' : some,
    missing: [...missing.values()].sort((a, b) => (a.permission < b.permission ? -1 : 1)),
  };
}

/**
 * The same of the tenant, which a scan of everything visible judges as well; undefined where no check is on it. Throws
 * `CollectError`.
 */
export async function preflightTenant(
  collector: Collector,
  catalogue: readonly CatalogueCheck[],
): Promise<ScopeView | undefined> {
  const checks = catalogue.filter(({ on }) => on === tenantType);
  const found = checks.length > 0 ? await firstOf(collector, { subscriptions: [], types: [tenantType] }) : undefined;
  if (found === undefined) return undefined;
  const { id } = found;
  if ('unread' in found) {
    const { permission, reason, detail } = found.unread;
    return { id, name: '', readable: 'none', missing: [{ permission, reason, detail, checks: idsOf(checks) }] };
  }
  const missing = new Map<string, ScopeMissing>();
  const needs = needTrials(collector, checks, () => Promise.resolve(found));
  for (const { trial, refused } of await tryAll(needs)) {
    if (refused !== undefined) addMissing(missing, refused, trial.checks);
  }
  const some = missing.size === needs.length ? 'none' : 'partly';
  return { id, name: found.name, readable: missing.size === 0 ? 'whole' : some, missing: [...missing.values()] };
}

/** Trials on their way at once. */
const concurrency = 8;

function tryAll(trials: readonly Trial[]) {
  return pMap(trials, async (trial) => ({ trial, refused: await refusalOf(trial) }), { concurrency });
}

async function refusalOf({ run }: Trial): Promise<Unread | undefined> {
  try {
    return await run();
  } catch (error) {
    // A listing that is refused is an answer too.
    if (!(error instanceof CollectError) || error.code !== 'refused') throw error;
    return { state: 'unread', reason: 'denied', detail: error.message, permission: error.permission };
  }
}

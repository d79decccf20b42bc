import { pMapIterable } from 'p-map';
import {
  CollectError,
  type Collector,
  type Page,
  type PageItem,
  type PartScope,
  type UnusableRow,
} from '../collect/collector.ts';
import { parseResourceId } from '../collect/inventory/resourceId.ts';
import { openJoins, type Joins } from '../collect/joins.ts';
import { subscriptionOf } from '../collect/typedId.ts';
import type { SameAs } from '../model/assessment.ts';
import { isJoin, type CatalogueCheck, type JoinSource } from '../model/check.ts';
import type { FindingStatus } from '../model/finding.ts';
import { resourceTypes, subscriptionType, tenantType } from '../model/resourceTypes.ts';
import type { Reason } from '../model/verdict.ts';
import type { PartRecord } from '../store/records.ts';
import { assessmentItem, defenderTypes, refusedAssessments } from './assessmentItem.ts';
import { judgeSubject } from './judgeSubject.ts';
import type { PartHold } from './partHold.ts';
import { hiddenItem, judgedItem, unusableItem, type WorkItem } from './workItem.ts';

/** Everything a part's delivery works with. */
export interface PartWork {
  readonly collector: Collector;
  readonly hold: PartHold;
  readonly checks: readonly CatalogueCheck[];
  readonly scope: PartScope;
  /** Links what Defender for Cloud holds to our checks; undefined where that is not asked for. */
  readonly assessments: SameAs | undefined;
  /** The verdicts that are kept. */
  readonly statuses: readonly FindingStatus[];
  /** The scan's createdAt. */
  readonly at: Date;
  /** False once the part has waited for a fault in vain. */
  readonly patient: boolean;
  /** How many calls of the part may be on their way at once; less when other parts begin. */
  readonly concurrency: () => number;
}

/** Either an item to commit, or a place to commit at. `change` goes with the commit; `handOver` ends the delivery. */
export type Step =
  | { readonly kind: 'item'; readonly item: WorkItem }
  | { readonly kind: 'listed'; readonly change: Partial<PartRecord> }
  | { readonly kind: 'page'; readonly change: Partial<PartRecord>; readonly handOver?: boolean };

/** A resource is passed over, as unknown, after the process died twice while judging it and nothing else. */
const mostDeaths = 2;

/** Types that are judged, and types of which a join needs to know that it sees them all. */
function probedTypes({ checks, scope, assessments }: PartWork): readonly string[] {
  const joined = checks
    .flatMap(({ sources }) => sources)
    .flatMap((source) => (source.from === 'referrers' || source.from === 'within' ? [source.type] : []));
  // Of resources that were asked for by id, those that do not come back show what cannot be seen.
  const judged = scope.resourceIds === undefined ? scope.types : [];
  const held = assessments === undefined ? [] : defenderTypes;
  return [...new Set([...judged, ...joined, ...held])].filter((type) => type !== subscriptionType);
}

/** Resources that were asked for by id and do not come back: each check on their type is unknown. `first`: how many probes come before. */
async function* missing({ collector, checks, scope }: PartWork, first: number, start: number): AsyncGenerator<Step> {
  const asked = (scope.resourceIds ?? []).map((id) => ({ id, type: typeOf(id) }));
  // One order for every delivery, in which the cursor counts.
  const judged = asked
    .filter(({ type }) => scope.types.includes(type) && type !== subscriptionType)
    .toSorted((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
  const left = judged.map((one, index) => ({ ...one, next: first + index + 1 })).slice(Math.max(0, start - first));
  for (const [type, some] of Map.groupBy(left, (one) => one.type)) {
    const found = await collector.rowsByIds(new Map([[type, some.map(({ id }) => id)]]));
    const judging = checks.filter((check) => check.on === type);
    for (const { id, next } of some.filter((one) => !found.has(one.id))) {
      yield { kind: 'item', item: unusableItem(absent(id), judging, { stage: 'probes', next }) };
    }
  }
}

async function* probes(work: PartWork, start: number): AsyncGenerator<Step> {
  const { collector, hold, checks, scope } = work;
  const { part, subscriptions } = hold.record();
  const types = probedTypes(work);
  const pairs = subscriptions.flatMap((subscription) => types.map((type) => ({ subscription, type })));
  const indexed = pairs.map((pair, index) => ({ ...pair, index })).slice(start);
  if (indexed.some(({ type }) => resourceTypes[type]?.probe)) {
    await collector.prepareProbes(subscriptions.map(({ id }) => id));
  }
  const probed = pMapIterable(
    indexed,
    async ({ subscription, type, index }): Promise<Step> => {
      const groups = scope.resourceGroups.filter((id) => id.split('/')[2] === subscription.id.toLowerCase());
      const read = await collector.probe(subscription.id, type, groups);
      const refused = read.state === 'unread' ? read : undefined;
      const cursor = { stage: 'probes', next: index + 1 } as const;
      const judging = checks.filter((check) => check.on === type);
      return { kind: 'item', item: hiddenItem(part, subscription, type, judging, refused, cursor) };
    },
    { concurrency: work.concurrency() },
  );
  yield* probed;
  yield* missing(work, pairs.length, start);
  yield { kind: 'page', change: { cursor: { stage: 'pages', cursor: null } } };
}

async function judgeRow(work: PartWork, { found, cursor }: PageItem, openJoined: () => Promise<Joins>): Promise<Step> {
  const { collector, checks, statuses, at, patient } = work;
  const next = { stage: 'pages', cursor } as const;
  const judging = checks.filter((check) => check.on === found.type);
  if ('unread' in found) return { kind: 'item', item: unusableItem(found, judging, next) };
  const joins = await openJoined();
  const outcomes = await judgeSubject({ collector, joins, checks: judging, at, patient }, found);
  return { kind: 'item', item: judgedItem(found, outcomes, next, statuses) };
}

/** Resources whose joins are read together: one query a level for all of them. */
const joinedAtOnce = 200;

/** The joins of a page's resources, some at a time; read when the first of them is judged. */
function joinsOf({ collector, checks }: PartWork, items: readonly PageItem[]): (index: number) => Promise<Joins> {
  const sources = Map.groupBy(checks, ({ on }) => on);
  const sourcesOf = (type: string): readonly JoinSource[] =>
    (sources.get(type) ?? []).flatMap((check) => check.sources.filter(isJoin));
  const opened = new Map<number, Promise<Joins>>();
  return (index) => {
    const group = Math.floor(index / joinedAtOnce);
    const known = opened.get(group);
    if (known !== undefined) return known;
    const some = items.slice(group * joinedAtOnce, (group + 1) * joinedAtOnce);
    const subjects = some.flatMap(({ found }) => ('unread' in found ? [] : [found]));
    const joins = openJoins(collector, subjects, sourcesOf);
    opened.set(group, joins);
    // Those long judged are let go.
    opened.delete(group - 2);
    return joins;
  };
}

/** What a page changes in the part: the count of what is listed, and the page size on its way back to 1,000. */
function pageChange({ page, cutLeft, listed }: PartRecord, found: Page) {
  const left = Math.max(0, cutLeft - found.items.length);
  return {
    listed: listed + (found.listed ?? 0),
    cutLeft: left,
    page: left === 0 ? 1000 : page,
  };
}

function typeOf(id: string): string {
  return /^\/tenants(\/|$)/i.test(id) ? tenantType : (parseResourceId(id)?.type ?? '');
}

function unusable(id: string, reason: Reason, detail: string, permission = ''): UnusableRow {
  return {
    id,
    subscriptionId: subscriptionOf(id),
    type: typeOf(id),
    unread: { state: 'unread', reason, detail, permission },
  };
}

function absent(id: string): UnusableRow {
  const permission = resourceTypes[typeOf(id)]?.permission ?? '';
  return unusable(id, 'notFound', 'It was asked for, but it is not there or cannot be seen', permission);
}

function crashed(id: string, cursor: string): PageItem {
  const detail = 'Judging this resource ended the process twice while nothing else ran in it';
  return { found: unusable(id, 'threw', detail), cursor };
}

/** One resource at a time, noted before it is touched, after deliveries died near it. */
async function* singly(work: PartWork, cursor: string | null): AsyncGenerator<Step, string | null> {
  const { collector, hold, scope } = work;
  const next = await collector.peek(scope, cursor);
  if (!next) return null;
  const { tried } = hold.record();
  if (tried?.id === next.id && tried.deaths >= mostDeaths) {
    yield judgeUnusable(work, crashed(next.id, next.cursor));
    yield { kind: 'page', change: {}, handOver: true };
    return next.cursor;
  }
  if (tried?.id !== next.id && !(await hold.update({ tried: { id: next.id, alone: false, deaths: 0 } }))) return null;
  const page = await collector.page(scope, cursor, 1);
  const joined = joinsOf(work, page.items);
  for (const [index, item] of page.items.entries()) yield judgeRow(work, item, () => joined(index));
  const change = { ...pageChange(hold.record(), page), cursor: { stage: 'pages', cursor: page.next } as const };
  // A resource that was tried alone holds up every other delivery of this process: let them go on.
  yield { kind: 'page', change, handOver: tried?.alone === true };
  return page.next;
}

function judgeUnusable({ checks }: PartWork, { found, cursor }: PageItem): Step {
  const judging = checks.filter((check) => check.on === found.type);
  const next = { stage: 'pages', cursor } as const;
  if ('unread' in found) return { kind: 'item', item: unusableItem(found, judging, next) };
  throw new TypeError('A subject that can be judged was passed over');
}

/**
 * Resources on their way at once. Most ask for one call or none, so that as many resources as calls keep the lanes busy;
 * one alone would hold up the part whenever it has to wait.
 */
const resourcesAtOnce = ({ concurrency }: PartWork): number => Math.max(2, concurrency());

async function* pages(work: PartWork, start: string | null): AsyncGenerator<Step> {
  const { collector, hold, scope } = work;
  let cursor = start;
  for (;;) {
    const { page: top } = hold.record();
    if (top === 1) {
      cursor = yield* singly(work, cursor);
      if (cursor === null) return;
      continue;
    }
    const page: Page = await collector.page(scope, cursor, top);
    const joined = joinsOf(work, page.items);
    const judged = pMapIterable(page.items, (item, index) => judgeRow(work, item, () => joined(index)), {
      concurrency: resourcesAtOnce(work),
    });
    // Goes with the page's first slice, whose cursor tells that the listing was counted: a crash counts nothing twice.
    if (page.listed !== undefined) yield { kind: 'listed', change: { listed: hold.record().listed + page.listed } };
    yield* judged;
    const { cutLeft, page: size } = pageChange(hold.record(), page);
    if (page.next === null) return;
    cursor = page.next;
    yield { kind: 'page', change: { cutLeft, page: size, cursor: { stage: 'pages', cursor } } };
  }
}

async function* assessments(
  { collector, hold, scope }: PartWork,
  sameAs: SameAs,
  start: string | null,
): AsyncGenerator<Step> {
  const { subscriptions, resourceGroups } = scope;
  const listing = { subscriptions, resourceGroups, types: defenderTypes };
  let cursor = start;
  for (;;) {
    let page: Page;
    try {
      page = await collector.page(listing, cursor, hold.record().page);
    } catch (error) {
      // What our own checks found stands, whatever Defender for Cloud refuses.
      if (!(error instanceof CollectError) || error.code !== 'refused') throw error;
      yield { kind: 'item', item: refusedAssessments(error, cursor) };
      return;
    }
    for (const item of page.items) yield { kind: 'item', item: assessmentItem(item, sameAs) };
    if (page.next === null) return;
    cursor = page.next;
    yield { kind: 'page', change: { cursor: { stage: 'assessments', cursor } } };
  }
}

/** The steps of a part from where its cursor stands. Throws `CollectError`. */
export async function* workItems(work: PartWork): AsyncGenerator<Step> {
  const { cursor } = work.hold.record();
  if (cursor.stage === 'done') return;
  if (cursor.stage === 'probes') yield* probes(work, cursor.next);
  if (cursor.stage !== 'assessments') yield* pages(work, cursor.stage === 'pages' ? cursor.cursor : null);
  if (work.assessments === undefined) return;
  const begun = cursor.stage === 'assessments';
  if (!begun) yield { kind: 'page', change: { cursor: { stage: 'assessments', cursor: null } } };
  yield* assessments(work, work.assessments, begun ? cursor.cursor : null);
}

import { pMapIterable } from 'p-map';
import type { Collector, Page, PageItem, PartScope } from '../collect/collector.ts';
import type { CatalogueCheck } from '../model/check.ts';
import { subscriptionType } from '../model/resourceTypes.ts';
import type { Subject } from '../model/subject.ts';
import type { PartRecord } from '../store/records.ts';
import { judgeSubject } from './judgeSubject.ts';
import type { PartHold } from './partHold.ts';
import { hiddenItem, judgedItem, unusableItem, type WorkItem } from './workItem.ts';

/** Everything a part's delivery works with. */
export interface PartWork {
  readonly collector: Collector;
  readonly hold: PartHold;
  readonly checks: readonly CatalogueCheck[];
  readonly scope: PartScope;
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

async function* probes(work: PartWork, start: number): AsyncGenerator<Step> {
  const { collector, hold, checks, scope } = work;
  const { part, subscriptions } = hold.record();
  const types = scope.types.filter((type) => type !== subscriptionType);
  const pairs = subscriptions.flatMap((subscription) => types.map((type) => ({ subscription, type })));
  const indexed = pairs.map((pair, index) => ({ ...pair, index })).slice(start);
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
  yield { kind: 'page', change: { cursor: { stage: 'pages', cursor: null } } };
}

async function judgeRow(work: PartWork, { found, cursor }: PageItem): Promise<Step> {
  const { collector, checks, at } = work;
  const next = { stage: 'pages', cursor } as const;
  const judging = checks.filter((check) => check.on === found.type);
  if ('unread' in found) return { kind: 'item', item: unusableItem(found, judging, next) };
  const outcomes = await judgeSubject(collector, judging, found, at, work.patient);
  return { kind: 'item', item: judgedItem(found, outcomes, next) };
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

function crashed(id: string, cursor: string): PageItem {
  const [, , subscriptionId = '', , , , provider = '', ...rest] = id.split('/');
  const types = rest.filter((_segment, index) => index % 2 === 0);
  const detail = 'Judging this resource ended the process twice while nothing else ran in it';
  const unread = { state: 'unread', reason: 'threw', detail, permission: '' } as const;
  return { found: { id, subscriptionId, type: [provider, ...types].join('/').toLowerCase(), unread }, cursor };
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
  for (const item of page.items) yield judgeRow(work, item);
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
 * A resource asks for several children at once, so that fewer resources than calls keep the lanes busy. More would only
 * hold memory while they wait; one alone would hold up the part whenever it has to wait.
 */
const resourcesAtOnce = ({ concurrency }: PartWork): number => Math.max(2, Math.ceil(concurrency() / 4));

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
    const judged = pMapIterable(page.items, (item) => judgeRow(work, item), { concurrency: resourcesAtOnce(work) });
    // Goes with the page's first slice, whose cursor tells that the listing was counted: a crash counts nothing twice.
    if (page.listed !== undefined) yield { kind: 'listed', change: { listed: hold.record().listed + page.listed } };
    yield* judged;
    const { cutLeft, page: size } = pageChange(hold.record(), page);
    if (page.next === null) return;
    cursor = page.next;
    yield { kind: 'page', change: { cutLeft, page: size, cursor: { stage: 'pages', cursor } } };
  }
}

/** The steps of a part from where its cursor stands. Throws `CollectError`. */
export async function* workItems(work: PartWork): AsyncGenerator<Step> {
  const { cursor } = work.hold.record();
  if (cursor.stage === 'done') return;
  if (cursor.stage === 'probes') yield* probes(work, cursor.next);
  const from: Subject['id'] | null = cursor.stage === 'pages' ? cursor.cursor : null;
  yield* pages(work, from);
}

import type { JoinSource, ReferencesSource } from '../model/check.ts';
import { resourceTypes } from '../model/resourceTypes.ts';
import type { FoundRow, Subject } from '../model/subject.ts';
import type { Read, Unread } from '../model/verdict.ts';
import type { Collector } from './collector.ts';
import { unread } from './refusal.ts';
import { withinKey } from './rowsOf.ts';
import { idOfType } from './typedId.ts';

/** The joins of some subjects that are judged together: equal rows are read once, and dropped with the subjects. */
export interface Joins {
  /** What a join brings for a subject, which need not be one of those that were announced. */
  readonly read: (source: JoinSource, subject: Subject) => Promise<Read<readonly FoundRow[]>>;
  /** Replaces a joined row by what `ask` makes of it, asking once for all subjects. */
  readonly confirm: (found: FoundRow, ask: (found: FoundRow) => Promise<FoundRow>) => Promise<void>;
}

const permissionOf = (type: string): string => resourceTypes[type]?.permission ?? '';

type Ids = { readonly state: 'ids'; readonly ids: readonly string[] } | Unread;

function open(collector: Collector) {
  /** By type and id; undefined where it did not come back. */
  const byId = new Map<string, FoundRow | undefined>();
  const naming = new Map<string, Read<readonly FoundRow[]>>();
  const within = new Map<string, Read<readonly FoundRow[]>>();
  const replaced = new Map<string, FoundRow>();
  const current = (found: FoundRow): FoundRow => replaced.get(found.id.toLowerCase()) ?? found;

  async function load(ids: ReadonlyMap<string, Iterable<string>>): Promise<void> {
    const wanted = [...ids]
      .map(([type, some]) => [type, [...new Set(some)].filter((id) => !byId.has(`${type} ${id}`))] as const)
      .filter(([, some]) => some.length > 0);
    if (wanted.length === 0) return;
    const found = await collector.rowsByIds(new Map(wanted));
    for (const [type, some] of wanted) for (const id of some) byId.set(`${type} ${id}`, found.get(id));
  }

  function idsFrom({ type, ids }: ReferencesSource, subject: Subject, of: readonly FoundRow[]): Ids {
    try {
      const named = ids(
        subject.row,
        of.map(({ row }) => row),
      );
      return { state: 'ids', ids: [...new Set(named.flatMap((id) => idOfType(id, type) ?? []))] };
    } catch (error) {
      // Only a row of another shape than documented makes this fail.
      return unread('malformed', error instanceof Error ? error.message : String(error));
    }
  }

  async function idsOf(source: ReferencesSource, subject: Subject): Promise<Ids> {
    if (source.of === undefined) return idsFrom(source, subject, []);
    const of = await references(source.of, subject);
    return of.state === 'read' ? idsFrom(source, subject, of.value) : of;
  }

  async function references(source: ReferencesSource, subject: Subject): Promise<Read<readonly FoundRow[]>> {
    const named = await idsOf(source, subject);
    if (named.state === 'unread') return named;
    await load(new Map([[source.type, named.ids]]));
    const missing = named.ids.filter((id) => byId.get(`${source.type} ${id}`) === undefined);
    if (missing.length > 0) {
      const detail = `it refers to ${missing.join(', ')}, which cannot be seen or is not there`;
      return unread('dangling', detail, permissionOf(source.type));
    }
    return { state: 'read', value: named.ids.flatMap((id) => byId.get(`${source.type} ${id}`) ?? []).map(current) };
  }

  async function loadNaming(type: string, key: string, ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => !naming.has(`${type} ${key} ${id}`));
    if (wanted.length === 0) return;
    for (const [id, read] of await collector.rowsNaming(type, key, wanted)) naming.set(`${type} ${key} ${id}`, read);
  }

  async function loadWithin(types: readonly string[], subscriptions: readonly string[]): Promise<void> {
    const missing = types.filter((type) => subscriptions.some((id) => !within.has(withinKey(type, id))));
    if (missing.length === 0) return;
    for (const [key, read] of await collector.rowsWithin(missing, subscriptions)) within.set(key, read);
  }

  /** That there are none, or no more, counts only where every resource of the type can be seen. */
  async function inWholeView(
    type: string,
    { subscriptionId }: Subject,
    read: () => Promise<Read<readonly FoundRow[]>>,
  ): Promise<Read<readonly FoundRow[]>> {
    const view = await collector.probe(subscriptionId, type, []);
    if (view.state === 'unread') return { ...view, reason: view.reason === 'denied' ? 'partialView' : view.reason };
    const found = await read();
    return found.state === 'read' ? { state: 'read', value: found.value.map(current) } : found;
  }

  function read(source: JoinSource, subject: Subject): Promise<Read<readonly FoundRow[]>> {
    switch (source.from) {
      case 'references':
        return references(source, subject);
      case 'referrers':
        return inWholeView(source.type, subject, async () => {
          const id = subject.id.toLowerCase();
          await loadNaming(source.type, source.key, [id]);
          return naming.get(`${source.type} ${source.key} ${id}`) ?? unread('malformed', `${subject.id} is no id`);
        });
      case 'within':
        return inWholeView(source.type, subject, async () => {
          const key = withinKey(source.type, subject.subscriptionId);
          await loadWithin([source.type], [subject.subscriptionId]);
          return within.get(key) ?? unread('malformed', `${subject.id} is in no subscription`);
        });
    }
  }

  const confirming = new Map<string, Promise<void>>();
  const confirm: Joins['confirm'] = (found, ask) => {
    const id = found.id.toLowerCase();
    const asked = confirming.get(id) ?? ask(found).then((answer) => void replaced.set(id, answer));
    confirming.set(id, asked);
    return asked;
  };

  return { load, loadNaming, loadWithin, idsOf, read, confirm };
}

const depthOf = (source: JoinSource): number =>
  source.from === 'references' && source.of !== undefined ? 1 + depthOf(source.of) : 0;

/** A join that starts from another one needs it first. */
function withSteps(source: JoinSource): readonly JoinSource[] {
  return source.from === 'references' && source.of !== undefined ? [...withSteps(source.of), source] : [source];
}

/** What is read within subscriptions, subscriptions of the same types together. */
function withinOf(
  wanted: readonly { readonly source: JoinSource; readonly subject: Subject }[],
): readonly { readonly types: readonly string[]; readonly ids: readonly string[] }[] {
  const types = new Map<string, Set<string>>();
  for (const { source, subject } of wanted) {
    if (source.from !== 'within') continue;
    const known = types.get(subject.subscriptionId) ?? new Set();
    types.set(subject.subscriptionId, known.add(source.type));
  }
  const alike = Map.groupBy(types, ([, of]) => [...of].sort().join(' '));
  return [...alike].map(([names, some]) => ({ types: names.split(' '), ids: some.map(([id]) => id) }));
}

/** Reads the joins of subjects in bulk, level by level. `sourcesOf` gives what the checks on a type join. */
export async function openJoins(
  collector: Collector,
  subjects: readonly Subject[],
  sourcesOf: (type: string) => readonly JoinSource[],
): Promise<Joins> {
  const joins = open(collector);
  const wanted = subjects.flatMap((subject) =>
    sourcesOf(subject.type)
      .flatMap(withSteps)
      .map((source) => ({ source, subject, depth: depthOf(source) })),
  );
  const deepest = wanted.reduce((most, { depth }) => Math.max(most, depth), 0);
  for (let level = 0; level <= deepest; level += 1) {
    const byType = new Map<string, Set<string>>();
    const byKey = new Map<string, { type: string; key: string; ids: Set<string> }>();
    for (const { source, subject, depth } of wanted) {
      if (depth !== level) continue;
      if (source.from === 'references') {
        const named = await joins.idsOf(source, subject);
        const ids = byType.get(source.type) ?? new Set();
        if (named.state === 'ids') for (const id of named.ids) ids.add(id);
        byType.set(source.type, ids);
      } else if (source.from === 'referrers') {
        const { type, key } = source;
        const group = byKey.get(`${type} ${key}`) ?? { type, key, ids: new Set() };
        group.ids.add(subject.id.toLowerCase());
        byKey.set(`${type} ${key}`, group);
      }
    }
    await Promise.all([
      joins.load(byType),
      ...(level === 0 ? withinOf(wanted).map(({ types, ids }) => joins.loadWithin(types, ids)) : []),
      ...[...byKey.values()].map(({ type, key, ids }) => joins.loadNaming(type, key, [...ids])),
    ]);
  }
  return { read: joins.read, confirm: joins.confirm };
}

import type { Arm } from '../azure/arm.ts';
import { resourceTypes } from '../model/resourceTypes.ts';
import type { FoundRow } from '../model/subject.ts';
import type { Row } from '../model/row.ts';
import type { Read } from '../model/verdict.ts';
import { stepBuckets } from './buckets.ts';
import { CollectError } from './collector.ts';
import type { OpenCursor } from './cursor.ts';
import { startOf } from './cursor.ts';
import { stepKeyset } from './keyset.ts';
import { literal, literals } from './kql.ts';
import { inGroupsOf, type Listing } from './listings.ts';
import { unread } from './refusal.ts';
import { largestGroup, largestPage } from './resourceGraph.ts';
import { subscriptionOf } from './typedId.ts';

/** More rows of one join than these are `tooMany`. */
const mostRows = 5000;

/** Ids in one query, so that its text stays short. */
const idsAtOnce = 200;
const foldersAtOnce = 50;

function toFound(row: Row): readonly FoundRow[] {
  const { id, type, location } = row;
  if (typeof id !== 'string' || typeof type !== 'string') return [];
  const place = typeof location === 'string' ? location : '';
  return [{ id, type: type.toLowerCase(), location: place, row, origin: 'resourceGraph' }];
}

type Rows = Read<readonly FoundRow[]>;

/** Every row of a listing: `tooMany` above the cap, `denied` where Resource Graph refuses to list the subscriptions at all. */
async function readAll(arm: Arm, listing: Listing): Promise<Rows> {
  const walk = { arm, listing, top: largestPage, columns: 'all' } as const;
  const found: FoundRow[] = [];
  let cursor: OpenCursor | null = startOf(0);
  try {
    while (cursor !== null) {
      const step: Awaited<ReturnType<typeof stepKeyset>> =
        cursor.mode === 'keyset' ? await stepKeyset(walk, cursor) : await stepBuckets(walk, cursor);
      found.push(...step.rows.flatMap(({ row, tooLarge }) => (tooLarge ? [] : toFound(row))));
      if (found.length > mostRows) return unread('tooMany', `over ${String(mostRows)} resources`);
      cursor = step.next;
    }
  } catch (error) {
    if (error instanceof CollectError && error.code === 'refused') {
      return unread('denied', error.message, error.permission);
    }
    throw error;
  }
  return { state: 'read', value: found };
}

const tableOf = (type: string) => resourceTypes[type]?.table ?? 'resources';

function listingOf(types: readonly string[], subscriptions: readonly string[], condition = ''): Listing {
  const [first = ''] = types;
  const conditions = [`type in~ ${literals(types)}`, condition].filter((one) => one !== '');
  return { target: { subscriptions }, table: tableOf(first), conditions };
}

/**
 * The rows with these ids (lower case) by their types, by id in lower case. What cannot be seen is not among them.
 * Resource Graph allows few queries, so that types of one table share theirs.
 */
export async function rowsByIds(
  arm: Arm,
  wanted: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, FoundRow>> {
  const byTable = Map.groupBy(wanted, ([type]) => tableOf(type));
  const queries = [...byTable.values()].flatMap((some) => {
    const types = some.map(([type]) => type);
    const ids = some.flatMap(([, named]) => named).filter((id) => subscriptionOf(id) !== '');
    return inGroupsOf(ids.toSorted(), idsAtOnce).map((group) => ({ types, group }));
  });
  const found = await Promise.all(
    queries.map(({ types, group }) => {
      const subscriptions = [...new Set(group.map(subscriptionOf))];
      return readAll(arm, listingOf(types, subscriptions, `id in~ ${literals(group)}`));
    }),
  );
  // What is refused is not among them: who named it has a dangling reference.
  const rows = found.flatMap((read) => (read.state === 'read' ? read.value : []));
  return new Map(rows.map((row) => [row.id.toLowerCase(), row]));
}

/** `key` is a dotted path to an id, or `id`: then the rows lie below the subjects. */
function naming(key: string, ids: readonly string[]): string {
  if (key !== 'id') return `tolower(tostring(${key})) in ${literals(ids)}`;
  return `(${ids.map((id) => `id startswith ${literal(`${id}/`)}`).join(' or ')})`;
}

function namedBy(row: Row, key: string): string {
  let value: unknown = row;
  for (const name of key.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : '';
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function belongsTo({ id, row }: FoundRow, key: string, subject: string): boolean {
  return key === 'id' ? id.toLowerCase().startsWith(`${subject}/`) : namedBy(row, key) === subject;
}

async function referrersOf(arm: Arm, type: string, key: string, ids: readonly string[]): Promise<Referrers> {
  const subscriptions = [...new Set(ids.map(subscriptionOf).filter((id) => id !== ''))];
  if (subscriptions.length === 0) return ids.map((id) => [id, unread('malformed', `${id} is in no subscription`)]);
  const rows = await readAll(arm, listingOf([type], subscriptions, naming(key, ids)));
  if (rows.state === 'read') {
    return ids.map((id) => [id, { state: 'read', value: rows.value.filter((row) => belongsTo(row, key, id)) }]);
  }
  if (rows.reason !== 'tooMany') return ids.map((id) => [id, rows]);
  if (ids.length === 1) {
    return ids.map((id) => [id, unread('tooMany', `over ${String(mostRows)} resources of ${type} name it`)]);
  }
  const half = Math.ceil(ids.length / 2);
  const first = await referrersOf(arm, type, key, ids.slice(0, half));
  return [...first, ...(await referrersOf(arm, type, key, ids.slice(half)))];
}

type Referrers = readonly (readonly [string, Read<readonly FoundRow[]>])[];

/** The rows of a type whose `key` names one of these ids (lower case), by that id. */
export async function rowsNaming(
  arm: Arm,
  type: string,
  key: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Read<readonly FoundRow[]>>> {
  const groups = inGroupsOf(ids, key === 'id' ? foldersAtOnce : idsAtOnce);
  const found = await Promise.all(groups.map((some) => referrersOf(arm, type, key, some)));
  return new Map(found.flat());
}

/** Rows by type and subscription, both in lower case. */
export type WithinRows = ReadonlyMap<string, Read<readonly FoundRow[]>>;

export const withinKey = (type: string, subscriptionId: string): string => `${type} ${subscriptionId.toLowerCase()}`;

function tooManyOf(type: string): Read<never> {
  return unread('tooMany', `the subscription holds over ${String(mostRows)} resources of ${type}`);
}

async function withinOne(arm: Arm, type: string, subscriptionId: string): Promise<WithinRows> {
  const rows = await readAll(arm, listingOf([type], [subscriptionId]));
  const tooMany = rows.state === 'unread' && rows.reason === 'tooMany';
  return new Map([[withinKey(type, subscriptionId), tooMany ? tooManyOf(type) : rows]]);
}

/** Role assignments and definitions apply from above, where no row tells to which subscriptions. */
const isInherited = (type: string): boolean => tableOf(type) === 'authorizationresources';

async function withinTogether(
  arm: Arm,
  types: readonly string[],
  subscriptions: readonly string[],
): Promise<readonly WithinRows[]> {
  const pairs = subscriptions.flatMap((id) => types.map((type) => ({ type, id })));
  if (pairs.length === 0) return [];
  const rows = await readAll(arm, listingOf(types, subscriptions));
  if (rows.state === 'unread') return Promise.all(pairs.map(({ type, id }) => withinOne(arm, type, id)));
  const found = Map.groupBy(rows.value, (row) => withinKey(row.type, subscriptionOf(row.id)));
  return pairs.map(({ type, id }) => {
    const key = withinKey(type, id);
    return new Map([[key, { state: 'read', value: found.get(key) ?? [] }]]);
  });
}

/**
 * Every row of some types in some subscriptions; of role assignments and definitions those above a subscription that
 * apply to it as well. Those that are too many together are read one by one.
 */
export async function rowsWithin(
  arm: Arm,
  types: readonly string[],
  subscriptions: readonly string[],
): Promise<WithinRows> {
  const inherited = types.filter(isInherited);
  const tables = Map.groupBy(
    types.filter((type) => !isInherited(type)),
    tableOf,
  );
  const found = await Promise.all([
    ...inGroupsOf(subscriptions, largestGroup).flatMap((group) =>
      [...tables.values()].map((some) => withinTogether(arm, some, group)),
    ),
    ...subscriptions.map((id) => inheritedBy(arm, inherited, id)),
  ]);
  return new Map(found.flat().flatMap((rows) => [...rows]));
}

async function inheritedBy(arm: Arm, types: readonly string[], subscriptionId: string): Promise<readonly WithinRows[]> {
  if (types.length === 0) return [];
  const rows = await readAll(arm, listingOf(types, [subscriptionId]));
  if (rows.state === 'unread') return Promise.all(types.map((type) => withinOne(arm, type, subscriptionId)));
  const found = Map.groupBy(rows.value, ({ type }) => type);
  return types.map(
    (type) => new Map([[withinKey(type, subscriptionId), { state: 'read', value: found.get(type) ?? [] }]]),
  );
}

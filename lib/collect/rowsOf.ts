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
import { largestPage } from './resourceGraph.ts';
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

/** Every row of a listing; undefined where there are too many. Nothing is found where none of the subscriptions can be seen. */
async function readAll(arm: Arm, listing: Listing): Promise<readonly FoundRow[] | undefined> {
  const walk = { arm, listing, top: largestPage, columns: 'all' } as const;
  const found: FoundRow[] = [];
  let cursor: OpenCursor | null = startOf(0);
  try {
    while (cursor !== null) {
      const step: Awaited<ReturnType<typeof stepKeyset>> =
        cursor.mode === 'keyset' ? await stepKeyset(walk, cursor) : await stepBuckets(walk, cursor);
      found.push(...step.rows.flatMap(({ row, tooLarge }) => (tooLarge ? [] : toFound(row))));
      if (found.length > mostRows) return undefined;
      cursor = step.next;
    }
  } catch (error) {
    if (error instanceof CollectError && error.code === 'refused') return [];
    throw error;
  }
  return found;
}

function listingOf(type: string, subscriptions: readonly string[], condition: string): Listing {
  const table = resourceTypes[type]?.table ?? 'resources';
  const conditions = [`type =~ ${literal(type)}`, condition].filter((one) => one !== '');
  return { target: { subscriptions }, table, conditions };
}

/** The rows of a type with these ids (lower case), by id in lower case. What cannot be seen is not among them. */
export async function rowsByIds(
  arm: Arm,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundRow>> {
  const known = ids.filter((id) => subscriptionOf(id) !== '').toSorted();
  const found = await Promise.all(
    inGroupsOf(known, idsAtOnce).map((some) => {
      const subscriptions = [...new Set(some.map(subscriptionOf))];
      return readAll(arm, listingOf(type, subscriptions, `id in~ ${literals(some)}`));
    }),
  );
  return new Map(found.flatMap((rows) => rows ?? []).map((row) => [row.id.toLowerCase(), row]));
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
  const rows = subscriptions.length === 0 ? [] : await readAll(arm, listingOf(type, subscriptions, naming(key, ids)));
  if (rows !== undefined) {
    return ids.map((id) => [id, { state: 'read', value: rows.filter((row) => belongsTo(row, key, id)) }]);
  }
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

/** Every row of a type in a subscription; for role assignments and definitions those above it that apply to it as well. */
export async function rowsWithin(arm: Arm, type: string, subscriptionId: string): Promise<Read<readonly FoundRow[]>> {
  const rows = await readAll(arm, listingOf(type, [subscriptionId], ''));
  return rows === undefined
    ? unread('tooMany', `the subscription holds over ${String(mostRows)} resources of ${type}`)
    : { state: 'read', value: rows };
}

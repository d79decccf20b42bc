import { resourceTypes, type GraphTable } from '../model/resourceTypes.ts';
import type { PartScope } from './collector.ts';
import { groupsWithin, inGroups, literal, literals } from './kql.ts';
import type { Target } from './resourceGraph.ts';
import { largestGroup } from './resourceGraph.ts';

/** One run through a table of Resource Graph. */
export interface Listing {
  readonly target: Target;
  readonly table: GraphTable;
  /** What the rows have to be, each a `where`. */
  readonly conditions: readonly string[];
}

/** Role assignments and definitions of a subscription are inherited from above it, which Resource Graph hides unless asked. */
export function isInherited({ table }: Listing): boolean {
  return table === 'authorizationresources';
}

export function inGroupsOf<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

function typesOf(scope: PartScope, table: Listing['table']): readonly string[] {
  return scope.types.filter((type) => (type in resourceTypes ? resourceTypes[type]?.table : 'resources') === table);
}

/** Ids in one query, so that its text stays short. */
const idsAtOnce = 200;

function taggedWith(tag: string): string {
  const [, name = tag, value] = /^([^=]+)=(.*)$/s.exec(tag) ?? [];
  return value === undefined ? `isnotempty(tags[${literal(name)}])` : `tags[${literal(name)}] =~ ${literal(value)}`;
}

/** What narrows a scope besides subscriptions and types: sets of conditions, of which each makes a listing of its own. */
export function narrowings(scope: PartScope, groups: readonly string[]): readonly (readonly string[])[] {
  const conditions = [inGroups(groups), ...(scope.tags ?? []).map(taggedWith)].filter((one) => one !== '');
  if (scope.resourceIds === undefined) return [conditions];
  return inGroupsOf(scope.resourceIds, idsAtOnce).map((ids) => [...conditions, `id in~ ${literals(ids)}`]);
}

function containersOf(scope: PartScope, subscriptions: readonly string[]): readonly Listing[] {
  const types = typesOf(scope, 'resourcecontainers');
  if (types.length === 0) return [];
  return narrowings(scope, []).map((conditions) => ({
    target: { subscriptions },
    table: 'resourcecontainers',
    conditions: [`type in~ ${literals(types)}`, ...conditions],
  }));
}

function inSubscriptions(
  table: 'resources' | 'securityresources',
  scope: PartScope,
  subscriptions: readonly string[],
): readonly Listing[] {
  const types = typesOf(scope, table);
  const groups = groupsWithin(scope.resourceGroups, subscriptions);
  if (types.length === 0 || (scope.resourceGroups.length > 0 && groups.length === 0)) return [];
  const own = table === 'securityresources' ? [unhealthy] : [];
  return narrowings(scope, groups).map((conditions) => ({
    target: { subscriptions },
    table,
    conditions: [`type in~ ${literals(types)}`, ...own, ...conditions],
  }));
}

const resourcesOf = (scope: PartScope, subscriptions: readonly string[]): readonly Listing[] =>
  inSubscriptions('resources', scope, subscriptions);

// Healthy assessments are most of them and say nothing that a report shows.
const unhealthy = `(type !~ 'microsoft.security/assessments' or (tostring(properties.status.code) !~ 'Healthy' and tostring(properties.status.code) !~ 'NotApplicable'))`;

/** The listings of a part in their order: the subscriptions themselves, then what is in them. The same scope gives the same list. */
export function listingsOf(scope: PartScope): readonly Listing[] {
  const groups = inGroupsOf(scope.subscriptions, largestGroup);
  return [
    ...groups.flatMap((group) => containersOf(scope, group)),
    ...groups.flatMap((group) => resourcesOf(scope, group)),
    ...groups.flatMap((group) => inSubscriptions('securityresources', scope, group)),
  ];
}

/** How many rows listings hold, where they were counted: a listing may take another way if it is long. */
export interface KnownCounts {
  of(listing: Listing): number | undefined;
  /** Notes how many resources of each type a group of subscriptions holds within the part. */
  note(scope: PartScope, subscriptions: readonly string[], counts: ReadonlyMap<string, number>): void;
}

export function openKnownCounts(): KnownCounts {
  const known = new Map<string, number>();
  return {
    of: (listing) => known.get(JSON.stringify(listing)),
    note: (scope, subscriptions, counts) => {
      const total = typesOf(scope, 'resources').reduce((sum, type) => sum + (counts.get(type) ?? 0), 0);
      const [listing, ...others] = resourcesOf(scope, subscriptions);
      if (listing !== undefined && others.length === 0) known.set(JSON.stringify(listing), total);
    },
  };
}

export type Columns = 'all' | 'ids';

/** The query of a listing with further conditions, in ascending order of `k`, the lower-cased id as Resource Graph writes it. */
export function queryOf(listing: Listing, extra: readonly string[], columns: Columns): string {
  const conditions = [...listing.conditions.map((condition) => `where ${condition}`), 'extend k = tolower(id)'];
  const filters = extra.map((condition) => `where ${condition}`);
  const shown = columns === 'ids' ? ['project k, id, type, subscriptionId'] : [];
  return [listing.table, ...conditions, ...filters, 'order by k asc', ...shown].join(' | ');
}

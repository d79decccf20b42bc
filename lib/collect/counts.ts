import type { Arm } from '../azure/arm.ts';
import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import type { TypeCount } from '../model/scan.ts';
import { CollectError } from './collector.ts';
import type { PartScope } from './collector.ts';
import { groupsWithin } from './kql.ts';
import type { KnownCounts } from './listings.ts';
import { inGroupsOf, narrowings } from './listings.ts';
import { askGraph, largestGroup, largestPage } from './resourceGraph.ts';

/** `summarize` returns its first page only, so of more than 1,000 values the rest go uncounted. */
async function countBy(
  arm: Arm,
  column: string,
  subscriptions: readonly string[],
  conditions: readonly string[],
): Promise<readonly Row[]> {
  const filters = conditions.map((condition) => `where ${condition}`);
  const query = ['resources', ...filters, `summarize count() by ${column}`].join(' | ');
  const answer = await askGraph(arm, { target: { subscriptions }, query, top: largestPage });
  if (answer.kind !== 'rows') throw new CollectError('invalid', `Resource Graph could not count by ${column}.`);
  return answer.rows.filter(isRow);
}

function add(counts: Map<string, number>, name: unknown, count: unknown): void {
  if (typeof name !== 'string' || typeof count !== 'number') return;
  const key = name.toLowerCase();
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** How many resources of each type a part holds; noted in `known` for the listings of the part. */
export async function countTypes(arm: Arm, scope: PartScope, known: KnownCounts): Promise<readonly TypeCount[]> {
  const counts = new Map<string, number>();
  for (const subscriptions of inGroupsOf(scope.subscriptions, largestGroup)) {
    const groups = groupsWithin(scope.resourceGroups, subscriptions);
    if (scope.resourceGroups.length > 0 && groups.length === 0) continue;
    const within = new Map<string, number>();
    for (const conditions of narrowings(scope, groups)) {
      const rows = await countBy(arm, 'type', subscriptions, conditions);
      for (const row of rows) add(within, row['type'], row['count_']);
    }
    for (const [type, count] of within) add(counts, type, count);
    known.note(scope, subscriptions, within);
  }
  return [...counts].map(([type, count]) => ({ type, count })).toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

/** How many resources each subscription holds; keys as they were given. */
export async function countSubscriptions(
  arm: Arm,
  subscriptions: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const group of inGroupsOf(subscriptions, largestGroup)) {
    const rows = await countBy(arm, 'subscriptionId', group, []);
    for (const row of rows) add(counts, row['subscriptionId'], row['count_']);
  }
  return new Map(
    subscriptions.flatMap((id) => {
      const count = counts.get(id.toLowerCase());
      return count === undefined ? [] : [[id, count] as const];
    }),
  );
}

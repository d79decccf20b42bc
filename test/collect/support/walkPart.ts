import type { Collector, Page, PartScope } from '../../../lib/collect/collector.ts';
import { collectorAt, startFakeAzure } from './fakeAzure.ts';
import type { FakeAzure } from './fakeAzure.ts';
import { graph, storage, subscription } from './graph.ts';
import type { GraphChoices, GraphRow } from './graph.ts';

export const containers = 'microsoft.resources/subscriptions';
export const part: PartScope = { subscriptions: [subscription], resourceGroups: [], types: [containers, storage] };
export const storageOnly: PartScope = { ...part, types: [storage] };
export const theSubscription = {
  id: `/subscriptions/${subscription}`,
  name: 'Main',
  type: containers,
  subscriptionId: subscription,
  resourceGroup: '',
};

export interface Walked {
  readonly pages: readonly Page[];
  readonly ids: readonly string[];
  readonly listed: number;
}

export async function walk(
  collector: Collector,
  scope = part,
  top = 1000,
  from: string | null = null,
): Promise<Walked> {
  const pages: Page[] = [];
  let cursor = from;
  do {
    const page: Page = await collector.page(scope, cursor, top);
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null);
  const items = pages.flatMap((page) => page.items);
  return {
    pages,
    ids: items.map(({ found }) => found.id),
    listed: pages.reduce((sum, { listed }) => sum + (listed ?? 0), 0),
  };
}

export async function open(choices: Partial<GraphChoices>): Promise<{ azure: FakeAzure; collector: Collector }> {
  const azure = await startFakeAzure(graph({ rows: () => [], ...choices }));
  return { azure, collector: collectorAt(azure) };
}

export const idsOf = (rows: readonly GraphRow[]): unknown[] => rows.map((row) => row['id']);

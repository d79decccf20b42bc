import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { noLimits } from '../../lib/azure/pacing.ts';
import type { Collector, Page } from '../../lib/collect/collector.ts';
import { openCollector } from '../../lib/collect/openCollector.ts';
import type { SampleOptions, SampleTenant } from '../../lib/local/sampleTenant/startSampleTenant.ts';
import { startSampleTenant } from '../../lib/local/sampleTenant/startSampleTenant.ts';
import { storage } from './support/graph.ts';
import { cloudAt } from './support/fakeAzure.ts';

const trusted = getCACertificates('default');

/** A collector that signs in through the App Service identity protocol, with `DefaultAzureCredential`. */
async function open(options: SampleOptions): Promise<{ tenant: SampleTenant; collector: Collector }> {
  const tenant = await startSampleTenant(options);
  onTestFinished(() => tenant.close());
  const { NODE_EXTRA_CA_CERTS: certificate = '', ...environment } = tenant.environment;
  // One at a time: all sample certificates have one name, and TLS looks them up by name.
  setDefaultCACertificates([...trusted, readFileSync(certificate, 'utf8')]);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const cloud = { ...cloudAt(tenant.endpoint), authorityHost: `https://login.example.com/${String(Math.random())}` };
  return { tenant, collector: openCollector({ cloud, lanes: 16, longestSleep: 60_000, limits: noLimits }) };
}

async function listAll(collector: Collector): Promise<{ items: Page['items']; listed: number }> {
  const subscriptions = (await collector.listSubscriptions()).map(({ id }) => id);
  const scope = { subscriptions, resourceGroups: [], types: ['microsoft.resources/subscriptions', storage] };
  await collector.countByType(scope);
  const items: Page['items'][number][] = [];
  let listed = 0;
  let cursor: string | null = null;
  do {
    const page: Page = await collector.page(scope, cursor, 1000);
    items.push(...page.items);
    listed += page.listed ?? 0;
    cursor = page.next;
  } while (cursor !== null);
  return { items, listed };
}

const idsOf = ({ items }: { items: Page['items'] }) => items.map(({ found }) => found.id).toSorted();

describe('the sample tenant', () => {
  it.each(['default', 'broken', 'blind'] as const)('%s is listed alike by keyset and by buckets', async (sample) => {
    const keyset = await open({ sample, quotas: false });
    const listed = await listAll(keyset.collector);
    expect(listed.listed).toBe(listed.items.length);
    const buckets = await open({ sample, quotas: false, refuseStrcmp: true });
    expect(idsOf(await listAll(buckets.collector))).toEqual(idsOf(listed));
  });

  it.each([false, true])('of 3,000 resources is listed once each (strcmp refused: %s)', async (refuseStrcmp) => {
    const generate = { resources: 3000, subscriptions: 2, regions: 1, accountsOnly: true };
    const { tenant, collector } = await open({ sample: 'empty', generate, refuseStrcmp });
    const { items, listed } = await listAll(collector);
    expect(new Set(items.map(({ found }) => found.id.toLowerCase())).size).toBe(3002);
    expect(listed).toBe(3002);
    expect(tenant.counts().byKind.resourceGraph).toBeLessThanOrEqual(Math.ceil(3002 / (refuseStrcmp ? 800 : 1000)) + 3);
  });

  it('answers every read of every account', async () => {
    const { collector } = await open({ sample: 'default', quotas: false });
    const { items } = await listAll(collector);
    const source = { from: 'child', path: 'fileServices/default', apiVersion: '2024-01-01', many: false } as const;
    const need = { ...source, ifNotFound: 'unread', permission: 'x' } as const;
    const accounts = items.flatMap(({ found }) => ('row' in found && found.type === storage ? [found] : []));
    const states = await Promise.all(accounts.map((subject) => collector.read(need, subject)));
    expect(states.filter(({ state }) => state === 'read').length).toBeGreaterThan(accounts.length / 2);
    const confirmed = await Promise.all(accounts.map((subject) => collector.confirm(subject)));
    expect(new Set(confirmed.map(({ state }) => state))).toEqual(new Set(['read']));
  });
});

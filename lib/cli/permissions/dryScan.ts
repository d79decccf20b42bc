import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { noLimits } from '../../azure/pacing.ts';
import { configure, type OptionalSources } from '../../checks/configure.ts';
import { catalogue } from '../../checks/index.ts';
import { openSameAs } from '../../checks/sameAs.ts';
import type { Collector, Subscription } from '../../collect/collector.ts';
import { openCollector } from '../../collect/openCollector.ts';
import { addTallies, type Tallies } from '../../judge/tally.ts';
import type { CallCounts } from '../../local/sampleTenant/callCounts.ts';
import type { Estate } from '../../local/sampleTenant/estate.ts';
import { accessToken, vaultAudience, vaultToken } from '../../local/sampleTenant/identityEndpoint.ts';
import { defaultSample } from '../../local/sampleTenant/samples/defaultSample.ts';
import { startSampleTenant, type SampleTenant } from '../../local/sampleTenant/startSampleTenant.ts';
import type { CatalogueCheck } from '../../model/check.ts';
import { defaultParameters } from '../../model/parameters.ts';
import { resourceTypes, tenantType } from '../../model/resourceTypes.ts';
import type { PartHold } from '../../scan/partHold.ts';
import { workItems, type PartWork } from '../../scan/workItems.ts';
import { schemaNumber } from '../../store/columns.ts';
import { findingRecord, partRecord, type PartRecord } from '../../store/records.ts';

/** What a check came to: how many verdicts, and its findings by resource and sub-key. */
export interface DryCheck {
  readonly pairs: number;
  readonly pass: number;
  /** `{resource id in lower case} {sub-key}` of each fail. */
  readonly fails: ReadonlySet<string>;
  /** The permission that each unknown names, by the same key. */
  readonly unknowns: ReadonlyMap<string, string>;
}

/** What a scan of the sample tenant comes to, by check id. */
export type DryResult = ReadonlyMap<string, DryCheck>;

/** How often each kind of call was made, and each path with the names taken out. */
export interface DryCalls {
  readonly checks: DryResult;
  /** What the checks came to, by subscription; the tenant's by `''`. */
  readonly tallies: ReadonlyMap<string, Tallies>;
  readonly calls: CallCounts;
}

interface Growing {
  pairs: number;
  pass: number;
  readonly fails: Set<string>;
  readonly unknowns: Map<string, string>;
}

/** A part that is written nowhere. */
function openHold(subscriptions: readonly Subscription[]): PartHold {
  let record: PartRecord = partRecord.parse({
    schema: schemaNumber,
    part: '00',
    status: 'running',
    subscriptions: JSON.stringify(subscriptions),
    cursor: JSON.stringify({ stage: 'probes', next: 0 }),
    tallies: '{}',
    errorCounts: '{}',
  });
  return {
    scanId: 'dry',
    record: () => record,
    update: (change) => {
      record = { ...record, ...change };
      return Promise.resolve(true);
    },
  };
}

const trusted = getCACertificates('default');

function collectorOf({ endpoint, environment }: SampleTenant) {
  setDefaultCACertificates([...trusted, readFileSync(environment['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')]);
  const audience = 'https://management.azure.com';
  const tokenFor = (scopes: string | string[]) =>
    scopes.includes(`${vaultAudience}/.default`) ? vaultToken : accessToken;
  return openCollector({
    cloud: { resourceManager: endpoint, audience, authorityHost: 'https://login.microsoftonline.com', custom: true },
    lanes: 32,
    longestSleep: 60_000,
    limits: noLimits,
    keyVaultData: { suffix: 'vault.azure.net', audience: vaultAudience, endpoint },
    credential: {
      getToken: (scopes) => Promise.resolve({ token: tokenFor(scopes), expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
    },
  });
}

/** One part of all subscriptions; without any the tenant's. */
function workOf(
  collector: Collector,
  subscriptions: readonly Subscription[],
  all: readonly CatalogueCheck[],
): PartWork {
  const isTenant = subscriptions.length === 0;
  const checks = all.filter(({ on }) => (on === tenantType) === isTenant);
  const types = [...new Set(checks.map(({ on }) => on))].filter((type) => type in resourceTypes);
  return {
    collector,
    hold: openHold(subscriptions),
    checks,
    scope: { subscriptions: subscriptions.map(({ id }) => id), resourceGroups: [], types },
    assessments: isTenant ? undefined : openSameAs(all),
    statuses: ['fail', 'unknown'],
    at: new Date('2026-06-30T12:00:00Z'),
    patient: true,
    concurrency: () => 32,
  };
}

async function* stepsOf(tenant: SampleTenant, all: readonly CatalogueCheck[]) {
  const collector = collectorOf(tenant);
  const subscriptions = await collector.placeSubscriptions(await collector.listSubscriptions());
  for (const work of [workOf(collector, subscriptions, all), workOf(collector, [], all)]) {
    for await (const step of workItems(work)) {
      if (step.kind === 'item') yield step.item;
      else await work.hold.update(step.change);
    }
  }
}

async function scan(tenant: SampleTenant, all: readonly CatalogueCheck[]): Promise<Omit<DryCalls, 'calls'>> {
  const checks = new Map<string, Growing>();
  const tallies = new Map<string, Tallies>();
  const of = (id: string): Growing => {
    const known = checks.get(id) ?? {
      pairs: 0,
      pass: 0,
      fails: new Set<string>(),
      unknowns: new Map<string, string>(),
    };
    checks.set(id, known);
    return known;
  };
  for await (const item of stepsOf(tenant, all)) {
    const { subscriptionId } = item;
    for (const [id, tally] of item.tallies) {
      tallies.set(subscriptionId, addTallies(tallies.get(subscriptionId) ?? {}, { [id]: tally }));
    }
    for (const [id, { pairs, pass }] of item.tallies) {
      of(id).pairs += pairs;
      of(id).pass += pass;
    }
    for (const { rowKey, properties } of item.rows.flatMap((row) => (row.kind === 'upsert' ? [row] : []))) {
      if (!rowKey.startsWith('finding~')) continue;
      const { checkId, resourceId, judged } = findingRecord.parse(properties);
      const key = `${resourceId.toLowerCase()} ${judged.subKey}`;
      if (judged.verdict === 'unknown') of(checkId).unknowns.set(key, judged.permission);
      else of(checkId).fails.add(key);
    }
  }
  return { checks, tallies };
}

/** The default sample without its throttling, which only takes time here. */
function calm(): Estate {
  const estate = defaultSample();
  return { ...estate, subscriptions: estate.subscriptions.map(({ throttlesOneIn: _none, ...rest }) => rest) };
}

/** Judges the sample tenant with some actions refused, as a scan does but without storing anything. By default no optional source is read. */
export async function dryScan(refusedActions: readonly string[], optional?: OptionalSources): Promise<DryCalls> {
  const { checks } = configure(catalogue, { checks: {}, parameters: defaultParameters }, optional);
  const tenant = await startSampleTenant({ sample: 'default', estate: calm(), quotas: false, refusedActions });
  try {
    return { ...(await scan(tenant, checks)), calls: tenant.counts() };
  } finally {
    await tenant.close();
  }
}

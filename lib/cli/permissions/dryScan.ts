import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { noLimits } from '../../azure/pacing.ts';
import { catalogue } from '../../checks/index.ts';
import { openSameAs } from '../../checks/sameAs.ts';
import { openCollector } from '../../collect/openCollector.ts';
import type { CallCounts } from '../../local/sampleTenant/callCounts.ts';
import type { Estate } from '../../local/sampleTenant/estate.ts';
import { accessToken } from '../../local/sampleTenant/identityEndpoint.ts';
import { defaultSample } from '../../local/sampleTenant/samples/defaultSample.ts';
import { startSampleTenant, type SampleTenant } from '../../local/sampleTenant/startSampleTenant.ts';
import { resourceTypes } from '../../model/resourceTypes.ts';
import type { PartHold } from '../../scan/partHold.ts';
import { workItems } from '../../scan/workItems.ts';
import { findingRecord, partRecord, schemaNumber, type PartRecord } from '../../store/records.ts';

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
  readonly calls: CallCounts;
}

interface Growing {
  pairs: number;
  pass: number;
  readonly fails: Set<string>;
  readonly unknowns: Map<string, string>;
}

/** A part that is written nowhere. */
function openHold(subscriptions: readonly { readonly id: string; readonly name: string }[]): PartHold {
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
  const token = { token: accessToken, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  return openCollector({
    cloud: { resourceManager: endpoint, audience, authorityHost: 'https://login.microsoftonline.com', custom: true },
    lanes: 32,
    longestSleep: 60_000,
    limits: noLimits,
    credential: { getToken: () => Promise.resolve(token) },
  });
}

async function scan(tenant: SampleTenant): Promise<DryResult> {
  const collector = collectorOf(tenant);
  const subscriptions = await collector.listSubscriptions();
  const types = [...new Set(catalogue.map(({ on }) => on))].filter((type) => type in resourceTypes);
  const work = {
    collector,
    hold: openHold(subscriptions),
    checks: catalogue,
    scope: { subscriptions: subscriptions.map(({ id }) => id), resourceGroups: [], types },
    assessments: openSameAs(catalogue),
    at: new Date('2026-06-30T12:00:00Z'),
    patient: true,
    concurrency: () => 32,
  };
  const checks = new Map<string, Growing>();
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
  for await (const step of workItems(work)) {
    if (step.kind !== 'item') {
      await work.hold.update(step.change);
      continue;
    }
    for (const [id, { pairs, pass }] of step.item.tallies) {
      of(id).pairs += pairs;
      of(id).pass += pass;
    }
    for (const { rowKey, properties } of step.item.rows.flatMap((row) => (row.kind === 'upsert' ? [row] : []))) {
      if (!rowKey.startsWith('finding~')) continue;
      const { checkId, resourceId, judged } = findingRecord.parse(properties);
      const key = `${resourceId.toLowerCase()} ${judged.subKey}`;
      if (judged.verdict === 'unknown') of(checkId).unknowns.set(key, judged.permission);
      else of(checkId).fails.add(key);
    }
  }
  return checks;
}

/** The default sample without its throttling, which only takes time here. */
function calm(): Estate {
  const estate = defaultSample();
  return { ...estate, subscriptions: estate.subscriptions.map(({ throttlesOneIn: _none, ...rest }) => rest) };
}

/** Judges the sample tenant with some actions refused, as a scan does but without storing anything. */
export async function dryScan(refusedActions: readonly string[]): Promise<DryCalls> {
  const tenant = await startSampleTenant({ sample: 'default', estate: calm(), quotas: false, refusedActions });
  try {
    return { checks: await scan(tenant), calls: tenant.counts() };
  } finally {
    await tenant.close();
  }
}

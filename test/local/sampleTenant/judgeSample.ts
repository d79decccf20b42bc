import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { catalogue } from '../../../lib/checks/index.ts';
import { openCollector } from '../../../lib/collect/openCollector.ts';
import { openJoins } from '../../../lib/collect/joins.ts';
import type { CheckOutcome } from '../../../lib/judge/assess.ts';
import { isJoin } from '../../../lib/model/check.ts';
import { judgeSubject } from '../../../lib/scan/judgeSubject.ts';
import type { Collector, PartScope } from '../../../lib/collect/collector.ts';
import type { Subject } from '../../../lib/model/subject.ts';
import type { SampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';

/** The real collector on a sample tenant. */
export function collectorOf(tenant: SampleTenant): Collector {
  const certificate = readFileSync(String(tenant.environment['NODE_EXTRA_CA_CERTS']), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const audience = 'https://vault.azure.net';
  const tokenFor = (scopes: string | string[]) =>
    scopes.includes(`${audience}/.default`) ? 'sample-vault-token' : 'sample-tenant-token';
  return openCollector({
    cloud: {
      resourceManager: tenant.endpoint,
      audience: 'https://management.azure.com',
      authorityHost: 'https://login.microsoftonline.com',
      custom: true,
    },
    lanes: 16,
    longestSleep: 60_000,
    keyVaultData: { suffix: 'vault.azure.net', audience, endpoint: tenant.endpoint },
    credential: {
      getToken: (scopes) => Promise.resolve({ token: tokenFor(scopes), expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
    },
  });
}

async function judge(collector: Collector, found: Subject): Promise<readonly CheckOutcome[]> {
  const checks = catalogue.filter(({ on }) => on === found.type);
  const joins = await openJoins(collector, [found], () => checks.flatMap(({ sources }) => sources.filter(isJoin)));
  return judgeSubject({ collector, joins, checks, at: new Date('2025-01-15T09:30:00Z'), patient: true }, found);
}

/** Every verdict of the catalogue on a sample, as `check verdict`, read by the real collector. */
export async function judgeSample(tenant: SampleTenant): Promise<string[]> {
  const collector = collectorOf(tenant);
  const subscriptions = (await collector.listSubscriptions()).map(({ id }) => id);
  const types = [...new Set(catalogue.map(({ on }) => on))];
  const inSubscriptions = await judgeScope(collector, { subscriptions, resourceGroups: [], types });
  return [...inSubscriptions, ...(await judgeScope(collector, { subscriptions: [], resourceGroups: [], types }))];
}

async function judgeScope(collector: Collector, scope: PartScope): Promise<string[]> {
  const verdicts: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page = await collector.page(scope, cursor, 1000);
    for (const { found } of page.items) {
      if (!('row' in found)) continue;
      for (const { check, judged } of await judge(collector, found)) {
        verdicts.push(...judged.map(({ verdict }) => `${check.id} ${verdict}`));
      }
    }
    cursor = page.next;
    if (cursor === null) return verdicts;
  }
}

import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { catalogue } from '../../../lib/checks/index.ts';
import { openCollector } from '../../../lib/collect/openCollector.ts';
import { assess, sourceKey } from '../../../lib/judge/assess.ts';
import type { CheckOutcome, Reads } from '../../../lib/judge/assess.ts';
import type { Collector } from '../../../lib/collect/collector.ts';
import type { Subject } from '../../../lib/model/subject.ts';
import type { SampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';

function collectorOf(tenant: SampleTenant): Collector {
  const certificate = readFileSync(String(tenant.environment['NODE_EXTRA_CA_CERTS']), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const token = { token: 'sample-tenant-token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  return openCollector({
    cloud: {
      resourceManager: tenant.endpoint,
      audience: 'https://management.azure.com',
      authorityHost: 'https://login.microsoftonline.com',
      custom: true,
    },
    lanes: 16,
    longestSleep: 60_000,
    credential: { getToken: () => Promise.resolve(token) },
  });
}

async function judge(collector: Collector, found: Subject): Promise<readonly CheckOutcome[]> {
  const checks = catalogue.filter(({ on }) => on === found.type);
  const reads = new Map<string, Awaited<ReturnType<Collector['read']>>>();
  let subject = found;
  for (;;) {
    const known: Reads = reads;
    const { outcomes, wants, confirm } = assess(checks, subject, known, new Date('2025-01-15T09:30:00Z'));
    if (wants.length === 0 && !confirm) return outcomes;
    const confirmed = confirm ? await collector.confirm(subject) : undefined;
    if (confirmed?.state === 'read') subject = { ...subject, row: confirmed.value, origin: 'arm' };
    if (confirmed?.state === 'unread') subject = { ...subject, unconfirmed: confirmed };
    const read = async (source: (typeof wants)[number]): Promise<void> => {
      reads.set(sourceKey(source), await collector.read(source, subject));
    };
    await Promise.all(wants.map(read));
  }
}

/** Every verdict of the catalogue on a sample, as `check verdict`, read by the real collector. */
export async function judgeSample(tenant: SampleTenant): Promise<string[]> {
  const collector = collectorOf(tenant);
  const subscriptions = (await collector.listSubscriptions()).map(({ id }) => id);
  const scope = { subscriptions, resourceGroups: [], types: [...new Set(catalogue.map(({ on }) => on))] };
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

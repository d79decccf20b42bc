import { withoutExempt } from '../judge/exemptPairs.ts';
import {
  addSums,
  scoreOf,
  serviceScores,
  severityWeights,
  sumsOf,
  unlistedSums,
  weightsOf,
  type Scored,
  type ServiceSums,
} from '../judge/score.ts';
import { returnedShare, type Summary } from '../judge/summarise.ts';
import type { CatalogueCheck } from '../model/check.ts';
import { subscriptionType, tenantType } from '../model/resourceTypes.ts';
import { toProperties } from '../store/columns.ts';
import { weightRecord } from '../store/historyRecords.ts';
import { partKey, prefixRange, scoreKey, weightKey } from '../store/keys.ts';
import { refusalRecord, tallyRecord, type ScanRecord } from '../store/records.ts';
import { mostWrites, type Write } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { applyExemptions, type Exempted } from './exempted.ts';
import { enabledChecks } from './request.ts';

/** What a scan came to with exemptions applied. */
export type Conclusion = NonNullable<ScanRecord['ending']>;

type Weights = Readonly<Record<string, number>>;
const total = (weights: Weights): number => Object.values(weights).reduce((sum, weight) => sum + weight, 0);

/** Subscriptions that were asked for and not read to the end: refused, or in a part that failed. */
async function unlisted({ store }: ScanContext, { scan, parts }: Control): Promise<readonly string[]> {
  const refused: string[] = [];
  for await (const { properties } of store.scans.rows(scan.record.id, prefixRange('refused~plan~'))) {
    const { subscriptionId, type } = refusalRecord.parse(properties);
    if (type === subscriptionType) refused.push(subscriptionId);
  }
  const broken = parts.filter(({ record }) => record.status !== 'completed');
  // The tenant's part holds no subscription.
  const lost = ({ record }: Control['parts'][number]): readonly string[] =>
    record.subscriptions.length === 0 ? [''] : record.subscriptions.map(({ id }) => id.toLowerCase());
  return [...refused, ...broken.flatMap(lost)];
}

/** What subscriptions weighed in the last scan of the series that saw them, by key. */
async function lastWeights({ store }: ScanContext, series: string): Promise<ReadonlyMap<string, Weights>> {
  const last = new Map<string, Weights>();
  for await (const { rowKey, properties } of store.history.rows(series, prefixRange('weight~'))) {
    last.set(rowKey, weightRecord.parse(properties).weights);
  }
  return last;
}

/** What the tenant weighs, which each check on it judges once. */
function tenantWeights(checks: readonly CatalogueCheck[]): Weights {
  const weights: Record<string, number> = {};
  for (const { service, severity } of checks.filter(({ on }) => on === tenantType)) {
    weights[service] = (weights[service] ?? 0) + severityWeights[severity];
  }
  return weights;
}

/** The mean of the subscriptions that were listed, for those never seen. */
function meanWeights({ weights, subscriptions }: Listed): Weights {
  return Object.fromEntries(
    [...weights].map(([service, { weight }]) => [service, weight / Math.max(1, subscriptions)]),
  );
}

interface Listed {
  readonly sums: ServiceSums;
  /** How many subscriptions there are, and what they come to without the tenant. */
  readonly subscriptions: number;
  readonly weights: ServiceSums;
  /** What of a part that failed was judged, by subscription. */
  readonly begun: ReadonlyMap<string, Weights>;
}

/** Weighs what each subscription came to and writes its score beside it. */
async function weighListed(
  context: ScanContext,
  control: Control,
  exempted: Exempted,
  returned: number,
): Promise<Listed> {
  const { id } = control.scan.record;
  const { scans } = context.store;
  const checks = new Map<string, Scored>(context.catalogue.map((check) => [check.id, check]));
  const completed = new Set(
    control.parts.flatMap(({ record }) => (record.status === 'completed' ? [record.part] : [])),
  );
  const begun = new Map<string, Weights>();
  let sums: ServiceSums = new Map();
  let subscriptions = 0;
  let rows: Write[] = [];
  let weights: ServiceSums = new Map();
  const [first] = control.parts;
  // Parts go before all results where a scan is deleted: with one of them it stays, or nothing is left behind.
  const guard: readonly Write[] = first
    ? [{ kind: 'merge', rowKey: partKey(first.record.part), etag: '*', properties: toProperties({}) }]
    : [];
  const flush = async (): Promise<void> => {
    if (rows.length > 0) await scans.write(id, [...guard, ...rows]);
    rows = [];
  };
  for await (const { rowKey, properties } of scans.rows(id, prefixRange('tally~'))) {
    const { subscriptionId, tallies } = tallyRecord.parse(properties);
    const counted = withoutExempt(tallies, exempted.deltas.get(subscriptionId) ?? {});
    const own = sumsOf(counted, (checkId) => checks.get(checkId));
    if (!completed.has(rowKey.split('~')[1] ?? '')) {
      begun.set(subscriptionId, weightsOf(own));
      continue;
    }
    sums = addSums(sums, own);
    if (subscriptionId !== '') {
      subscriptions += 1;
      weights = addSums(weights, own);
    }
    const score = scoreOf(own, returned);
    if (score === null) continue;
    rows.push({
      kind: 'upsert',
      rowKey: scoreKey(subscriptionId),
      properties: toProperties({ subscriptionId, ...score }),
    });
    if (rows.length === mostWrites - guard.length) await flush();
  }
  await flush();
  return { sums, subscriptions, weights, begun };
}

/** Scores a scan whose parts are all final. Repeated, it writes the same rows again. */
export async function conclude(
  context: ScanContext,
  control: Control,
  summary: Summary,
  at: string,
): Promise<Conclusion> {
  const { id, series, options } = control.scan.record;
  const exempted = await applyExemptions(context, id, at);
  const returned = returnedShare(summary);
  const listed = await weighListed(context, control, exempted, returned);
  const enabled = enabledChecks(context.catalogue, options);
  const missing = await unlisted(context, control);
  const last = missing.length === 0 ? new Map<string, Weights>() : await lastWeights(context, series);
  let sums = listed.sums;
  for (const subscriptionId of missing) {
    const before = last.get(weightKey(subscriptionId)) ?? {};
    const never = subscriptionId === '' ? tenantWeights(enabled) : meanWeights(listed);
    const usual = total(before) > 0 ? before : never;
    // What was judged before the part failed may be more than there was.
    const now = listed.begun.get(subscriptionId) ?? {};
    sums = addSums(sums, unlistedSums(total(now) > total(usual) ? now : usual));
  }
  return {
    score: scoreOf(sums, returned),
    services: serviceScores(sums, returned),
    exempted: exempted.counts,
    checks: Object.fromEntries(enabled.map((check) => [check.id, check.severity])),
  };
}

import * as z from 'zod';
import { scanStatuses } from '../model/scan.ts';
import { severities } from '../model/check.ts';
import { reasons } from '../model/verdict.ts';
import type { Properties, Value } from './text.ts';

export const schemaNumber = 1;

/** A column that holds JSON text; absent means null. */
function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
const text = z.string().default('');
const time = z.string().nullable().default(null);
const count = z.number().int().min(0);

const scope = z.object({
  subscriptions: z.array(z.string()).readonly().exactOptional(),
  managementGroup: z.string().exactOptional(),
  resourceGroups: z.array(z.string()).readonly().exactOptional(),
  resourceIds: z.array(z.string()).readonly().exactOptional(),
});
const options = z.object({
  checks: z.array(z.string()).readonly().exactOptional(),
  services: z.array(z.string()).readonly().exactOptional(),
  severities: z.array(z.enum(severities)).readonly().exactOptional(),
  tags: z.array(z.string()).readonly().exactOptional(),
  excludedSubscriptions: z.array(z.string()).readonly().exactOptional(),
});
const tally = z.object({ pass: count, fail: count, unknown: count, notApplicable: count });
const checkTally = tally.extend({ pairs: count, pairsKnown: count });
const tallies = z.record(z.string(), checkTally);
const typeCount = z.object({ type: z.string(), count });
const safeError = z.object({ code: z.string(), message: z.string() });
const subscription = z.object({ id: z.string(), name: z.string() });

const summary = z.object({
  tallies,
  verdicts: tally,
  findings: z.object({ total: count, bySeverity: z.record(z.enum(severities), count) }),
  coverage: z.object({
    percent: z.number(),
    subscriptionsAsked: count,
    subscriptionsListed: count,
    pairs: count,
    pairsKnown: count,
    gap: count,
    partsFailed: count,
  }),
  notCovered: z.array(typeCount).readonly(),
  errors: count,
  resourcesJudged: count,
  resourcesListed: count,
});

/** Row `control~scan`. */
export const scanRecord = z.object({
  schema: z.literal(schemaNumber),
  id: z.string(),
  status: z.enum(scanStatuses),
  scope: json(scope),
  options: json(options),
  requestedBy: text,
  nonce: z.string(),
  /** Catalogue digest at creation: a scan never mixes two catalogues. */
  digest: z.string(),
  /** Checks that the operator had switched off when the scan began. */
  switchedOff: json(z.array(z.object({ checkId: z.string(), reason: z.string() })).readonly()).default([]),
  /** The scan that this one repeats because the app was upgraded under it. */
  restartOf: text,
  createdAt: z.string(),
  startedAt: time,
  finishedAt: time,
  /** Row key of the lock in `scanIndex`. */
  lock: z.string(),
  /** Subscriptions asked for; 0 until planned. */
  asked: count.default(0),
  parts: count.default(0),
  /** Whether callbacks are to be made at the end, or all were. */
  notify: z.enum(['none', 'pending', 'done']).default('none'),
  summary: json(summary).nullable().default(null),
  error: json(safeError).nullable().default(null),
  /** Full trace of what failed the scan. Read by `/errors` only. */
  trace: text,
  recoveries: count.default(0),
  /** When transient faults of the plan began; null while it makes progress. */
  stalledSince: time,
  /** A throttled plan is not to be looked at before this. */
  notBefore: time,
  poisoned: count.default(0),
});
export type ScanRecord = z.infer<typeof scanRecord>;

/** Row `control~hook~…`: somebody who wants to be told of the end. Read by no endpoint. */
export const hookRecord = z.object({
  schema: z.literal(schemaNumber),
  /** A secret. Empty once nothing is sent to it any more. */
  url: text,
  /** Permits to take the callback away. */
  nonce: z.string(),
  status: z.enum(['open', 'delivered', 'gone', 'givenUp']),
  attempts: count.default(0),
  /** When it was first tried. */
  since: time,
  /** Not to be tried before this. */
  notBefore: time,
  recoveries: count.default(0),
});
export type HookRecord = z.infer<typeof hookRecord>;

export const partStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;

/** Where a part's worker stands: the view probes come first, then the pages. */
export const workCursor = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('probes'), next: count }),
  z.object({ stage: z.literal('pages'), cursor: z.string().nullable() }),
  /** What Defender for Cloud holds, outside our own counts. */
  z.object({ stage: z.literal('assessments'), cursor: z.string().nullable() }),
  z.object({ stage: z.literal('done') }),
]);
export type WorkCursor = z.infer<typeof workCursor>;

/** Row `control~part~07`. */
export const partRecord = z.object({
  schema: z.literal(schemaNumber),
  part: z.string(),
  status: z.enum(partStatuses),
  subscriptions: json(z.array(subscription).readonly()),
  /** Nonce of the last claim. */
  owner: text,
  attempt: count.default(0),
  seq: count.default(0),
  cursor: json(workCursor),
  /** An item whose rows span several transactions and are not all written: its resource id and the checks concerned. */
  open: json(z.object({ resourceId: z.string(), checks: z.array(z.string()).readonly() }))
    .nullable()
    .default(null),
  /** A resource judged alone because deliveries died near it, and how often one died while nothing else ran beside it. */
  tried: json(z.object({ id: z.string(), alone: z.boolean(), deaths: count }))
    .nullable()
    .default(null),
  /** Rows a page, cut after a delivery that died; and how many rows remain until it grows again. */
  page: count.default(1000),
  cutLeft: count.default(0),
  /** Owner of a delivery that has neither ended in order nor committed since; empty otherwise. */
  inFlight: text,
  recoveries: count.default(0),
  /** seq at which the poison queue last had this part; -1 never. */
  poisonedAt: z.number().int().default(-1),
  stalledSince: time,
  /** A throttled part is not to be looked at before this. */
  notBefore: time,
  startedAt: time,
  finishedAt: time,
  listed: count.default(0),
  /** Rows to come, as counted at the start: for progress, until the listing says it exactly. */
  expected: count.default(0),
  judged: count.default(0),
  errors: count.default(0),
  tallies: json(tallies),
  notCovered: json(z.array(typeCount).readonly()).nullable().default(null),
  /** How often each distinct error happened, by the hash in its row's key. */
  errorCounts: json(z.record(z.string(), count)),
  error: json(safeError).nullable().default(null),
});
export type PartRecord = z.infer<typeof partRecord>;

const because = z.object({
  path: z.string(),
  observed: z.string(),
  expected: z.string(),
  trail: z.array(z.string()).readonly().exactOptional(),
});
const reason = z.enum(reasons);
const judged = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('pass'), because, subKey: z.string() }),
  z.object({ verdict: z.literal('fail'), because, subKey: z.string() }),
  z.object({ verdict: z.literal('unknown'), reason, detail: z.string(), permission: z.string(), subKey: z.string() }),
  z.object({ verdict: z.literal('notApplicable'), why: z.string(), subKey: z.string() }),
]);

/** Row `finding~…`. */
export const findingRecord = z.object({
  checkId: z.string(),
  severity: z.enum(severities),
  /** `fail` or `unknown`: the verdict, as a column to filter by. */
  status: z.enum(['fail', 'unknown']),
  title: z.string(),
  resourceId: z.string(),
  resourceName: text,
  resourceType: z.string(),
  resourceGroup: text,
  subscriptionId: z.string(),
  location: text,
  judged: json(judged),
});

/** Row `assessment~…`: an unhealthy recommendation of Defender for Cloud. */
export const assessmentRecord = z.object({
  source: z.literal('defender'),
  assessmentKey: z.string(),
  assessmentId: z.string(),
  title: z.string(),
  severity: z.enum(severities).nullable().default(null),
  resourceId: z.string(),
  resourceName: text,
  resourceType: z.string(),
  resourceGroup: text,
  subscriptionId: z.string(),
  detail: text,
  portal: text,
  sameAs: json(z.array(z.string()).readonly()),
});

/** Row `securescore~…`. */
export const secureScoreRecord = z.object({ subscriptionId: z.string(), current: z.number(), max: z.number() });

/** Row `error~…`: one distinct failure of a part. */
export const errorRecord = z.object({
  part: z.string(),
  code: z.string(),
  message: z.string(),
  checkId: text,
  resourceId: text,
  count,
  trace: text,
});
export type ErrorRecord = z.infer<typeof errorRecord>;

/** Row `refused~…`: something asked for that could not be read. */
export const refusalRecord = z.object({
  subscriptionId: z.string(),
  type: z.string(),
  reason: z.string(),
  detail: z.string(),
  permission: text,
});

/** Row `active~…` of `scanIndex`: the lock on a scope, with everything needed to complete a start. */
export const activeRecord = z.object({ schema: z.literal(schemaNumber), scanId: z.string(), scan: json(z.unknown()) });
/** Row `notice~…` of `scanIndex`: a scan that ended and has callbacks to make; the to-do list of recovery. */
export const noticeRecord = z.object({ scanId: z.string() });
/** Row `new~…`. */
export const newRecord = z.object({ scanId: z.string(), scope: json(scope), requestedBy: text });
/** Row `key~…`. */
export const keyRecord = z.object({ scanId: z.string(), bodyHash: z.string(), createdAt: z.string() });
/** Row `schedule~scan`: how far SCAN_SCHEDULE was followed. */
export const scheduleRecord = z.object({
  /** The setting that the times belong to: another one begins anew. */
  schedule: z.string(),
  /** The latest due time that was dealt with. */
  done: z.string(),
  /** The due time that an instance took and has not finished with. */
  taken: time,
});
/** Row `latest~…`. */
export const latestRecord = z.object({ scanId: z.string() });

/**
 * A record as table properties, with the schema number that every row carries: what is not a text, number or boolean
 * becomes JSON; null is left out.
 */
export function toProperties(record: Readonly<Record<string, unknown>>): Properties {
  const properties: Record<string, Value> = { schema: schemaNumber };
  for (const [name, value] of Object.entries(record)) {
    if (value === null || value === undefined) continue;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    properties[name] = plain ? value : JSON.stringify(value);
  }
  return properties;
}

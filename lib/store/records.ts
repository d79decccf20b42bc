import * as z from 'zod';
import { changeKinds } from '../model/change.ts';
import { findingStatuses } from '../model/finding.ts';
import { scanStatuses } from '../model/scan.ts';
import { severities } from '../model/check.ts';
import { reasons } from '../model/verdict.ts';
import { count, json, schemaNumber, text, time } from './columns.ts';

export const scope = z.object({
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
  record: z.literal('all').exactOptional(),
});
export const tally = z.object({ pass: count, fail: count, unknown: count, notApplicable: count });
const checkTally = tally.extend({
  pairs: count,
  pairsKnown: count,
  judged: count.default(0),
  passed: count.default(0),
  hidden: count.default(0),
});
const tallies = z.record(z.string(), checkTally);
const typeCount = z.object({ type: z.string(), count });
const safeError = z.object({ code: z.string(), message: z.string() });
const subscription = z.object({
  id: z.string(),
  name: z.string(),
  /** From the tenant's root down; null where they were not read. */
  managementGroups: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .readonly()
    .nullable()
    .default(null),
});

export const bySeverity = z.record(z.enum(severities), count);
const scoreRange = z.object({ low: z.number(), high: z.number() });
const namedScore = scoreRange.extend({ name: z.string() });

const summary = z.object({
  tallies,
  verdicts: tally,
  findings: z.object({ total: count, bySeverity }),
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

/** What a scan came to with exemptions applied; set once, with the end. */
const ending = z.object({
  score: scoreRange.nullable(),
  services: z.array(namedScore).readonly(),
  exempted: z.object({ total: count, bySeverity, byTag: count, digest: z.string() }),
  /** The checks that were enabled, with their severity then: another catalogue may lack some. */
  checks: z.record(z.string(), z.enum(severities)),
});
const changeCounts = z.object({ since: z.string(), counts: z.record(z.enum(changeKinds), count) });

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
  /** Hash of the scope and of every option that changes what is judged: scans of one series can be compared. */
  series: z.string(),
  /** Subscriptions asked for; 0 until planned. */
  asked: count.default(0),
  parts: count.default(0),
  /** Whether callbacks are to be made at the end, or all were. */
  notify: z.enum(['none', 'pending', 'done']).default('none'),
  summary: json(summary).nullable().default(null),
  ending: json(ending).nullable().default(null),
  /** The finished scan of the series before this one; '' where there is none. */
  previous: text,
  /** First sightings, changes and posture, written after the end. */
  history: z.enum(['none', 'pending', 'done']).default('none'),
  changes: json(changeCounts).nullable().default(null),
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
  /** Empty: the part judges the tenant. */
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
]);

/** Row `finding~…`. */
export const findingRecord = z.object({
  checkId: z.string(),
  severity: z.enum(severities),
  /** The verdict, as a column to filter by. */
  status: z.enum(findingStatuses),
  title: z.string(),
  resourceId: z.string(),
  resourceName: text,
  resourceType: z.string(),
  resourceGroup: text,
  subscriptionId: z.string(),
  location: text,
  tags: json(z.record(z.string(), z.string())).default({}),
  pair: json(z.object({ pass: count, fail: count, unknown: count })).default({ pass: 0, fail: 0, unknown: 0 }),
  judged: json(judged),
});

/** Row `tally~…`: what the checks of a part came to in one subscription. */
export const tallyRecord = z.object({ subscriptionId: z.string(), tallies: json(tallies) });

/** Row `score~…` of a scan: the score of one subscription, exemptions applied. */
export const subscriptionScoreRecord = z.object({
  subscriptionId: z.string(),
  low: z.number(),
  high: z.number(),
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

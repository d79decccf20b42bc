import * as z from 'zod';
import { severities } from '../model/check.ts';
import { scanStatuses } from '../model/scan.ts';
import { reasons } from '../model/verdict.ts';

/** What the API answers, as far as reports need it. Strict on that, silent on what a newer app adds. */

const count = z.number();
const severity = z.enum(severities);
const tally = z.object({ pass: count, fail: count, unknown: count, notApplicable: count });
const typeCount = z.object({ type: z.string(), count });
const strings = z.array(z.string());
const coverage = z.object({
  percent: count,
  subscriptionsAsked: count,
  subscriptionsListed: count,
  pairs: count,
  pairsKnown: count,
  gap: count,
  partsFailed: count,
});

export const scanAnswer = z.object({
  id: z.string().min(1),
  status: z.enum(scanStatuses),
  scope: z.object({
    subscriptions: strings.exactOptional(),
    managementGroup: z.string().exactOptional(),
    resourceGroups: strings.exactOptional(),
  }),
  options: z.object({
    checks: strings.exactOptional(),
    services: strings.exactOptional(),
    severities: z.array(severity).exactOptional(),
  }),
  requestedBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  progress: z.object({
    partsDone: count,
    parts: count,
    resourcesJudged: count,
    resourcesListed: count,
    etaSeconds: count.nullable(),
  }),
  findings: z.object({
    total: count,
    bySeverity: z.object({ critical: count, high: count, medium: count, low: count }),
  }),
  verdicts: tally,
  coverage,
  notCovered: z.array(typeCount),
  score: z.null(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

const findingAnswer = z.object({
  id: z.string().exactOptional(),
  checkId: z.string(),
  severity,
  title: z.string(),
  status: z.enum(['fail', 'unknown']),
  resourceId: z.string(),
  resourceName: z.string(),
  resourceType: z.string(),
  resourceGroup: z.string(),
  subscriptionId: z.string(),
  location: z.string(),
  subKey: z.string(),
  because: z
    .object({ path: z.string(), observed: z.string(), expected: z.string(), trail: strings.exactOptional() })
    .exactOptional(),
  reason: z.enum(reasons).exactOptional(),
  detail: z.string().exactOptional(),
  permission: z.string().exactOptional(),
  why: z.string(),
  fix: z.object({ text: z.string(), cli: z.string().exactOptional() }),
  reference: z.string(),
});

const errorTrace = z.object({
  part: z.string(),
  code: z.string(),
  message: z.string(),
  checkId: z.string(),
  resourceId: z.string(),
  count,
  trace: z.string(),
});

const checkTally = z.object({ checkId: z.string(), title: z.string(), severity, service: z.string(), tally });

function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ value: z.array(item), nextLink: z.string().nullish() });
}
export const findingsPage = pageOf(findingAnswer);
export const errorsPage = pageOf(errorTrace);
export const checksPage = pageOf(checkTally);

export const coverageAnswer = z.object({
  coverage,
  refused: z.array(
    z.object({
      subscriptionId: z.string(),
      type: z.string(),
      reason: z.string(),
      detail: z.string(),
      permission: z.string(),
    }),
  ),
  notCovered: z.array(typeCount),
  subscriptions: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Goes on with what was refused. */
  nextLink: z.string().nullish(),
});

export const errorAnswer = z.object({
  error: z.object({ code: z.string(), message: z.string(), target: z.string().nullish() }),
});

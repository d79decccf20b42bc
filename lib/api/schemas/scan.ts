import * as z from 'zod';
import { severities } from '../../model/check.ts';
import { scanStatuses, type ScanView } from '../../model/scan.ts';
import { changeKinds } from '../../model/change.ts';
import { pageOf } from './page.ts';
import { scoreRange } from './score.ts';

export const count = z.int().min(0);
export const severity = z.enum(severities).meta({ id: 'Severity' });
export const strings = z.array(z.string());
const time = z.iso.datetime();
export const bySeverity = z.object({ critical: count, high: count, medium: count, low: count });

export const tally = z
  .object({ pass: count, fail: count, unknown: count, notApplicable: count })
  .meta({ id: 'Tally', description: 'How many verdicts of each kind.' });

export const typeCount = z
  .object({ type: z.string(), count })
  .meta({ id: 'TypeCount', description: 'A resource type in scope that no enabled check judges.' });

export const coverage = z
  .object({
    percent: z.number().min(0).max(100).describe('What could be told of what was asked.'),
    subscriptionsAsked: count,
    subscriptionsListed: count,
    pairs: count.describe('Pairs of a check and what it judges.'),
    pairsKnown: count.describe('Pairs that ended pass, fail or notApplicable.'),
    gap: count.describe('Resources that Resource Graph counted but never returned.'),
    partsFailed: count,
  })
  .meta({ id: 'Coverage' });

const progress = z.object({
  partsDone: count,
  parts: count,
  resourcesJudged: count,
  resourcesListed: count,
  etaSeconds: count.nullable().describe('Null before anything was judged and after the end.'),
});

/** The scan as every answer shows it. */
export const scanAnswer = z
  .object({
    id: z.string().min(1).meta({ format: 'uuid' }),
    status: z
      .enum(scanStatuses)
      .describe('Final: completed, completedWithErrors, failed, cancelled. Pollers have to read it.'),
    scope: z
      .object({
        subscriptions: strings.exactOptional(),
        managementGroup: z.string().exactOptional(),
        resourceGroups: strings.exactOptional(),
        resourceIds: strings.exactOptional(),
      })
      .describe('What is judged: at most one field; none means everything visible.'),
    options: z
      .object({
        checks: strings.exactOptional(),
        services: strings.exactOptional(),
        severities: z.array(severity).exactOptional(),
        tags: strings.exactOptional(),
        excludedSubscriptions: strings.exactOptional(),
        record: z.literal('all').describe('Passes are kept too.').exactOptional(),
      })
      .describe('Filters; absent means all.'),
    requestedBy: z.string(),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable().describe('Set in every final state.'),
    progress,
    findings: z.object({
      total: count,
      bySeverity,
    }),
    verdicts: tally,
    coverage,
    notCovered: z.array(typeCount),
    score: scoreRange.nullable().describe('Null until the scan ended, and where nothing was judged.'),
    exempted: z
      .object({
        total: count,
        bySeverity: bySeverity.describe('How many of them failed.'),
        byTag: count.describe('Those that only an exemption by tag covers.'),
        digest: z.string().describe('Tells which exemptions were in force.'),
      })
      .nullable()
      .describe('Findings left out of the score, frozen when the scan ended; null until then.'),
    changes: z
      .object({ since: z.string(), counts: z.record(z.enum(changeKinds), count) })
      .nullable()
      .describe('Against the scan before; null where there is none, and until they are counted, soon after the end.'),
    error: z.object({ code: z.string(), message: z.string() }).nullable().describe('Why the scan failed.'),
  })
  .meta({ id: 'Scan' }) satisfies z.ZodType<ScanView>;

export const scansPage = pageOf(scanAnswer).meta({ id: 'ScansPage' });

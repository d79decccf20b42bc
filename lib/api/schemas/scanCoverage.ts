import * as z from 'zod';
import type { Refusal } from '../../model/scan.ts';
import type { CoverageView } from '../../scan/queries.ts';
import { managementGroups } from './finding.ts';
import { nextLink } from './page.ts';
import { coverage, typeCount } from './scan.ts';

const refusal = z.object({
  subscriptionId: z.string(),
  type: z.string().describe('A resource type; empty where the subscription itself was refused.'),
  reason: z.string(),
  detail: z.string(),
  permission: z.string(),
});

/** What was asked for, what of it was not seen and why, and what no check covers. `nextLink` goes on with what was refused. */
export const coverageAnswer = z
  .object({
    coverage,
    subscriptions: z.array(z.object({ id: z.string(), name: z.string(), managementGroups })),
    refused: z.array(refusal).describe('Paged: nextLink goes on with it.'),
    notCovered: z.array(typeCount),
    switchedOff: z
      .array(z.object({ checkId: z.string(), reason: z.string() }))
      .describe('Checks that the operator had switched off.'),
    secureScores: z
      .array(z.object({ subscriptionId: z.string(), current: z.number(), max: z.number() }))
      .describe("Defender for Cloud's own, of each subscription that has one."),
    nextLink,
  })
  .meta({ id: 'ScanCoverage' }) satisfies z.ZodType<CoverageView & { readonly refused: readonly Refusal[] }>;

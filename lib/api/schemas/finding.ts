import * as z from 'zod';
import type { AssessmentFinding } from '../../model/assessment.ts';
import { reasons } from '../../model/verdict.ts';
import { findingStatuses, type FindingView } from '../../model/finding.ts';
import { pageOf } from './page.ts';
import { severity, strings } from './scan.ts';

export const reason = z.enum(reasons).meta({ id: 'Reason', description: 'Why something could not be told.' });

export const fix = z
  .object({
    text: z.string(),
    cli: z
      .string()
      .describe(
        'One Azure CLI command; {id}, {name}, {resourceGroup} and {subscription} stand for those of the resource.',
      )
      .exactOptional(),
    set: z
      .object({ path: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })
      .describe('The one property that mends it.')
      .exactOptional(),
  })
  .meta({ id: 'Fix' });

const because = z
  .object({
    path: z.string(),
    observed: z.string(),
    expected: z.string(),
    trail: strings.describe('The ids that the verdict followed, in order.').exactOptional(),
  })
  .meta({
    id: 'Because',
    description: 'The evidence of a fail or a pass: which property, what it held, what it should hold.',
  });

export const managementGroups = z
  .array(z.object({ id: z.string(), name: z.string() }))
  .nullable()
  .describe("From the tenant's root down; null where they could not be read.");

const firstSeen = z
  .object({ scanId: z.string(), at: z.iso.datetime() })
  .nullable()
  .describe('The scan that first found it; null where that cannot be told.');

const exemption = z
  .object({
    id: z.string(),
    reason: z.string(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime(),
    byTagOnly: z.boolean(),
  })
  .nullable()
  .describe('The exemption that covers it now.');

/** The finding record. */
export const findingAnswer = z
  .object({
    checkId: z.string(),
    service: z.string(),
    severity,
    title: z.string(),
    status: z.enum(findingStatuses),
    resourceId: z.string(),
    resourceName: z.string(),
    resourceType: z.string(),
    resourceGroup: z.string(),
    subscriptionId: z.string(),
    subscriptionName: z.string(),
    managementGroups,
    location: z.string(),
    tags: z.record(z.string(), z.string()),
    subKey: z.string().describe('The part of the resource: a key, a rule, a port. Empty where it is judged whole.'),
    because: because.exactOptional(),
    reason: reason.exactOptional(),
    detail: z.string().describe('Of an unknown.').exactOptional(),
    permission: z
      .string()
      .describe('Of an unknown: the Azure action that is missing; empty where none would help.')
      .exactOptional(),
    why: z.string(),
    fix: z.object({ text: z.string(), cli: z.string().describe('Ready to run.').exactOptional() }),
    reference: z.string(),
    firstSeen,
    exemption,
  })
  .meta({ id: 'Finding' }) satisfies z.ZodType<FindingView>;

/** What Defender for Cloud holds against a resource. */
export const assessmentAnswer = z
  .object({
    source: z.literal('defender'),
    assessmentKey: z.string(),
    assessmentId: z.string(),
    title: z.string(),
    severity: severity.nullable(),
    resourceId: z.string(),
    resourceName: z.string(),
    resourceType: z.string(),
    resourceGroup: z.string(),
    subscriptionId: z.string(),
    detail: z.string(),
    portal: z.string().describe('Its address in the Azure portal.'),
    sameAs: strings.describe('Ids of our checks that judge the same.'),
  })
  .meta({
    id: 'Assessment',
    description: 'An unhealthy recommendation of Microsoft Defender for Cloud.',
  }) satisfies z.ZodType<AssessmentFinding>;

export const findingsPage = pageOf(findingAnswer).meta({ id: 'FindingsPage' });
export const assessmentsPage = pageOf(assessmentAnswer).meta({ id: 'AssessmentsPage' });

import * as z from 'zod';
import type { CheckExplained } from '../../checks/explain.ts';
import type { CheckTallyView } from '../../scan/queries.ts';
import { fix } from './finding.ts';
import { pageOf } from './page.ts';
import { severity, strings, tally } from './scan.ts';

const need = z.object({
  from: z
    .enum(['child', 'defender', 'vault', 'references', 'referrers', 'within'])
    .describe(
      'child: a call for each resource. defender: a call for each subscription. vault: calls of each vault itself. The others are read in bulk.',
    ),
  name: z.string(),
  type: z.string(),
  apiVersion: z.string(),
  permission: z.string(),
});

/** A check with what it reads. */
export const checkAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    severity,
    service: z.string(),
    why: z.string(),
    fix,
    reference: z.string().meta({ format: 'uri' }),
    absent: z.string().describe('What an absent property means.'),
    on: z.string().describe('The type that it judges, in lower case.'),
    policies: strings.describe('Ids of the built-in Azure Policy definitions that judge the same.'),
    subject: z.object({ type: z.string(), apiVersion: z.string(), table: z.string() }),
    needs: z.array(need),
    permissions: strings.describe('Every Azure action that it reads with.'),
  })
  .meta({ id: 'Check' }) satisfies z.ZodType<CheckExplained>;

export const catalogueAnswer = z.object({ value: z.array(checkAnswer) }).meta({ id: 'Catalogue' });

/** What a check came to in a scan. */
export const checkTallyAnswer = z
  .object({ checkId: z.string(), title: z.string(), severity, service: z.string(), tally })
  .meta({ id: 'CheckTally' }) satisfies z.ZodType<CheckTallyView>;

export const checkTalliesPage = pageOf(checkTallyAnswer).meta({ id: 'CheckTalliesPage' });

import * as z from 'zod';
import type { ScopeView } from '../../model/scope.ts';
import { reason } from './finding.ts';
import { pageOf } from './page.ts';
import { strings } from './scan.ts';

const missing = z.object({
  permission: z.string().describe('The Azure action; empty where no permission would help.'),
  reason,
  detail: z.string(),
  checks: strings.describe('Ids of the checks that cannot be told without it.'),
});

/** What a scan of a subscription would see. */
export const scopeAnswer = z
  .object({
    id: z
      .string()
      .describe('The subscription; /tenants/{id} is the tenant, which a scan of everything visible judges.'),
    name: z.string(),
    readable: z.enum(['whole', 'partly', 'none']),
    missing: z.array(missing),
  })
  .meta({ id: 'Scope', description: 'What a scan of a subscription would see.' }) satisfies z.ZodType<ScopeView>;

export const scopesPage = pageOf(scopeAnswer).meta({ id: 'ScopesPage' });

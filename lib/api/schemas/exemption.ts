import * as z from 'zod';
import type { Exemption } from '../../model/exemption.ts';
import { pageOf } from './page.ts';

const time = z.iso.datetime();

/** A risk that somebody accepted for a time. */
export const exemptionAnswer = z
  .object({
    id: z.string().min(1).meta({ format: 'uuid' }),
    check: z.string().exactOptional(),
    resourceId: z.string().describe('The resource and everything below it; in lower case.').exactOptional(),
    resourceGroup: z.string().describe('Its full id, in lower case.').exactOptional(),
    subscription: z.string().exactOptional(),
    tag: z.string().describe('name=value, or a name alone for any value.').exactOptional(),
    reason: z.string(),
    createdBy: z.string(),
    createdAt: time,
    expiresAt: time.describe('From then on the findings count again.'),
  })
  .meta({
    id: 'Exemption',
    description: 'A risk that somebody accepted: of every finding that matches each field that is set.',
  }) satisfies z.ZodType<Exemption>;

export const exemptionsPage = pageOf(exemptionAnswer).meta({ id: 'ExemptionsPage' });

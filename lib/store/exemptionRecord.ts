import * as z from 'zod';
import { schemaNumber, text } from './columns.ts';

/** Row of `exemptions`; its key is the id. */
export const exemptionRecord = z
  .object({
    schema: z.literal(schemaNumber),
    check: z.string().min(1).exactOptional(),
    resourceId: z.string().min(1).exactOptional(),
    resourceGroup: z.string().min(1).exactOptional(),
    subscription: z.string().min(1).exactOptional(),
    tag: z.string().min(1).exactOptional(),
    reason: text,
    createdBy: text,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .refine(
    ({ check, resourceId, resourceGroup, subscription, tag }) =>
      [check, resourceId, resourceGroup, subscription, tag].some((part) => part !== undefined),
    'says of nothing what was accepted',
  );

import * as z from 'zod';
import type { Exemption, ExemptionTarget } from '../model/exemption.ts';
import { toBadRequest, type BadRequest } from './badRequest.ts';
import type { ScanContext } from './context.ts';
import { resourceGroupId, subscriptionId, tag } from './request.ts';

/** What is to be exempted, checked and in one spelling: ids in lower case, times in UTC. */
export type ExemptionRequest = Omit<Exemption, 'id' | 'createdBy'>;

const day = 24 * 3600 * 1000;
/** A year, of which a leap day may be one. */
const mostDays = 366;

const resourceId = z
  .string()
  .max(1000, 'must be at most 1,000 characters long')
  .regex(
    /^\/(?:subscriptions|tenants)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/[^/\p{Cc}]+)*$/iu,
    'must be the full id of a resource, or whole segments from its beginning, like /subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}, or the tenant as /tenants/{id}',
  );
const expiryRule =
  'must say until when: a date like 2027-01-31, which means 00:00 UTC, or a time with its zone like 2027-01-31T12:00:00Z';
const reasonRule = 'must say in 1 to 1,000 characters why the risk is accepted';

/** The body of POST /api/exemptions: what was accepted, by one field at least, then why and until when. */
export const exemptionRequestBody = z.strictObject({
  check: z.string().describe('Id of a check; GET /api/checks lists them.').exactOptional(),
  resourceId: resourceId
    .describe('A resource and everything below it: its full id, or whole segments from its beginning.')
    .exactOptional(),
  resourceGroup: resourceGroupId.describe('Full id: /subscriptions/{id}/resourceGroups/{name}.').exactOptional(),
  subscription: subscriptionId.describe('Id of a subscription.').exactOptional(),
  tag: tag
    .describe('name=value, or a name alone for any value. Only where the setting ALLOW_TAG_EXEMPTIONS is true.')
    .exactOptional(),
  reason: z.string(reasonRule).trim().min(1, reasonRule).max(1000, reasonRule).describe('Why the risk is accepted.'),
  expiresAt: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], expiryRule)
    .describe('Until when: in the future, and at most 366 days ahead. A date means 00:00 UTC.'),
});
type Body = z.infer<typeof exemptionRequestBody>;

const targetFields = ['check', 'resourceId', 'resourceGroup', 'subscription', 'tag'] as const;
const placeFields = ['resourceId', 'resourceGroup', 'subscription'] as const;

type Known = Pick<ScanContext, 'catalogue' | 'switchedOff' | 'settings'>;

const bad = (target: string, message: string): BadRequest => ({ state: 'bad', target, message });

function faultOfTarget({ catalogue, switchedOff, settings }: Known, values: Body): BadRequest | undefined {
  if (targetFields.every((field) => values[field] === undefined)) {
    return bad('check', `At least one of ${targetFields.join(', ')} must be given.`);
  }
  const places = placeFields.filter((field) => values[field] !== undefined);
  if (places.length > 1) {
    const given = places.join(' and ');
    return bad(places[1] ?? '', `Only one of ${placeFields.join(', ')} can be given, not ${given}.`);
  }
  const { check } = values;
  const known = [...catalogue.map(({ id }) => id), ...switchedOff.map(({ checkId }) => checkId)];
  if (check !== undefined && !known.includes(check)) {
    return bad('check', `There is no check ${JSON.stringify(check)}. GET /api/checks lists them.`);
  }
  if (values.tag === undefined || settings.tagExemptions) return undefined;
  const reason = 'who can tag a resource could exempt it';
  return bad('tag', `The field tag is taken only where the setting ALLOW_TAG_EXEMPTIONS is true: ${reason}.`);
}

function faultOfExpiry(expiresAt: number, now: number): BadRequest | undefined {
  const latest = now + mostDays * day;
  if (expiresAt > now && expiresAt <= latest) return undefined;
  const rule =
    expiresAt > now
      ? `must be at most a year ahead, that is ${String(mostDays)} days: ${new Date(latest).toISOString()} at the latest`
      : `must be in the future; it is ${new Date(now).toISOString()} now`;
  return bad('expiresAt', `The field expiresAt ${rule}.`);
}

function targetOf({ check, resourceId: id, resourceGroup, subscription, tag: label }: Body): ExemptionTarget {
  return {
    ...(check !== undefined && { check }),
    ...(id !== undefined && { resourceId: id.toLowerCase() }),
    ...(resourceGroup !== undefined && { resourceGroup: resourceGroup.toLowerCase() }),
    ...(subscription !== undefined && { subscription: subscription.toLowerCase() }),
    ...(label !== undefined && { tag: label }),
  };
}

/** Narrows the body of POST /api/exemptions. */
export function parseExemptionRequest(known: Known, value: unknown, now: Date): ExemptionRequest | BadRequest {
  const parsed = exemptionRequestBody.safeParse(value);
  if (!parsed.success) return toBadRequest(parsed.error, exemptionRequestBody, 'The body must be a JSON object.');
  const values = parsed.data;
  const expiresAt = Date.parse(values.expiresAt);
  const fault = faultOfTarget(known, values) ?? faultOfExpiry(expiresAt, now.getTime());
  if (fault) return fault;
  return {
    ...targetOf(values),
    reason: values.reason,
    createdAt: now.toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

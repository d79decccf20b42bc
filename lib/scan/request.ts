import * as z from 'zod';
import { severities, type CatalogueCheck } from '../model/check.ts';
import type { ScanOptions, Scope } from '../model/scan.ts';
import { toBadRequest, type BadRequest } from './badRequest.ts';
import { isAllowedCallback, settleCallback } from './callbackUrl.ts';

/** What was asked, checked and in one spelling: ids in lower case, lists sorted and without repeats. */
export interface ScanRequest {
  readonly scope: Scope;
  readonly options: ScanOptions;
  /** Who is told of the end, in one spelling; says nothing of what is judged. A secret. */
  readonly callbackUrl?: string;
}

const list = <T extends z.ZodType<string>>(item: T) =>
  z.array(item).min(1, 'must hold at least one item, or be left out').max(1500, 'must hold at most 1,500 items');
export const subscriptionId = z.guid('must be the id of a subscription, like 00000000-0000-0000-0000-000000000000');
export const resourceGroupId = z
  .string()
  .regex(
    /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[^/]{1,90}$/i,
    'must be the full id of a resource group, like /subscriptions/{id}/resourceGroups/{name}',
  );
// A subscription, or a resource in one: https://learn.microsoft.com/azure/azure-resource-manager/management/overview
const resourceId = z
  .string()
  .max(1000, 'must be at most 1,000 characters long')
  .regex(
    /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/resourceGroups\/[^/]{1,90}\/providers\/[^/]+(\/[^/]+\/[^/]+)+)?$/i,
    'must be the full id of a resource, like /subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}',
  );
// Names hold at most 512 characters, values 256: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
export const tag = z
  .string()
  .regex(/^[^=<>%&\\?/\p{Cc}]{1,512}(=[^\p{Cc}]{0,256})?$/u, 'must be name=value, or a name alone for any value');
// https://learn.microsoft.com/azure/governance/management-groups/overview: letters, digits and -_().
const managementGroup = z
  .string()
  .regex(/^[\w().-]{1,90}$/, 'must be the id of a management group: letters, digits and - _ ( ) . only');

/** The body of POST /api/scans: what to judge, by one field at most, then filters. */
export const scanRequestBody = z.strictObject({
  subscriptions: list(subscriptionId).describe('Ids of subscriptions.').exactOptional(),
  managementGroup: managementGroup.describe('Every subscription below it.').exactOptional(),
  resourceGroups: list(resourceGroupId)
    .describe('Full ids: /subscriptions/{id}/resourceGroups/{name}.')
    .exactOptional(),
  resourceIds: z
    .array(resourceId)
    .min(1, 'must hold at least one item, or be left out')
    .max(1000, 'must hold at most 1,000 items')
    .describe('Full ids: judges just these again, with what they are joined to.')
    .exactOptional(),
  checks: list(z.string()).describe('Ids of checks; GET /api/checks lists them.').exactOptional(),
  services: list(z.string()).describe('Names of services, like storage.').exactOptional(),
  severities: list(z.enum(severities, `must be one of ${severities.join(', ')}`)).exactOptional(),
  tags: z
    .array(tag)
    .min(1, 'must hold at least one item, or be left out')
    .max(10, 'must hold at most 10 items')
    .describe('Only resources with each of these, as name=value; a name alone means any value.')
    .exactOptional(),
  excludedSubscriptions: list(subscriptionId)
    .describe('Subscriptions that the scope holds and that are left out.')
    .exactOptional(),
  record: z
    .enum(['findings', 'all'], 'must be findings or all')
    .describe('all keeps passes too, for auditors.')
    .exactOptional(),
  callbackUrl: z
    .url({ protocol: /^https$/, error: 'must be an https address' })
    .max(2048, 'must be at most 2,048 characters long')
    .describe('Is sent the scan at its end, by POST with an eventId; its host must be one of CALLBACK_HOSTS.')
    .exactOptional(),
});
const scopeFields = ['subscriptions', 'managementGroup', 'resourceGroups', 'resourceIds'] as const;

const ordered = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();
const lower = (values: readonly string[]): readonly string[] => ordered(values.map((value) => value.toLowerCase()));

function unknownNames(
  catalogue: readonly CatalogueCheck[],
  values: z.infer<typeof scanRequestBody>,
): BadRequest | undefined {
  const checks = new Set(catalogue.map((check) => check.id));
  const services = new Set(catalogue.map((check) => check.service));
  const check = values.checks?.find((id) => !checks.has(id));
  if (check !== undefined) {
    return {
      state: 'bad',
      target: 'checks',
      message: `There is no check ${JSON.stringify(check)}. GET /api/checks lists them.`,
    };
  }
  const service = values.services?.find((id) => !services.has(id));
  if (service === undefined) return undefined;
  return {
    state: 'bad',
    target: 'services',
    message: `There is no service ${JSON.stringify(service)}. Known: ${[...services].join(', ')}.`,
  };
}

/** The enabled checks of a scan: those that pass every filter given. */
export function enabledChecks(catalogue: readonly CatalogueCheck[], options: ScanOptions): readonly CatalogueCheck[] {
  return catalogue.filter(
    (check) =>
      (options.checks?.includes(check.id) ?? true) &&
      (options.services?.includes(check.service) ?? true) &&
      (options.severities?.includes(check.severity) ?? true),
  );
}

function refusedCallback(url: string | undefined, hosts: readonly string[]): BadRequest | undefined {
  if (url === undefined || isAllowedCallback(url, hosts)) return undefined;
  return {
    state: 'bad',
    target: 'callbackUrl',
    message: `The field callbackUrl must be an https address on a host that the setting CALLBACK_HOSTS allows: ${hosts.map((host) => (host.startsWith('.') ? `*${host}` : host)).join(', ')}.`,
  };
}

/**
 * Narrows the body of POST /api/scans. Without a scope: the default subscription, else everything visible. Callbacks may
 * go to `callbackHosts` only.
 */
export function parseScanRequest(
  value: unknown,
  catalogue: readonly CatalogueCheck[],
  defaultSubscription: string | undefined,
  callbackHosts: readonly string[] = [],
): ScanRequest | BadRequest {
  const parsed = scanRequestBody.safeParse(value);
  if (!parsed.success) {
    return toBadRequest(parsed.error, scanRequestBody, 'The body must be a JSON object, or be left out.');
  }
  const values = parsed.data;
  const given = scopeFields.filter((field) => values[field] !== undefined);
  if (given.length > 1) {
    return {
      state: 'bad',
      target: given[1] ?? '',
      message: `Only one of ${scopeFields.join(', ')} can be given, not ${given.join(' and ')}.`,
    };
  }
  const refused = unknownNames(catalogue, values) ?? refusedCallback(values.callbackUrl, callbackHosts);
  if (refused) return refused;
  const fallback = given.length === 0 && defaultSubscription !== undefined ? [defaultSubscription] : undefined;
  const subscriptions = values.subscriptions ?? fallback;
  const request: ScanRequest = {
    scope: {
      ...(subscriptions && { subscriptions: lower(subscriptions) }),
      ...(values.managementGroup !== undefined && { managementGroup: values.managementGroup }),
      ...(values.resourceGroups && { resourceGroups: lower(values.resourceGroups) }),
      ...(values.resourceIds && { resourceIds: lower(values.resourceIds) }),
    },
    options: {
      ...(values.checks && { checks: ordered(values.checks) }),
      ...(values.services && { services: ordered(values.services) }),
      ...(values.severities && { severities: ordered(values.severities) }),
      ...(values.tags && { tags: ordered(values.tags) }),
      ...(values.record === 'all' && { record: 'all' as const }),
      ...(values.excludedSubscriptions && { excludedSubscriptions: lower(values.excludedSubscriptions) }),
    },
    ...(values.callbackUrl !== undefined && { callbackUrl: settleCallback(values.callbackUrl) }),
  };
  if (enabledChecks(catalogue, request.options).length > 0) return request;
  return {
    state: 'bad',
    target: given[0] ?? 'checks',
    message: 'No check is left by checks, services and severities together. Widen one of them.',
  };
}

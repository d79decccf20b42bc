import * as z from 'zod';
import { severities, type CatalogueCheck } from '../model/check.ts';
import type { ScanOptions, Scope } from '../model/scan.ts';

/** What was asked, checked and in one spelling: ids in lower case, lists sorted and without repeats. */
export interface ScanRequest {
  readonly scope: Scope;
  readonly options: ScanOptions;
}

/** A request that cannot be served, with the field that is wrong and the rule it breaks. */
export interface BadRequest {
  readonly state: 'bad';
  readonly message: string;
  readonly target: string;
}

export const largestBody = 64 * 1024;

const list = <T extends z.ZodType<string>>(item: T) =>
  z.array(item).min(1, 'must hold at least one item, or be left out').max(1500, 'must hold at most 1,500 items');
const subscriptionId = z.guid('must be the id of a subscription, like 00000000-0000-0000-0000-000000000000');
const resourceGroupId = z
  .string()
  .regex(
    /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[^/]{1,90}$/i,
    'must be the full id of a resource group, like /subscriptions/{id}/resourceGroups/{name}',
  );
// https://learn.microsoft.com/azure/governance/management-groups/overview: letters, digits and -_().
const managementGroup = z
  .string()
  .regex(/^[\w().-]{1,90}$/, 'must be the id of a management group: letters, digits and - _ ( ) . only');

const body = z.strictObject({
  subscriptions: list(subscriptionId).exactOptional(),
  managementGroup: managementGroup.exactOptional(),
  resourceGroups: list(resourceGroupId).exactOptional(),
  checks: list(z.string()).exactOptional(),
  services: list(z.string()).exactOptional(),
  severities: list(z.enum(severities, `must be one of ${severities.join(', ')}`)).exactOptional(),
});
const scopeFields = ['subscriptions', 'managementGroup', 'resourceGroups'] as const;

function toBadRequest(issue: z.core.$ZodIssue): BadRequest {
  if (issue.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys;
    return {
      state: 'bad',
      target: field,
      message: `The field ${JSON.stringify(field)} is unknown. Known fields: ${Object.keys(body.shape).join(', ')}.`,
    };
  }
  const target = issue.path.map(String).join('.');
  if (target === '')
    return { state: 'bad', target: 'body', message: 'The body must be a JSON object, or be left out.' };
  const rule =
    issue.code === 'invalid_type' ? `has a wrong type: ${issue.message.replace('Invalid input: ', '')}` : issue.message;
  return { state: 'bad', target, message: `The field ${target} ${rule}.` };
}

const ordered = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();
const lower = (values: readonly string[]): readonly string[] => ordered(values.map((value) => value.toLowerCase()));

function unknownNames(catalogue: readonly CatalogueCheck[], values: z.infer<typeof body>): BadRequest | undefined {
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

/** Narrows the body of POST /api/scans. Without a scope: the default subscription, else everything visible. */
export function parseScanRequest(
  value: unknown,
  catalogue: readonly CatalogueCheck[],
  defaultSubscription: string | undefined,
): ScanRequest | BadRequest {
  const parsed = body.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return issue ? toBadRequest(issue) : { state: 'bad', target: 'body', message: 'The body cannot be read.' };
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
  const unknown = unknownNames(catalogue, values);
  if (unknown) return unknown;
  const fallback = given.length === 0 && defaultSubscription !== undefined ? [defaultSubscription] : undefined;
  const subscriptions = values.subscriptions ?? fallback;
  const request: ScanRequest = {
    scope: {
      ...(subscriptions && { subscriptions: lower(subscriptions) }),
      ...(values.managementGroup !== undefined && { managementGroup: values.managementGroup }),
      ...(values.resourceGroups && { resourceGroups: lower(values.resourceGroups) }),
    },
    options: {
      ...(values.checks && { checks: ordered(values.checks) }),
      ...(values.services && { services: ordered(values.services) }),
      ...(values.severities && { severities: ordered(values.severities) }),
    },
  };
  if (enabledChecks(catalogue, request.options).length > 0) return request;
  return {
    state: 'bad',
    target: given[0] ?? 'checks',
    message: 'No check is left by checks, services and severities together. Widen one of them.',
  };
}

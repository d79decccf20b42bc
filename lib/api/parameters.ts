import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { changeKinds } from '../model/change.ts';
import { severities } from '../model/check.ts';
import { findingStatuses } from '../model/finding.ts';
import { defaultOwnerTag, reportFormatNames } from '../report/formats.ts';
import { scanStatuses } from '../model/scan.ts';
import type { Listed } from '../scan/listing.ts';
import { badRequest, baseUrl, type Call } from './answers.ts';

/** A scan id in a route, in any case. */
export const scanIdParameter = z.guid().meta({ description: 'The id that POST /api/scans answered.' });

/** A subscription id in a route, in any case. */
export const subscriptionIdParameter = z.guid().meta({ description: 'The id of a subscription.' });

/** The header Idempotency-Key. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .meta({
    description: 'Honoured for 24 hours: the same key and body answer the same scan, another body answers 409.',
  });

/** The scan id of a route, or the answer to give instead. */
export function scanIdOf(
  request: Pick<HttpRequest, 'params'>,
): { readonly scanId: string } | { readonly answer: HttpResponseInit } {
  const scanId = (request.params['scanId'] ?? '').toLowerCase();
  if (scanIdParameter.safeParse(scanId).success) return { scanId };
  return { answer: badRequest('The scan id must be a UUID, like the id that POST /api/scans answers.', 'scanId') };
}

export const exemptionIdParameter = z.guid().meta({ description: 'The id that POST /api/exemptions answered.' });

/** The exemption id of a route, or the answer to give instead. */
export function exemptionIdOf(
  request: Pick<HttpRequest, 'params'>,
): { readonly exemptionId: string } | { readonly answer: HttpResponseInit } {
  const exemptionId = (request.params['exemptionId'] ?? '').toLowerCase();
  if (exemptionIdParameter.safeParse(exemptionId).success) return { exemptionId };
  return {
    answer: badRequest(
      'The exemption id must be a UUID, like the id that POST /api/exemptions answers.',
      'exemptionId',
    ),
  };
}

const splitAtCommas = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;

const commaList = <T extends z.ZodType<unknown, string>>(item: T, description: string) =>
  z
    .preprocess(splitAtCommas, z.array(item).min(1))
    .optional()
    .meta({ description, param: { style: 'form', explode: false } });

const top = z.coerce
  .number('must be a whole number from 1 to 1,000')
  .int('must be a whole number from 1 to 1,000')
  .min(1, 'must be a whole number from 1 to 1,000')
  .max(1000, 'must be a whole number from 1 to 1,000')
  .default(100)
  .meta({ description: 'The most items on a page.' });

const continuation = z.object({ after: z.string().min(1).max(1024), of: z.string() });

/** Parameters of every collection. A key given as `code` is the host's affair. */
const paging = {
  top,
  token: z.string().optional().meta({ description: 'Continues a listing: nextLink holds it.' }),
  code: z.string().optional(),
  clientId: z.string().optional(),
};
const subscription = z
  .guid('must be the id of a subscription')
  .toLowerCase()
  .optional()
  .meta({ description: 'The id of a subscription.' });

// A scan that is being deleted is listed no more.
const listedStatuses = scanStatuses.filter((status) => status !== 'deleting');

export const pageParameters = z.strictObject(paging);
export const scanParameters = z.strictObject({
  ...paging,
  status: commaList(
    z.enum(listedStatuses, `must be one or more of ${listedStatuses.join(', ')}`),
    'Scans of these only.',
  ),
});
const narrowing = {
  severity: commaList(z.enum(severities, `must be one or more of ${severities.join(', ')}`), 'Findings of these only.'),
  service: commaList(
    z.string().regex(/^[a-z0-9]+$/, 'must be the name of a service, like storage'),
    'Names of services.',
  ),
  check: commaList(
    z.string().regex(/^[a-z0-9-]+$/, 'must be the id of a check, like storage-shared-key-access'),
    'Ids of checks.',
  ),
  subscription,
};

export const findingParameters = z.strictObject({
  ...paging,
  ...narrowing,
  status: z
    .enum(findingStatuses, 'must be fail, unknown or pass')
    .optional()
    .meta({ description: 'Without it fails and unknowns; passes are there where the scan was asked to record all.' }),
  source: z.enum(['vigil', 'defender'], 'must be vigil or defender').default('vigil').meta({
    description:
      'Our findings, or the recommendations of Defender for Cloud: with service, check and status it does not go.',
  }),
});

export const changeParameters = z.strictObject({
  ...paging,
  ...narrowing,
  since: z
    .guid('must be the id of a scan')
    .toLowerCase()
    .optional()
    .meta({ description: 'An earlier finished scan of the same scope and options; without it the one before.' }),
  change: commaList(z.enum(changeKinds, `must be one or more of ${changeKinds.join(', ')}`), 'Changes of these only.'),
});

export const reportParameters = z.strictObject({
  format: z.enum(reportFormatNames, `must be one of ${reportFormatNames.join(', ')}`),
  ownerTag: z
    .string()
    .min(1, 'must name a tag')
    .max(512, 'must name a tag')
    .default(defaultOwnerTag)
    .meta({ description: 'The tag that names who owns a resource, in any case; html groups by it.' }),
  token: paging.token,
  code: paging.code,
  clientId: paging.clientId,
});

/** Each subscription costs some fifty calls to Azure, so a page holds few. */
export const scopeParameters = z.strictObject({
  ...paging,
  top: z.coerce
    .number('must be a whole number from 1 to 50')
    .int('must be a whole number from 1 to 50')
    .min(1, 'must be a whole number from 1 to 50')
    .max(50, 'must be a whole number from 1 to 50')
    .default(10)
    .meta({ description: 'The most items on a page.' }),
  subscription,
});

type Parsed<T> = { readonly values: T; readonly after: string | undefined } | { readonly answer: HttpResponseInit };

/** What a listing was asked for besides its page: a token continues only the listing that it came from. */
function questionOf(url: URL): string {
  const asked = [...url.searchParams].filter(([name]) => !['token', 'top', 'code', 'clientId'].includes(name));
  return JSON.stringify([url.pathname.toLowerCase(), asked.toSorted()]);
}

function readToken(token: string, url: URL): string | undefined {
  try {
    const parsed = continuation.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    return parsed.success && parsed.data.of === questionOf(url) ? parsed.data.after : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(issue: z.core.$ZodIssue, known: readonly string[]): HttpResponseInit {
  if (issue.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    return badRequest(
      `The parameter ${JSON.stringify(name)} is unknown. Known parameters: ${known.filter((one) => one !== 'code' && one !== 'clientId').join(', ')}.`,
      name,
    );
  }
  const target = String(issue.path[0] ?? 'query');
  return badRequest(`The parameter ${target} ${issue.message}.`, target);
}

/** Reads the query of a collection. */
export function parseQuery<S extends z.ZodObject>(request: HttpRequest, schema: S): Parsed<z.infer<S>> {
  const url = new URL(request.url);
  const parsed = schema.safeParse(Object.fromEntries(url.searchParams));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      answer: issue ? faultOf(issue, Object.keys(schema.shape)) : badRequest('The query cannot be read.', 'query'),
    };
  }
  const token = url.searchParams.get('token');
  if (token === null) return { values: parsed.data, after: undefined };
  const after = readToken(token, url);
  if (after !== undefined) return { values: parsed.data, after };
  const rule =
    'The parameter token continues another listing or is damaged. Follow nextLink as it is, or leave token out.';
  return { answer: badRequest(rule, 'token') };
}

/** A collection as the API answers it: `{value, nextLink}`, with an absolute link. */
export function pageOf<T>(
  { context, request }: Call,
  { value, next }: Listed<T>,
): { readonly value: readonly T[]; readonly nextLink?: string } {
  if (next === null) return { value };
  const url = new URL(request.url);
  const link = new URL(`${url.pathname}${url.search}`, baseUrl(context, request));
  const token = Buffer.from(JSON.stringify({ after: next, of: questionOf(url) })).toString('base64url');
  link.searchParams.set('token', token);
  // A key in a link would end up in logs: the caller sends its key again.
  link.searchParams.delete('code');
  return { value, nextLink: link.href };
}

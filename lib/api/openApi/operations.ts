import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi';
import * as z from 'zod';
import { scanRequestBody } from '../../scan/request.ts';
import { findingParameters, idempotencyKey, pageParameters, scanIdParameter, scanParameters } from '../parameters.ts';
import { scopeParameters } from '../parameters.ts';
import type { routes } from '../routes.ts';
import { catalogueAnswer, checkAnswer, checkTalliesPage } from '../schemas/check.ts';
import { errorTracesPage } from '../schemas/errorTrace.ts';
import { assessmentsPage, findingsPage } from '../schemas/finding.ts';
import { noticeBody } from '../schemas/notice.ts';
import { healthAnswer } from '../schemas/health.ts';
import { openApiAnswer } from '../schemas/openApi.ts';
import { scanAnswer, scansPage } from '../schemas/scan.ts';
import { coverageAnswer } from '../schemas/scanCoverage.ts';
import { scopesPage } from '../schemas/scope.ts';
import { exampleOperation, finishedScan, pendingScan, requestExamples } from './examples.ts';
import * as failures from './failures.ts';

/** What the document says of a function. */
export type Operation = Omit<ZodOpenApiOperationObject, 'operationId'> & { readonly summary: string };
type Schema = z.ZodType;

function answer(description: string, schema: Schema, example?: unknown): ZodOpenApiResponseObject {
  return { description, content: { 'application/json': { schema, ...(example !== undefined && { example }) } } };
}

/** The key stands in the security schemes, not among the parameters. */
const query = (parameters: z.ZodObject) => parameters.omit({ code: true, clientId: true });

const ofScan = z.object({ scanId: scanIdParameter });
const always = { 500: failures.broken, 503: failures.unavailable };
const keyed = { 401: failures.unauthorized, 403: failures.forbidden, ...always };
const ofScanFailures = { 400: failures.badRequest, 404: failures.noSuchScan, ...keyed };

const operationHeaders = z.object({
  Location: z
    .string()
    .meta({ format: 'uri', description: 'Where to poll: GET /api/operations/{operation}, which needs no key.' }),
  'Retry-After': failures.retryAfterHeader,
});

const hookHeaders = z.object({
  Location: z.string().meta({ format: 'uri', description: 'Takes DELETE: the callback is taken away then.' }),
});

const ended = {
  post: {
    summary: 'The scan ended',
    description: 'Made at least once, and again for a day until it is answered; redirects are not followed.',
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: noticeBody } } },
    responses: {
      '2XX': { description: 'Taken.' },
      404: { description: 'Not wanted any more, like 409 and 410: it is not made again.' },
    },
  },
};

const start = {
  tags: ['Scans'],
  description:
    'At most one of subscriptions, managementGroup, resourceGroups and resourceIds; without any: the default subscription of the app, else everything visible. While a scan of the same scope and options is active, that scan is answered. Follow Location to the end and read `status`: a failed scan is answered 200 too.',
  requestParams: { header: z.object({ 'Idempotency-Key': idempotencyKey.optional() }) },
  requestBody: {
    required: false,
    content: { 'application/json': { schema: scanRequestBody, examples: requestExamples } },
  },
  callbacks: { scanEnded: { '{$request.body#/callbackUrl}': ended } },
  responses: {
    201: {
      ...answer('With callbackUrl: the scan, new or active already.', scanAnswer, pendingScan),
      headers: hookHeaders,
    },
    202: { ...answer('The scan, new or active already.', scanAnswer, pendingScan), headers: operationHeaders },
    400: failures.badRequest,
    409: failures.keyReused,
    413: failures.bodyTooLarge,
    429: failures.tooManyScans,
    ...keyed,
  },
} satisfies Omit<Operation, 'summary'>;

function listing(tag: string, summary: string, parameters: z.ZodObject, page: Schema): Operation {
  return {
    tags: [tag],
    summary,
    requestParams: { query: query(parameters) },
    responses: { 200: answer('A page.', page), 400: failures.badRequest, ...keyed },
  };
}

function listingOfScan(summary: string, parameters: z.ZodObject, page: Schema): Operation {
  return {
    tags: ['Results'],
    summary,
    requestParams: { path: ofScan, query: query(parameters) },
    responses: { 200: answer('A page.', page), ...ofScanFailures },
  };
}

const scopes = listing('Catalogue', 'What a scan would see of each subscription', scopeParameters, scopesPage);

/** Every operation by its function: its name is the operationId. */
export const operations: Readonly<Record<keyof typeof routes, Operation>> = {
  startScan: { ...start, summary: 'Start a scan' },
  runScan: { ...start, summary: 'Start a scan, for the built-in Azure Functions action of Logic Apps' },
  getOperation: {
    tags: ['Scans'],
    summary: 'Poll a scan without a key',
    description: 'The nonce in the address is the permission.',
    security: [],
    requestParams: {
      path: z.object({
        operation: z
          .string()
          .meta({ description: '{scanId}.{nonce}, as Location held it.', examples: [exampleOperation] }),
      }),
    },
    responses: {
      200: answer(
        'The scan, at its end: whether completed, failed or cancelled, `status` tells.',
        scanAnswer,
        finishedScan,
      ),
      202: {
        ...answer('The scan runs. No body while the storage account does not answer.', scanAnswer, pendingScan),
        headers: operationHeaders,
      },
      404: failures.noSuchOperation,
      ...always,
    },
  },
  deleteHook: {
    tags: ['Scans'],
    summary: 'Take a callback away, without a key',
    description: 'The nonce in the address is the permission. The scan goes on.',
    security: [],
    requestParams: {
      path: z.object({
        hook: z.string().meta({ description: '{scanId}.{nonce}, as Location held it.', examples: [exampleOperation] }),
      }),
    },
    responses: { 204: { description: 'It is gone, or there was none. No body.' }, ...always },
  },
  listScans: listing('Scans', 'List scans, newest first', scanParameters, scansPage),
  getScan: {
    tags: ['Scans'],
    summary: 'Get a scan with its progress',
    requestParams: { path: ofScan },
    responses: { 200: answer('The scan.', scanAnswer, finishedScan), ...ofScanFailures },
  },
  deleteScan: {
    tags: ['Scans'],
    summary: 'Delete a scan and its results',
    requestParams: { path: ofScan },
    responses: {
      202: { description: 'Gone for every reader; its rows are removed by and by. No body.' },
      ...ofScanFailures,
    },
  },
  cancelScan: {
    tags: ['Scans'],
    summary: 'Cancel a scan',
    requestParams: { path: ofScan },
    responses: {
      200: answer('The cancelled scan, also when it was cancelled before.', scanAnswer),
      409: failures.scanFinished,
      ...ofScanFailures,
    },
  },
  listFindings: listingOfScan(
    'List findings: what failed and what could not be told',
    findingParameters,
    z.union([findingsPage, assessmentsPage]),
  ),
  listScanErrors: listingOfScan('List errors, each with its full trace', pageParameters, errorTracesPage),
  listScanChecks: listingOfScan('List what each check came to', pageParameters, checkTalliesPage),
  getCoverage: listingOfScan('Get what was seen, what was not and why', pageParameters, coverageAnswer),
  listChecks: {
    tags: ['Catalogue'],
    summary: 'List the checks',
    responses: { 200: answer('Every check that is switched on.', catalogueAnswer), ...keyed },
  },
  getCheck: {
    tags: ['Catalogue'],
    summary: 'Get a check with what it reads',
    requestParams: { path: z.object({ checkId: z.string().meta({ examples: ['storage-shared-key-access'] }) }) },
    responses: { 200: answer('The check.', checkAnswer), 404: failures.noSuchCheck, ...keyed },
  },
  listScopes: {
    ...scopes,
    description: 'Asks Azure about each subscription, some fifty calls.',
    responses: { ...scopes.responses, 502: failures.azureRefused, 503: failures.azureUnavailable },
  },
  getOpenApi: {
    tags: ['App'],
    summary: 'Get this document',
    responses: { 200: answer('An OpenAPI 3.1 document.', openApiAnswer), ...keyed },
  },
  health: {
    tags: ['App'],
    summary: 'Whether the app answers',
    security: [],
    responses: { 200: answer('It does.', healthAnswer) },
  },
};

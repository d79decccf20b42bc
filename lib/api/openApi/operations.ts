import * as z from 'zod';
import { reportFormats } from '../../report/formats.ts';
import { scanRequestBody } from '../../scan/request.ts';
import {
  changeParameters,
  findingParameters,
  idempotencyKey,
  pageParameters,
  reportParameters,
  scanIdParameter,
  scanParameters,
  scopeParameters,
  subscriptionIdParameter,
} from '../parameters.ts';
import type { routes } from '../routes.ts';
import { catalogueAnswer, checkAnswer, checkTalliesPage } from '../schemas/check.ts';
import { changesPage } from '../schemas/change.ts';
import { errorTracesPage } from '../schemas/errorTrace.ts';
import { assessmentsPage, findingsPage } from '../schemas/finding.ts';
import { noticeBody } from '../schemas/notice.ts';
import { healthAnswer } from '../schemas/health.ts';
import { openApiAnswer } from '../schemas/openApi.ts';
import { posturePage } from '../schemas/posture.ts';
import { scanAnswer, scansPage } from '../schemas/scan.ts';
import { coverageAnswer } from '../schemas/scanCoverage.ts';
import { scopesPage } from '../schemas/scope.ts';
import { scoreAnswer } from '../schemas/score.ts';
import { exampleOperation, finishedScan, pendingScan, requestExamples } from './examples.ts';
import { exemptionOperations } from './exemptionOperations.ts';
import * as failures from './failures.ts';
import { always, answer, keyed, listing, query, type Operation } from './operation.ts';

const ofScan = z.object({ scanId: scanIdParameter });
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

function listingOfScan(summary: string, parameters: z.ZodObject, page: z.ZodType): Operation {
  return {
    tags: ['Results'],
    summary,
    requestParams: { path: ofScan, query: query(parameters) },
    responses: { 200: answer('A page.', page), ...ofScanFailures },
  };
}

const scopes = listing('Catalogue', 'What a scan would see of each subscription', scopeParameters, scopesPage);

const changes = listingOfScan('List what changed since an earlier scan', changeParameters, changesPage);

const reportHeaders = z.object({
  Link: z.string().optional().meta({ description: 'With rel="next": goes on with the findings.' }),
  'Content-Disposition': z.string(),
});
/** Reports in JSON have shapes of their own: that of report.json, and SARIF's. */
const anyObject = {
  type: 'object',
  additionalProperties: { type: ['array', 'null', 'number', 'object', 'string'] },
} as const;
const reportContent = Object.fromEntries(
  Object.values(reportFormats).map(({ contentType }) => [
    contentType,
    { schema: /[/+]json$/.test(contentType) ? anyObject : z.string() },
  ]),
);

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
  listChanges: {
    ...changes,
    description: 'Empty, with `since` null, where there is no earlier scan of the same scope and options.',
    responses: { ...changes.responses, 409: failures.scanNotFinished },
  },
  getScore: listingOfScan('Get the score, whole, by service and by subscription', pageParameters, scoreAnswer),
  getReport: {
    tags: ['Results'],
    summary: 'Get a finished scan as a file',
    description:
      'At most 5,000 findings; the header Link names the next answer. The page of html holds the worst of all.',
    requestParams: { path: ofScan, query: query(reportParameters) },
    responses: {
      200: { description: 'The file.', headers: reportHeaders, content: reportContent },
      409: failures.scanNotFinished,
      422: failures.reportTooLarge,
      ...ofScanFailures,
    },
  },
  getCoverage: listingOfScan('Get what was seen, what was not and why', pageParameters, coverageAnswer),
  ...exemptionOperations,
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
  listPosture: listing('Results', 'List how each subscription stands', pageParameters, posturePage),
  getPosture: {
    tags: ['Results'],
    summary: 'List how a subscription stood, newest first',
    requestParams: { path: z.object({ subscriptionId: subscriptionIdParameter }), query: query(pageParameters) },
    responses: {
      200: answer('A page.', posturePage),
      400: failures.badRequest,
      404: failures.noSuchPosture,
      ...keyed,
    },
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

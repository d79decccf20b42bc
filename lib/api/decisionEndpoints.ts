import type { HttpResponseInit } from '@azure/functions';
import type { ScanContext } from '../scan/context.ts';
import { isFinal, type Control } from '../scan/control.ts';
import { listChanges as findChanges } from '../scan/listChanges.ts';
import { listPosture as findPosture, readPosture } from '../scan/listPosture.ts';
import { findScan } from '../scan/findScan.ts';
import { getScore as readScore } from '../scan/scores.ts';
import { badRequest, failure, type Call } from './answers.ts';
import { ofScan } from './listEndpoints.ts';
import { changeParameters, pageOf, pageParameters, parseQuery, subscriptionIdParameter } from './parameters.ts';

/** A scan that runs has no report, no changes and no score to compare. */
export const scanNotFinished = (scanId: string): HttpResponseInit =>
  failure(409, 'ScanNotFinished', `The scan ${scanId} runs still. Follow it to its end first.`, 'scanId');

const isDone = ({ scan }: Control): boolean =>
  scan.record.status === 'completed' || scan.record.status === 'completedWithErrors';

type Earlier = { readonly older: Control | undefined } | { readonly answer: HttpResponseInit };

/** The scan to compare with: the one asked for, else the one before; none where that was deleted, or never was. */
async function earlier(context: ScanContext, newer: Control, since: string | undefined): Promise<Earlier> {
  const { id, previous, series } = newer.scan.record;
  if (since === undefined) {
    return { older: previous === '' ? undefined : await findScan(context, previous) };
  }
  const older = await findScan(context, since);
  const bad = (rule: string): Earlier => ({ answer: badRequest(`The parameter since ${rule}`, 'since') });
  if (!older) return bad(`names the scan ${since}, which does not exist. GET /api/scans lists the scans.`);
  if (older.scan.record.series !== series) {
    return bad(`names a scan of another scope or other options: ${since} cannot be compared with ${id}.`);
  }
  if (since >= id) return bad(`must name an earlier scan than ${id}.`);
  if (!isDone(older)) return bad(`must name a scan that was completed; ${since} is ${older.scan.record.status}.`);
  return { older };
}

export function listChanges(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, async (newer, scanId) => {
    const query = parseQuery(call.request, changeParameters);
    if ('answer' in query) return query.answer;
    if (!isFinal(newer.scan.record)) return scanNotFinished(scanId);
    const { since, change, severity, service, check, subscription, top } = query.values;
    const compared = await earlier(call.context, newer, since);
    if ('answer' in compared) return compared.answer;
    const { older } = compared;
    if (!older || !isDone(newer)) return { jsonBody: { since: null, value: [] } };
    const filter = { kinds: change, severities: severity, services: service, checks: check, subscription, top };
    const page = await findChanges(call.context, older, newer, { ...filter, after: query.after });
    return { jsonBody: { since: older.scan.record.id, ...pageOf(call, page) } };
  });
}

export function getScore(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, async (control) => {
    const query = parseQuery(call.request, pageParameters);
    if ('answer' in query) return query.answer;
    const { score, services, ...page } = await readScore(call.context, control, {
      top: query.values.top,
      after: query.after,
    });
    const { value, ...link } = pageOf(call, page);
    return { jsonBody: { score, services, subscriptions: value, ...link } };
  });
}

export async function listPosture(call: Call): Promise<HttpResponseInit> {
  const query = parseQuery(call.request, pageParameters);
  if ('answer' in query) return query.answer;
  const page = { top: query.values.top, after: query.after };
  return { jsonBody: pageOf(call, await findPosture(call.context, page)) };
}

export async function getPosture(call: Call): Promise<HttpResponseInit> {
  const subscriptionId = (call.request.params['subscriptionId'] ?? '').toLowerCase();
  if (!subscriptionIdParameter.safeParse(subscriptionId).success) {
    return badRequest('The subscription must be named by its id, a GUID.', 'subscriptionId');
  }
  const query = parseQuery(call.request, pageParameters);
  if ('answer' in query) return query.answer;
  const page = await readPosture(call.context, subscriptionId, { top: query.values.top, after: query.after });
  if (page !== undefined) return { jsonBody: pageOf(call, page) };
  const message = `No finished scan of the subscription ${subscriptionId} is known that was not narrowed.`;
  return failure(404, 'PostureNotFound', message, 'subscriptionId');
}

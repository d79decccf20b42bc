import type { HttpResponseInit } from '@azure/functions';
import { explainCheck } from '../checks/explain.ts';
import type { Control } from '../scan/control.ts';
import { findScan } from '../scan/findScan.ts';
import { listFindings as findFindings } from '../scan/findings.ts';
import * as queries from '../scan/queries.ts';
import { badRequest, noSuchCheck, noSuchScan, type Call } from './answers.ts';
import { findingParameters, pageOf, pageParameters, parseQuery, scanIdOf, scanParameters } from './parameters.ts';

export async function listScans(call: Call): Promise<HttpResponseInit> {
  const query = parseQuery(call.request, scanParameters);
  if ('answer' in query) return query.answer;
  const { status, top } = query.values;
  const filter = { top, after: query.after, ...(status && { statuses: status }) };
  return { jsonBody: pageOf(call, await queries.listScans(call.context, filter)) };
}

/** Runs an endpoint below /scans/{scanId} on a scan that exists. */
export async function ofScan(
  call: Call,
  answer: (control: Control, scanId: string) => Promise<HttpResponseInit> | HttpResponseInit,
): Promise<HttpResponseInit> {
  const asked = scanIdOf(call.request);
  if ('answer' in asked) return asked.answer;
  const control = await findScan(call.context, asked.scanId);
  return control ? answer(control, asked.scanId) : noSuchScan(asked.scanId);
}

export function listFindings(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, async (control, scanId) => {
    const query = parseQuery(call.request, findingParameters);
    if ('answer' in query) return query.answer;
    const { severity, service, check, subscription, status, source, top } = query.values;
    if (source === 'defender') {
      const [foreign] = Object.entries({ service, check, status }).flatMap(([name, value]) => (value ? [name] : []));
      if (foreign !== undefined) {
        return badRequest(
          `The parameter ${foreign} does not go with source=defender, which is no check of ours.`,
          foreign,
        );
      }
      const filter = { severities: severity, subscription, top, after: query.after };
      return { jsonBody: pageOf(call, await queries.listAssessments(call.context, scanId, filter)) };
    }
    const filter = {
      severities: severity,
      services: service,
      checks: check,
      subscription,
      status,
      top,
      after: query.after,
    };
    return { jsonBody: pageOf(call, await findFindings(call.context, control, filter)) };
  });
}

export function listScanErrors(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, async (control) => {
    const query = parseQuery(call.request, pageParameters);
    if ('answer' in query) return query.answer;
    const page = { top: query.values.top, after: query.after };
    return { jsonBody: pageOf(call, await queries.listErrors(call.context, control, page)) };
  });
}

export function listScanChecks(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, (control) => {
    const query = parseQuery(call.request, pageParameters);
    if ('answer' in query) return query.answer;
    const { top } = query.values;
    const tallies = queries.listTallies(call.context, control);
    const from = query.after === undefined ? 0 : tallies.findIndex(({ checkId }) => checkId === query.after) + 1;
    const value = tallies.slice(from, from + top);
    const next = from + top < tallies.length ? (value.at(-1)?.checkId ?? null) : null;
    return { jsonBody: pageOf(call, { value, next }) };
  });
}

export function getCoverage(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, async (control, scanId) => {
    const query = parseQuery(call.request, pageParameters);
    if ('answer' in query) return query.answer;
    const page = { top: query.values.top, after: query.after };
    const [coverage, refusals] = await Promise.all([
      queries.getCoverage(call.context, control),
      queries.listRefusals(call.context, scanId, page),
    ]);
    const { value, ...link } = pageOf(call, refusals);
    return { jsonBody: { ...coverage, refused: value, ...link } };
  });
}

export function listChecks({ context }: Call): Promise<HttpResponseInit> {
  return Promise.resolve({ jsonBody: { value: context.catalogue.map(explainCheck) } });
}

export function getCheck({ context, request }: Call): Promise<HttpResponseInit> {
  const checkId = (request.params['checkId'] ?? '').toLowerCase();
  const check = context.catalogue.find(({ id }) => id === checkId);
  return Promise.resolve(check ? { jsonBody: explainCheck(check) } : noSuchCheck(checkId));
}

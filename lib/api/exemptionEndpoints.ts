import type { HttpResponseInit } from '@azure/functions';
import { parseExemptionRequest } from '../scan/exemptionRequest.ts';
import * as exemptions from '../scan/exemptions.ts';
import { badRequest, baseUrl, failure, noSuchExemption, type Call } from './answers.ts';
import { requesterOf } from './callers.ts';
import { exemptionIdOf, pageOf, pageParameters, parseQuery } from './parameters.ts';
import { readBody } from './readBody.ts';

export async function listExemptions(call: Call): Promise<HttpResponseInit> {
  const query = parseQuery(call.request, pageParameters);
  if ('answer' in query) return query.answer;
  const page = { top: query.values.top, after: query.after };
  return { jsonBody: pageOf(call, await exemptions.listExemptions(call.context, page)) };
}

export async function createExemption({ context, request }: Call): Promise<HttpResponseInit> {
  const body = await readBody(request);
  if ('answer' in body) return body.answer;
  const asked = parseExemptionRequest(context, body.value, new Date());
  if ('state' in asked) return badRequest(asked.message, asked.target);
  const requester = requesterOf(context.settings.callers, request);
  const exemption = await exemptions.createExemption(context, asked, requester);
  if (exemption === undefined) {
    const most = exemptions.mostExemptions.toLocaleString('en');
    return failure(
      409,
      'TooManyExemptions',
      `There are ${most} exemptions, as many as there can be. Delete what is not needed any more, such as those that expired.`,
    );
  }
  const address = `${baseUrl(context, request)}/api/exemptions/${exemption.id}`;
  return { status: 201, headers: { Location: address }, jsonBody: exemption };
}

export async function getExemption({ context, request }: Call): Promise<HttpResponseInit> {
  const asked = exemptionIdOf(request);
  if ('answer' in asked) return asked.answer;
  const exemption = await exemptions.findExemption(context, asked.exemptionId);
  return exemption ? { jsonBody: exemption } : noSuchExemption(asked.exemptionId);
}

export async function deleteExemption({ context, request }: Call): Promise<HttpResponseInit> {
  const asked = exemptionIdOf(request);
  if ('answer' in asked) return asked.answer;
  const removed = await exemptions.removeExemption(context, asked.exemptionId);
  return removed ? { status: 204 } : noSuchExemption(asked.exemptionId);
}

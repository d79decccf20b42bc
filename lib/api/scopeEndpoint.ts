import type { HttpResponseInit } from '@azure/functions';
import { CollectError } from '../collect/collector.ts';
import { listScopes as preflight } from '../scan/listScopes.ts';
import { failure, type Call } from './answers.ts';
import { pageOf, parseQuery, scopeParameters } from './parameters.ts';

/** What Azure's refusal or silence means for the caller. */
function onCollectError(error: CollectError): HttpResponseInit {
  if (error.code === 'wait' || error.code === 'transient') {
    const seconds = Math.max(5, Math.ceil(error.retryAfter / 1000));
    const busy = failure(503, 'AzureUnavailable', `Azure did not answer: ${error.message} Try again later.`);
    return { ...busy, headers: { 'Retry-After': String(seconds) } };
  }
  if (error.code === 'signIn') return failure(502, 'SignInFailed', error.message);
  const permission = error.permission === '' ? '' : ` Missing permission: ${error.permission}.`;
  return failure(502, 'AzureRefused', `${error.message}${permission}`);
}

export async function listScopes(call: Call): Promise<HttpResponseInit> {
  const query = parseQuery(call.request, scopeParameters);
  if ('answer' in query) return query.answer;
  const { top, subscription } = query.values;
  try {
    return { jsonBody: pageOf(call, await preflight(call.context, { top, subscription, after: query.after })) };
  } catch (error) {
    if (error instanceof CollectError) return onCollectError(error);
    throw error;
  }
}

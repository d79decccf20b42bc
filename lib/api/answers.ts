import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { ScanContext } from '../scan/context.ts';
import { openContext } from '../scan/openContext.ts';
import { messageOf, traceOf } from '../scan/trace.ts';
import { SettingsError } from '../settings.ts';
import { StoreError } from '../store/table.ts';
import { refusalOf, type AppRole } from './callers.ts';

/** The one error shape of the API. `target` names the field or parameter at fault. */
export function failure(status: number, code: string, message: string, target: string | null = null): HttpResponseInit {
  return { status, jsonBody: { error: { code, message, target } } };
}

export const badRequest = (message: string, target: string): HttpResponseInit =>
  failure(400, 'InvalidRequest', message, target);

export const noSuchScan = (scanId: string): HttpResponseInit =>
  failure(404, 'ScanNotFound', `There is no scan ${scanId}. GET /api/scans lists the scans.`, 'scanId');

export const noSuchCheck = (checkId: string): HttpResponseInit =>
  failure(404, 'CheckNotFound', `There is no check ${JSON.stringify(checkId)}. GET /api/checks lists them.`, 'checkId');

export const noSuchExemption = (id: string): HttpResponseInit =>
  failure(404, 'ExemptionNotFound', `There is no exemption ${id}. GET /api/exemptions lists them.`, 'exemptionId');

function onFailure(error: unknown, invocation: Pick<InvocationContext, 'error'>): HttpResponseInit {
  invocation.error(traceOf(error));
  if (error instanceof SettingsError) return failure(500, 'BadSetting', error.message);
  if (error instanceof StoreError) {
    const busy = failure(503, 'StorageUnavailable', 'The storage account did not answer. Try again in a few seconds.');
    return { ...busy, headers: { 'Retry-After': '5' } };
  }
  return failure(500, 'InternalError', `The request could not be served: ${messageOf(error)}`);
}

/** What an endpoint gets. */
export interface Call {
  readonly context: ScanContext;
  readonly request: HttpRequest;
}

/** The answer to a caller who is not served; undefined for one who is. */
export function refused(
  request: Pick<HttpRequest, 'headers' | 'method'>,
  role?: AppRole,
): HttpResponseInit | undefined {
  const refusal = refusalOf(request, role);
  if (refusal === undefined) return undefined;
  const { status, code, message } = refusal;
  return { ...failure(status, code, message), ...(status === 401 && { headers: { 'WWW-Authenticate': 'Bearer' } }) };
}

type Endpoint = (call: Call) => Promise<HttpResponseInit>;

/**
 * Makes a handler of an endpoint for those who may call: opens the app, and gives every failure the API's error shape.
 * An endpoint that needs another app role than its method says names it.
 */
export function answering(endpoint: Endpoint, role?: AppRole) {
  const answer = answeringAnyone(endpoint);
  return async (request: HttpRequest, invocation: InvocationContext): Promise<HttpResponseInit> =>
    refused(request, role) ?? answer(request, invocation);
}

/** The same for anyone: of an endpoint whose address is its own permission. */
export function answeringAnyone(endpoint: Endpoint) {
  return async (request: HttpRequest, invocation: InvocationContext): Promise<HttpResponseInit> => {
    try {
      return await endpoint({ context: await openContext(), request });
    } catch (error) {
      return onFailure(error, invocation);
    }
  };
}

/** The address that clients reach the app at: a setting, else the platform's name, else the request's own. */
export function baseUrl({ settings }: Pick<ScanContext, 'settings'>, request: Pick<HttpRequest, 'url'>): string {
  return settings.publicBaseUrl ?? new URL(request.url).origin;
}

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { endScan } from '../scan/finish.ts';
import { isFinal } from '../scan/control.ts';
import type { ScanContext } from '../scan/context.ts';
import { isSecret, mostHooks } from '../scan/hooks.ts';
import { findScan } from '../scan/findScan.ts';
import { requestDeletion } from '../scan/removal.ts';
import { parseScanRequest } from '../scan/request.ts';
import { startScan as start } from '../scan/start.ts';
import { viewScan } from '../scan/view.ts';
import type { ScanRecord } from '../store/records.ts';
import { StoreError } from '../store/table.ts';
import { badRequest, baseUrl, failure, noSuchScan, type Call } from './answers.ts';
import { requesterOf } from './callers.ts';
import { idempotencyKey, scanIdOf } from './parameters.ts';
import { readBody } from './readBody.ts';

/** Whole seconds until a client should look again. Logic Apps takes no fractions. */
const retryAfter = '10';

/** The address to poll. Its nonce is the permission: a Logic Apps poll need not carry the key. */
function operationUrl(context: ScanContext, request: HttpRequest, { id, nonce }: ScanRecord): string {
  return `${baseUrl(context, request)}/api/operations/${id}.${nonce}`;
}

function idempotencyOf({ headers }: HttpRequest): { readonly key?: string } | { readonly answer: HttpResponseInit } {
  const key = headers.get('idempotency-key');
  if (key === null) return {};
  if (idempotencyKey.safeParse(key).success) return { key };
  return {
    answer: badRequest('The header Idempotency-Key must hold 1 to 200 visible ASCII characters.', 'Idempotency-Key'),
  };
}

export async function startScan({ context, request }: Call): Promise<HttpResponseInit> {
  const body = await readBody(request);
  if ('answer' in body) return body.answer;
  const idempotency = idempotencyOf(request);
  if ('answer' in idempotency) return idempotency.answer;
  const asked = parseScanRequest(
    body.value,
    context.catalogue,
    context.settings.defaultSubscription,
    context.settings.callbacks.hosts,
  );
  if ('state' in asked) return badRequest(asked.message, asked.target);
  const started = await start(context, {
    ...asked,
    requestedBy: requesterOf(context.settings.callers, request),
    ...(idempotency.key !== undefined && { idempotency: idempotency.key }),
  });
  if (started.state === 'keyReused') {
    return failure(
      409,
      'IdempotencyKeyReused',
      'This Idempotency-Key was used with another body. Use a new key for a new request.',
      'Idempotency-Key',
    );
  }
  if (started.state === 'busy') {
    const most = String(context.settings.maxActiveScans);
    const busy = failure(
      429,
      'TooManyScans',
      `${most} scans are active already, as many as MAX_ACTIVE_SCANS allows. Try again when one has ended.`,
    );
    return { ...busy, headers: { 'Retry-After': '60' } };
  }
  if (started.state === 'tooManyCallbacks') {
    const full = failure(
      429,
      'TooManyCallbacks',
      `This scan has ${String(mostHooks)} callbacks, as many as it takes. Poll it, or try again when it has ended.`,
      'callbackUrl',
    );
    return { ...full, headers: { 'Retry-After': '60' } };
  }
  const { scan, hook } = started;
  const control = scan.status === 'pending' ? undefined : await findScan(context, scan.id);
  const view = viewScan(context, control ?? { scan: { record: scan, etag: '', timestamp: new Date(0) }, parts: [] });
  if (hook !== undefined) {
    return {
      status: 201,
      headers: { Location: `${baseUrl(context, request)}/api/hooks/${scan.id}.${hook}` },
      jsonBody: view,
    };
  }
  return {
    status: 202,
    headers: { Location: operationUrl(context, request, scan), 'Retry-After': retryAfter },
    jsonBody: view,
  };
}

export async function getScan({ context, request }: Call): Promise<HttpResponseInit> {
  const asked = scanIdOf(request);
  if ('answer' in asked) return asked.answer;
  const control = await findScan(context, asked.scanId);
  return control ? { jsonBody: viewScan(context, control) } : noSuchScan(asked.scanId);
}

/** The status of a long-running operation: 202 while it runs, then 200 with the scan, whatever its end. Never a trace. */
export async function getOperation({ context, request }: Call): Promise<HttpResponseInit> {
  const operation = request.params['operation'] ?? '';
  const [scanId = '', nonce = ''] = operation.split('.');
  const unknown = failure(
    404,
    'OperationNotFound',
    'There is no such operation. Use the Location that POST /api/scans answered, as it is.',
    'operation',
  );
  const asked = scanIdOf({ params: { scanId } });
  if ('answer' in asked) return unknown;
  const again = {
    status: 202,
    headers: { Location: `${baseUrl(context, request)}/api/operations/${operation}`, 'Retry-After': retryAfter },
  };
  try {
    const control = await findScan(context, asked.scanId);
    if (!control || !isSecret(nonce, control.scan.record.nonce)) return unknown;
    const view = viewScan(context, control);
    return isFinal(control.scan.record) ? { jsonBody: view } : { ...again, jsonBody: view };
  } catch (error) {
    // A poll that meets a storage blip goes on polling.
    if (error instanceof StoreError) return again;
    throw error;
  }
}

export async function cancelScan({ context, request }: Call): Promise<HttpResponseInit> {
  const asked = scanIdOf(request);
  if ('answer' in asked) return asked.answer;
  const { scanId } = asked;
  if (!(await findScan(context, scanId))) return noSuchScan(scanId);
  await endScan(context, scanId, { status: 'cancelled', error: null });
  const control = await findScan(context, scanId);
  if (!control) return noSuchScan(scanId);
  const { status } = control.scan.record;
  if (status === 'cancelled') return { jsonBody: viewScan(context, control) };
  return failure(
    409,
    'ScanFinished',
    `The scan ${scanId} had ended as ${status} before it could be cancelled.`,
    'scanId',
  );
}

/** Marks the scan as deleted, at once for every reader; its rows are removed through the queue. */
export async function deleteScan({ context, request }: Call): Promise<HttpResponseInit> {
  const asked = scanIdOf(request);
  if ('answer' in asked) return asked.answer;
  // A scan that is marked already is asked for again: the first request may have died before its message.
  return (await requestDeletion(context, asked.scanId)) ? { status: 202 } : noSuchScan(asked.scanId);
}

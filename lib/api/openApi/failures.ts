import type { ZodOpenApiResponseObject } from 'zod-openapi';
import * as z from 'zod';
import { failureAnswer } from '../schemas/failure.ts';

export const retryAfterHeader = z
  .int()
  .min(1)
  .meta({ header: { id: 'RetryAfter' }, description: 'Seconds until it is worth asking again.' });

/** An answer in the error shape. `codes` are the values of `error.code` that it can hold, the first as its example. */
function failing(id: string, description: string, codes: readonly string[], target: string | null = null) {
  const [code = ''] = codes;
  const schema = failureAnswer;
  return {
    id,
    description: `${description} \`error.code\`: ${codes.join(', ')}.`,
    content: { 'application/json': { schema, example: { error: { code, message: description, target } } } },
  } satisfies ZodOpenApiResponseObject;
}
const later = z.object({ 'Retry-After': retryAfterHeader });

export const badRequest = failing(
  'BadRequest',
  'A field, parameter or header is wrong; `error.target` names it.',
  ['InvalidRequest'],
  'subscriptions.0',
);
export const unauthorized = {
  ...failing('Unauthorized', 'The caller is not known. Where function keys are asked for: no body.', ['Unauthorized']),
  headers: z.object({ 'WWW-Authenticate': z.string().optional() }),
};
export const forbidden = failing('Forbidden', 'The caller lacks the app role that the call needs.', ['Forbidden']);
export const noSuchScan = failing('ScanNotFound', 'There is no such scan.', ['ScanNotFound'], 'scanId');
export const noSuchCheck = failing('CheckNotFound', 'There is no such check.', ['CheckNotFound'], 'checkId');
export const noSuchExemption = failing(
  'ExemptionNotFound',
  'There is no such exemption.',
  ['ExemptionNotFound'],
  'exemptionId',
);
export const tooManyExemptions = failing('TooManyExemptions', 'There are 1,000 exemptions, as many as there can be.', [
  'TooManyExemptions',
]);
export const noSuchOperation = failing(
  'OperationNotFound',
  'There is no such operation, or its nonce is wrong.',
  ['OperationNotFound'],
  'operation',
);
export const keyReused = failing(
  'KeyReused',
  'The Idempotency-Key was used with another body.',
  ['IdempotencyKeyReused'],
  'Idempotency-Key',
);
export const scanNotFinished = failing('ScanNotFinished', 'The scan runs still.', ['ScanNotFinished'], 'scanId');
export const reportTooLarge = failing(
  'ReportTooLarge',
  'The scan holds more findings than one answer of this format can be made of.',
  ['ReportTooLarge'],
  'format',
);
export const noSuchPosture = failing(
  'PostureNotFound',
  'No finished scan of the subscription is known that was not narrowed.',
  ['PostureNotFound'],
  'subscriptionId',
);
export const scanFinished = failing('ScanFinished', 'The scan had ended before.', ['ScanFinished'], 'scanId');
export const bodyTooLarge = failing('BodyTooLarge', 'The body holds more than 64 KiB.', ['RequestTooLarge'], 'body');
export const tooManyScans = {
  ...failing(
    'TooManyScans',
    'As many scans are active as MAX_ACTIVE_SCANS allows, or the scan takes no more callbacks.',
    ['TooManyScans', 'TooManyCallbacks'],
  ),
  headers: later,
};
export const azureRefused = failing('AzureRefused', 'Azure refused the app, or the app could not sign in.', [
  'AzureRefused',
  'SignInFailed',
]);
const busy = ['StorageUnavailable'];
export const unavailable = {
  ...failing('Unavailable', 'The storage account did not answer.', busy),
  headers: later,
};
export const azureUnavailable = {
  ...failing('AzureUnavailable', 'Azure or the storage account did not answer.', ['AzureUnavailable', ...busy]),
  headers: later,
};
export const broken = failing('Broken', 'The app is set wrongly or failed.', ['InternalError', 'BadSetting']);

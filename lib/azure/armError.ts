import { isRow } from '../model/row.ts';
import { settle } from './redact.ts';

/** What an error answer of Azure says. */
export interface ArmError {
  /** `''` where the answer names none. */
  readonly code: string;
  readonly message: string;
  /** Every code in the answer, the details' too. */
  readonly codes: readonly string[];
}

const deepest = 5;
const mostDetails = 20;

function collectErrors(value: unknown, depth = 0): readonly ArmError[] {
  if (depth > deepest || !isRow(value)) return [];
  const { code, message, details, innererror } = value;
  const listed: readonly unknown[] = Array.isArray(details) ? details.slice(0, mostDetails) : [];
  const nested = [...listed, innererror];
  const own = { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
  const found = own.code === '' && own.message === '' ? [] : [{ ...own, codes: [] }];
  return [...found, ...nested.flatMap((detail) => collectErrors(detail, depth + 1))];
}

// Resource Graph says "BadRequest" on the outside and what it means in the details, so the first detail is the telling one there.
const wrappers = new Set(['BadRequest', '']);

/**
 * Reads `{error: {code, message, details}}`, or the same without the envelope.
 * Shape: https://github.com/Azure/azure-resource-manager-rpc/blob/master/v1.0/common-api-details.md#error-response-content
 */
export function readArmError(body: unknown): ArmError {
  const envelope = isRow(body) ? (body['error'] ?? body['odata.error'] ?? body) : undefined;
  const errors = collectErrors(envelope);
  const telling = errors.find((error) => !wrappers.has(error.code)) ?? errors[0];
  return {
    code: telling?.code ?? '',
    message: settle(telling?.message ?? ''),
    codes: errors.map((error) => error.code).filter((code) => code !== ''),
  };
}

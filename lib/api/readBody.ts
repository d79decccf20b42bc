import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { badRequest, failure } from './answers.ts';

const largestBody = 64 * 1024;

/** The JSON that a request brings, `{}` where it brings nothing; or the answer to give instead. */
export async function readBody(
  request: HttpRequest,
): Promise<{ readonly value: unknown } | { readonly answer: HttpResponseInit }> {
  const tooLarge = failure(413, 'RequestTooLarge', 'The body must hold at most 64 KiB.', 'body');
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) return { answer: tooLarge };
  const text = await request.text();
  if (Buffer.byteLength(text) > largestBody) return { answer: tooLarge };
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    return { answer: badRequest(`The body is not JSON: ${detail}.`, 'body') };
  }
}

import { inspect } from 'node:util';
import type { ErrorRecord } from '../store/records.ts';
import { hashOf } from '../store/keys.ts';
import { fitText } from '../store/text.ts';

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|SharedKey(?:Lite)?)\s+[^\s"']+/gi, '$1 [redacted]'],
  [/([?&](?:sig|code|key|token)=)[^&\s"']+/gi, '$1[redacted]'],
  [
    /((?:AccountKey|SharedAccessSignature|client_secret|x-functions-key|password)["']?\s*[=:]\s*["']?)[^;,&\s"']+/gi,
    '$1[redacted]',
  ],
  [/\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g, '[redacted token]'],
];

/** Takes credentials out of a text that is stored or shown. */
export function redact(text: string): string {
  return secrets.reduce((clean, [pattern, put]) => clean.replaceAll(pattern, put), text);
}

/** The full trace of an error with its causes, credentials redacted. */
export function traceOf(error: unknown): string {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  let at = error;
  while (at !== undefined && at !== null && !seen.has(at)) {
    seen.add(at);
    const text = at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : inspect(at);
    lines.push(lines.length === 0 ? text : `Caused by: ${text}`);
    if (at instanceof AggregateError) lines.push(...at.errors.map((one) => `One of: ${traceOf(one)}`));
    at = at instanceof Error ? at.cause : undefined;
  }
  return fitText(redact(lines.join('\n')));
}

export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

export function messageOf(error: unknown): string {
  return redact(error instanceof Error ? error.message : String(error));
}

/** One failure, as its row holds it. The count is the part's affair. */
export type Failure = Omit<ErrorRecord, 'part' | 'count'>;

export function failureOf(error: unknown, where: { readonly checkId?: string; readonly resourceId?: string }): Failure {
  return {
    code: codeOf(error),
    message: fitText(messageOf(error), 4_000),
    checkId: where.checkId ?? '',
    resourceId: where.resourceId ?? '',
    trace: traceOf(error),
  };
}

/** Equal for failures of one check with one code at one place in the code, whatever resource they happened on. */
export function failureHash(failure: Failure): string {
  const frames = failure.trace.split('\n').filter((line) => /^\s+at /.test(line));
  // What called the check differs by how its subject was read, and says nothing of the place.
  const judge = frames.findIndex((line) => line.includes('at Object.judge '));
  const place = frames.length > 0 ? frames.slice(0, judge < 0 ? 5 : judge + 1) : [failure.message];
  return hashOf([failure.checkId, failure.code, ...place].join('\n'));
}

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\b(authorization)(["']?\s*[:=]\s*["']?)(?!bearer|basic)[^\s,;"']+/gi, '$1$2[redacted]'],
  [
    /([?&;\s"']|^)(sig|code|client_secret|access_token|refresh_token|accountkey|sharedaccesskey)=[^&\s"';]+/gi,
    '$1$2=[redacted]',
  ],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}(\.[\w-]*)?/g, '[redacted]'],
];

/** Takes tokens, keys and signatures out of a text that may be stored or shown. */
export function redact(text: string): string {
  return secrets.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

const volatile =
  /[\s,;(]*\b(?:timestamp|time|date|(?:client[- ]?)?request[- ]?id|correlation[- ]?id|activity[- ]?id|tracking[- ]?id)\s*[=:]\s*['"]?[\w:.+-]+['"]?\)?[,.]?/gi;

/** A service's message without what differs from one call to the next (request ids, times), on one line and at most 1,000 characters. */
export function settle(text: string): string {
  const settled = redact(text).replace(volatile, '').replace(/\s+/g, ' ').trim();
  return settled.length <= 1000 ? settled : `${settled.slice(0, 1000)}…`;
}

/** A copy of an error that carries no request, so that no header can leak with it. */
export function withoutSecrets(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  const copy = new Error(redact(error.message));
  copy.name = error.name;
  if (error.stack !== undefined) copy.stack = redact(error.stack);
  return copy;
}

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { HttpCookie, TypedData } from './coreApi.ts';

/** The body of a request, or undefined as soon as it is larger than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

type Nullable = Record<string, { readonly value: string }>;

const nullable = (entries: Iterable<readonly [string, string]>): Nullable => {
  const result: Nullable = {};
  // What is repeated is joined, as a .NET StringValues prints itself.
  for (const [name, value] of entries) {
    const before = result[name];
    result[name] = { value: before === undefined ? value : `${before.value},${value}` };
  }
  return result;
};

function* headerEntries(request: IncomingMessage): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) yield [name, Array.isArray(value) ? value.join(', ') : value];
  }
}

export function describeRequest(
  request: IncomingMessage,
  url: URL,
  params: Readonly<Record<string, string>>,
  body: Uint8Array,
): TypedData {
  return {
    http: {
      method: request.method ?? 'GET',
      url: url.href,
      nullableHeaders: nullable(headerEntries(request)),
      nullableParams: nullable(Object.entries(params)),
      nullableQuery: nullable(url.searchParams),
      body: { bytes: body },
    },
  };
}

const sameSite: Readonly<Record<string, string>> = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' };

function describeCookie(cookie: HttpCookie): string {
  const site = sameSite[cookie.sameSite ?? ''];
  const seconds = cookie.expires?.value?.seconds;
  return [
    `${cookie.name}=${cookie.value}`,
    ...(cookie.domain?.value === undefined ? [] : [`Domain=${cookie.domain.value}`]),
    ...(cookie.path?.value === undefined ? [] : [`Path=${cookie.path.value}`]),
    ...(seconds === undefined ? [] : [`Expires=${new Date(seconds * 1000).toUTCString()}`]),
    ...(cookie.maxAge?.value === undefined ? [] : [`Max-Age=${String(cookie.maxAge.value)}`]),
    ...(cookie.secure?.value === true ? ['Secure'] : []),
    ...(cookie.httpOnly?.value === true ? ['HttpOnly'] : []),
    ...(site === undefined ? [] : [`SameSite=${site}`]),
  ].join('; ');
}

const ownHeaders = new Set(['connection', 'content-length', 'transfer-encoding']);

/** Sends what a handler returned; nothing returned is 204. */
export function sendAnswer(response: ServerResponse, answer: TypedData | null | undefined): void {
  const http = answer?.http;
  if (http === undefined) {
    sendEmpty(response, 204);
    return;
  }
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (!ownHeaders.has(name.toLowerCase())) headers[name] = value;
  }
  const cookies = (http.cookies ?? []).map(describeCookie);
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  const status = Number(http.statusCode ?? 200);
  const body = status === 204 || status === 304 ? undefined : Buffer.from(http.body?.bytes ?? []);
  if (body !== undefined) headers['content-length'] = body.byteLength;
  response.writeHead(status, headers).end(body);
}

export function sendEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 204 ? {} : { 'content-length': 0 }).end();
}

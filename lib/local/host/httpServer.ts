import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { documented } from './documented.ts';
import { describeError, HostError } from './hostError.ts';
import { describeRequest, readBody, sendAnswer, sendEmpty } from './httpMessage.ts';
import type { Invoke } from './invoke.ts';
import type { Log } from './log.ts';
import type { Match, Router } from './router.ts';

export interface HttpOptions {
  readonly router: Router;
  readonly invoke: Invoke;
  /** Keys that open functions of level `function` and `admin`; undefined opens all, as Core Tools does. */
  readonly keys: readonly string[] | undefined;
  readonly log: Log;
}

function holdsKey(request: IncomingMessage, url: URL, keys: readonly string[]): boolean {
  const key = request.headers['x-functions-key'] ?? url.searchParams.get('code');
  return typeof key === 'string' && keys.includes(key);
}

async function answerMatch(
  { invoke, log }: HttpOptions,
  match: Match,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, documented.requestBody);
  if (body === undefined) {
    sendEmpty(response.setHeader('connection', 'close'), 413);
    return;
  }
  try {
    sendAnswer(response, await invoke(match.called, describeRequest(request, url, match.params, body), {}));
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', match.registration.name, `failed: ${trace}`);
    if (response.headersSent) response.destroy();
    else sendEmpty(response, 500);
  }
}

async function answer(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { router, keys } = options;
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const match = router.find(request.method ?? 'GET', url.pathname);
  const asksKey = keys !== undefined && match?.registration.authLevel !== 'anonymous';
  if (match === undefined) sendEmpty(response, 404);
  else if (asksKey && !holdsKey(request, url, keys)) sendEmpty(response, 401);
  else await answerMatch(options, match, request, url, response);
}

/** Answers calls from now on; until then the server answers 503, as the Functions host does while it starts. */
export function serveFunctions(server: Server, options: HttpOptions): void {
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.log('warning', 'http', `${request.method ?? ''} ${request.url ?? ''}: ${describeError(error)}`);
      if (response.headersSent) response.destroy();
      else sendEmpty(response, 400);
    });
  });
}

const isInUse = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** Listens on the loopback address; port 0 takes a free one. Throws a `HostError` when the port is taken. */
export async function openServer(port: number): Promise<{ readonly server: Server; readonly port: number }> {
  // Kestrel, the server of the Functions host, keeps idle connections so long.
  const server = createServer({ keepAliveTimeout: 130_000 }, (_request, response) => {
    sendEmpty(response, 503);
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const fault = isInUse(cause) ? 'is already in use' : `cannot be opened: ${describeError(cause)}`;
    throw new HostError('portInUse', `Port ${String(port)} ${fault}. Choose another with --port.`, cause);
  }
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : port };
}

import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request on its way to storage. */
export interface StorageCall {
  readonly service: 'table' | 'queue';
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Counts the requests of that service before this one. */
  readonly index: number;
}

/**
 * `unsent`: the request never arrives. `lost`: it is carried out and its answer never arrives. `disowned`: it is carried
 * out and answered as if the server were busy.
 */
export type Fate = 'pass' | 'busy' | 'broken' | 'denied' | 'unsent' | 'lost' | 'disowned';

export interface StorageProxy {
  /** Leads to the same account by way of the proxy. */
  readonly connection: string;
  readonly calls: StorageCall[];
  /** Decides what becomes of each request from now on. */
  decide(fate: (call: StorageCall) => Fate | Promise<Fate>): void;
  stop(): Promise<void>;
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function forward(
  upstream: URL,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<{ head: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers, url = '/' } = incoming;
    const options = { host: upstream.hostname, port: upstream.port, path: url, method, headers };
    const outgoing = send(options, (head) => {
      readBody(head).then((answer) => {
        resolve({ head, body: answer });
      }, reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

const refusals = {
  busy: [503, 'ServerBusy'],
  broken: [500, 'InternalError'],
  denied: [403, 'AuthorizationFailure'],
} as const;

function refuse(response: ServerResponse, [status, code]: readonly [number, string]): void {
  const error = { 'odata.error': { code, message: { lang: 'en-US', value: 'The server refuses in a test.' } } };
  // Says how long to wait, so that the client's own retries cost no time.
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' }).end(JSON.stringify(error));
}

/** Stands between the app and the tables and queues of an account. */
export async function startStorageProxy(connection: string): Promise<StorageProxy> {
  const calls: StorageCall[] = [];
  let fate: (call: StorageCall) => Fate | Promise<Fate> = () => 'pass';

  async function handle(
    service: StorageCall['service'],
    upstream: URL,
    incoming: IncomingMessage,
    response: ServerResponse,
  ) {
    const body = await readBody(incoming);
    const index = calls.filter((call) => call.service === service).length;
    const { method = 'GET', url: path = '/' } = incoming;
    const call = { service, method, path, body: body.toString(), index };
    calls.push(call);
    const decided = await fate(call);
    if (decided === 'busy' || decided === 'broken' || decided === 'denied') refuse(response, refusals[decided]);
    else if (decided === 'unsent') incoming.socket.destroy();
    else {
      const answer = await forward(upstream, incoming, body);
      if (decided === 'lost') incoming.socket.destroy();
      else if (decided === 'disowned') refuse(response, refusals.busy);
      else response.writeHead(answer.head.statusCode ?? 502, answer.head.headers).end(answer.body);
    }
  }

  async function open(service: StorageCall['service'], upstream: URL): Promise<Server> {
    const server = createServer((incoming, response) => {
      handle(service, upstream, incoming, response).catch(() => incoming.socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  const servers: Server[] = [];
  let through = connection;
  for (const [service, name] of [
    ['table', 'TableEndpoint'],
    ['queue', 'QueueEndpoint'],
  ] as const) {
    const upstream = new URL(new RegExp(`${name}=([^;]+)`).exec(connection)?.[1] ?? '');
    const server = await open(service, upstream);
    servers.push(server);
    const address = server.address();
    const port: AddressInfo['port'] = typeof address === 'object' && address !== null ? address.port : 0;
    through = through.replace(`${name}=${upstream.origin}`, `${name}=http://127.0.0.1:${String(port)}`);
  }
  return {
    connection: through,
    calls,
    decide: (decision) => {
      fate = decision;
    },
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';

/** Stands between the app and its storage and counts what passes. */
export interface CountingProxy {
  /** Leads to the same account through the proxy. */
  readonly connectionString: string;
  /** Requests since the last time, but for those by which the host polls its queues. */
  take(): readonly string[];
  stop(): Promise<void>;
}

// The host asks for messages and deletes them; the app sends them.
const byHost = (method: string, path: string): boolean =>
  /\/messages(\/|\?|$)/.test(path) && method !== 'POST' ? true : /\/[a-z-]+\?comp=metadata/.test(path);

function forward(upstream: URL, incoming: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', headers, url: path = '/' } = incoming;
  const { hostname: host, port } = upstream;
  const outgoing = send({ host, port, path, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}

async function listen(upstream: URL, note: (request: string) => void) {
  const server = createServer((incoming, response) => {
    const { method = 'GET', url: path = '/' } = incoming;
    if (!byHost(method, path)) note(`${method} ${path}`);
    forward(upstream, incoming, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy of the storage does not listen.');
  return { server, origin: `http://127.0.0.1:${String(address.port)}` };
}

/** Opens a proxy of the tables and queues that a connection string names. */
export async function startCountingProxy(connectionString: string): Promise<CountingProxy> {
  let requests: string[] = [];
  const note = (request: string): void => void requests.push(request);
  const servers: Awaited<ReturnType<typeof listen>>[] = [];
  let through = connectionString;
  for (const service of ['Table', 'Queue']) {
    const endpoint = new RegExp(`${service}Endpoint=([^;]+)`).exec(connectionString)?.[1] ?? '';
    const upstream = new URL(endpoint);
    const opened = await listen(upstream, note);
    servers.push(opened);
    through = through.replace(`${service}Endpoint=${upstream.origin}`, `${service}Endpoint=${opened.origin}`);
  }
  return {
    connectionString: through,
    take: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    stop: async () => {
      for (const { server } of servers) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

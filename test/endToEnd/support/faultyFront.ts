import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * What becomes of a request: `lost` is carried out and its answer never arrives; a number is answered instead of it; a
 * `late` one is carried out and answered so when `after` is over.
 */
export type Fate = 'pass' | 'lost' | number | { readonly late: number; readonly after?: () => Promise<unknown> };

export interface FaultyFront {
  readonly baseUrl: string;
  decide(fate: (method: string, index: number) => Fate): void;
  stop(): Promise<void>;
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function forward(target: string, { method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer) {
  return new Promise<{ head: IncomingMessage; text: Buffer }>((resolve, reject) => {
    const outgoing = send(`${target}${url}`, { method, headers }, (head) => {
      readBody(head).then((text) => {
        resolve({ head, text });
      }, reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

/** A front end before the app, as Azure has them, that fails as it is told. The app sees the front's own host name. */
export async function startFaultyFront(target: string): Promise<FaultyFront> {
  let fate: (method: string, index: number) => Fate = () => 'pass';
  let index = 0;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const decided = fate(incoming.method ?? '', index);
    index += 1;
    if (typeof decided === 'number') {
      response.writeHead(decided).end();
      return;
    }
    const { head, text } = await forward(target, incoming, body);
    if (decided === 'lost') incoming.socket.destroy();
    else if (decided === 'pass') response.writeHead(head.statusCode ?? 502, head.headers).end(text);
    else {
      await decided.after?.();
      response.writeHead(decided.late).end();
    }
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    baseUrl: `http://localhost:${String(typeof address === 'object' && address !== null ? address.port : 0)}`,
    decide: (decision) => {
      fate = decision;
      index = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import * as z from 'zod';
import { makeCertificate } from '../../../lib/local/sampleTenant/certificate.ts';

const event = z.looseObject({ eventId: z.string(), id: z.string(), status: z.string() });

/** A request that came to the receiver. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly event: z.infer<typeof event>;
}

/** What is answered: a status, nothing at all (`silence`), or a cut connection. */
export type Reply = number | { readonly status: number; readonly location: string } | 'silence' | 'cut';

/** Somebody whom scans call back, by https on this machine. */
export interface Receiver {
  readonly origin: string;
  readonly received: Received[];
  /** The certificate as a file, for other processes to trust; this one does. */
  readonly certificateFile: string;
  /** Decides what is answered from now on; `index` counts the requests from 0. Default: 202. */
  reply(rule: (received: Received, index: number) => Reply): void;
  /** Answers at last where nothing was. */
  answerSilent(status: number): void;
  stop(): Promise<void>;
}

async function readText(message: IncomingMessage): Promise<string> {
  let text = '';
  message.setEncoding('utf8');
  for await (const chunk of message) text += String(chunk);
  return text;
}

export async function startReceiver(): Promise<Receiver> {
  const { key, certificate, file, remove } = await makeCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const received: Received[] = [];
  let rule: (received: Received, index: number) => Reply = () => 202;

  const silent: ServerResponse[] = [];

  function answer(response: ServerResponse, reply: Reply): void {
    if (reply === 'cut') response.socket?.destroy();
    else if (reply === 'silence') silent.push(response);
    else if (typeof reply === 'number') response.writeHead(reply).end();
    else response.writeHead(reply.status, { location: reply.location }).end();
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const one = { method, path, headers, event: event.parse(JSON.parse(await readText(incoming))) };
    received.push(one);
    answer(response, rule(one, received.length - 1));
  }

  const server = createServer({ key, cert: certificate }, (incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `https://localhost:${String(typeof address === 'object' && address !== null ? address.port : 0)}`,
    received,
    certificateFile: file,
    reply: (decision) => {
      rule = decision;
    },
    answerSilent: (status) => {
      for (const response of silent.splice(0)) answer(response, status);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await remove();
    },
  };
}

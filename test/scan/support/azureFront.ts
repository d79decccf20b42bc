import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as send } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeCertificate } from '../../../lib/local/sampleTenant/certificate.ts';
import type { SampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';

/** A call to Azure, paths and queries as they were sent. */
export interface AzureCall {
  readonly path: string;
  readonly body: string;
}

export interface Refusal {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is answered instead of Azure: a refusal, or nothing at all. `undefined` lets Azure answer. */
export type Verdict = Refusal | 'cut' | undefined;

export interface AzureFront {
  readonly endpoint: string;
  readonly calls: AzureCall[];
  decide(rule: (call: AzureCall) => Verdict | Promise<Verdict>): void;
  stop(): Promise<void>;
}

async function readText(message: IncomingMessage): Promise<string> {
  let text = '';
  message.setEncoding('utf8');
  for await (const chunk of message) text += String(chunk);
  return text;
}

/** An https server before the sample tenant that can refuse single calls. Its certificate is trusted in this process. */
export async function startAzureFront(tenant: SampleTenant): Promise<AzureFront> {
  const { key, certificate } = await makeCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const ca = readFileSync(String(tenant.environment['NODE_EXTRA_CA_CERTS']), 'utf8');
  const agent = new Agent({ keepAlive: true, ca });
  const calls: AzureCall[] = [];
  let rule: (call: AzureCall) => Verdict | Promise<Verdict> = () => undefined;
  let endpoint = '';

  function forward(incoming: IncomingMessage, body: string): Promise<{ head: IncomingMessage; text: string }> {
    return new Promise((resolve, reject) => {
      const { method = 'GET', headers, url = '/' } = incoming;
      const outgoing = send(`${tenant.endpoint}${url}`, { agent, method, headers }, (head) => {
        readText(head).then((text) => {
          resolve({ head, text });
        }, reject);
      });
      outgoing.on('error', reject).end(body);
    });
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = { path: incoming.url ?? '/', body: await readText(incoming) };
    calls.push(call);
    const verdict = await rule(call);
    if (verdict === 'cut') {
      incoming.socket.destroy();
      return;
    }
    if (verdict !== undefined) {
      const { status, code = 'Refused', headers = {} } = verdict;
      const error = { error: { code, message: 'Refused in a test.' } };
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(error));
      return;
    }
    const { head, text } = await forward(incoming, call.body);
    // Next links lead through here too.
    const bytes = Buffer.from(text.replaceAll(tenant.endpoint, endpoint));
    response.writeHead(head.statusCode ?? 502, { ...head.headers, 'content-length': bytes.length }).end(bytes);
  }

  const server = createServer({ key, cert: certificate, keepAliveTimeout: 60_000 }, (incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `https://localhost:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
  return {
    endpoint,
    calls,
    decide: (decision) => {
      rule = decision;
    },
    stop: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

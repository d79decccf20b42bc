import type { TokenCredential } from '@azure/core-auth';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import selfsigned from 'selfsigned';
import { onTestFinished } from 'vitest';
import type { Arm, ArmOptions } from '../../../lib/azure/arm.ts';
import { openArm } from '../../../lib/azure/arm.ts';
import { noLimits } from '../../../lib/azure/pacing.ts';
import type { Collector } from '../../../lib/collect/collector.ts';
import type { CollectorOptions } from '../../../lib/collect/openCollector.ts';
import { openCollector } from '../../../lib/collect/openCollector.ts';
import type { CloudSettings } from '../../../lib/settings.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** `performance.now()`. */
  readonly at: number;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, in the place of `body`. */
  readonly text?: string;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** Breaks the connection in the middle of the body. */
  readonly cut?: boolean;
  readonly gzip?: boolean;
}

/** `index` counts the calls before this one. */
export type Answer = (call: Call, index: number) => Reply;

export interface FakeAzure {
  readonly endpoint: string;
  readonly calls: Call[];
  /** Connections that were opened so far. */
  readonly connections: () => number;
}

let certificate: ReturnType<typeof selfsigned.generate> | undefined;

/** One certificate for the process, which its https clients trust. */
async function trustedCertificate(): Promise<{ key: string; cert: string }> {
  certificate ??= selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const { private: key, cert } = await certificate;
  setDefaultCACertificates([...getCACertificates('default'), cert]);
  return { key, cert };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const chunks: string[] = [];
  for await (const chunk of request) chunks.push(String(chunk));
  const text = chunks.join('');
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname),
    search: url.searchParams,
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
    at: performance.now(),
  };
}

function send(response: ServerResponse, reply: Reply): void {
  const text = reply.text ?? JSON.stringify(reply.body ?? {});
  const bytes = reply.gzip === true ? gzipSync(text) : Buffer.from(text);
  const encoding = reply.gzip === true ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(reply.status ?? 200, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...encoding,
    ...reply.headers,
  });
  if (reply.cut !== true) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length / 2));
  setTimeout(() => response.destroy(), 20);
}

/** A server that answers for Azure Resource Manager until the test ends. */
export async function startFakeAzure(answer: Answer): Promise<FakeAzure> {
  const calls: Call[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request);
    calls.push(call);
    const reply = answer(call, calls.length - 1);
    if (reply.delay !== undefined) await sleep(reply.delay);
    send(response, reply);
  };
  const server = createServer(await trustedCertificate(), (request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  let connections = 0;
  server.on('secureConnection', () => (connections += 1));
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { endpoint: `https://localhost:${String(port)}`, calls, connections: () => connections };
}

export function cloudAt(endpoint: string): CloudSettings {
  return {
    resourceManager: endpoint,
    audience: 'https://management.azure.com',
    authorityHost: 'https://login.microsoftonline.com',
    custom: true,
  };
}

export function testCredential(): TokenCredential {
  return { getToken: () => Promise.resolve({ token: 'not-a-secret', expiresOnTimestamp: Date.now() + 3_600_000 }) };
}

const quick = { lanes: 16, longestSleep: 5000, faultDelay: 10, limits: noLimits };

export function armAt({ endpoint }: FakeAzure, options: Partial<ArmOptions> = {}): Arm {
  return openArm({ ...quick, cloud: cloudAt(endpoint), credential: testCredential(), ...options });
}

export function collectorAt({ endpoint }: FakeAzure, options: Partial<CollectorOptions> = {}): Collector {
  return openCollector({ ...quick, cloud: cloudAt(endpoint), credential: testCredential(), ...options });
}

export function refuse(status: number, code: string, message = code, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: { error: { code, message } } };
}

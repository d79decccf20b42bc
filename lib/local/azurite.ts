import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProcessError, startProcess } from './process/startProcess.ts';

export interface AzuriteOptions {
  /** Absent takes a free port. */
  readonly blobPort?: number;
  readonly queuePort?: number;
  readonly tablePort?: number;
}

export interface Azurite {
  readonly connectionString: string;
  readonly pid: number;
  stop(): Promise<void>;
}

// https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#connection-strings
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const services = ['Blob', 'Queue', 'Table'] as const;
const listening = /^Azurite (\w+) service is successfully listening at (\S+)$/;

function readConnectionString(lines: readonly string[]): string | undefined {
  const addresses = new Map<string, string>();
  for (const line of lines) {
    const [, service, address] = listening.exec(line) ?? [];
    if (service !== undefined && address !== undefined) addresses.set(service, address);
  }
  if (services.some((service) => !addresses.has(service))) return undefined;
  const endpoints = services.map((service) => `${service}Endpoint=${addresses.get(service) ?? ''}/${account}`);
  return ['DefaultEndpointsProtocol=http', `AccountName=${account}`, `AccountKey=${key}`, ...endpoints, ''].join(';');
}

function explain(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const port = /EADDRINUSE.*?:(\d+)/.exec(message)?.[1];
  if (port === undefined) return new Error(`Azurite cannot be started: ${message}`, { cause: error });
  const hint = 'Stop what holds it, perhaps another Azurite, or choose another port.';
  return new ProcessError(`Azurite cannot listen on port ${port}: it is already in use. ${hint}`, 1);
}

const findScript = (): string => {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('azurite/package.json')), 'dist/src/azurite.js');
};

/**
 * Starts Azurite (blobs, queues and tables in memory, telemetry off) on the loopback address and waits until it listens.
 * It ends with this process. Throws an Error that names a port in use.
 */
export async function startAzurite({
  blobPort = 0,
  queuePort = 0,
  tablePort = 0,
}: AzuriteOptions = {}): Promise<Azurite> {
  const ports = [
    `--blobPort=${String(blobPort)}`,
    `--queuePort=${String(queuePort)}`,
    `--tablePort=${String(tablePort)}`,
  ];
  const fixed = ['--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck', '--silent'];
  const options = { name: 'Azurite', environment: process.env, folder: tmpdir(), readReady: readConnectionString };
  try {
    const started = await startProcess({ ...options, script: findScript(), flags: [...fixed, ...ports] });
    // Nothing is kept, so nothing is lost by a short stop.
    return { connectionString: started.ready, pid: started.pid, stop: () => started.stop(200) };
  } catch (error) {
    throw explain(error);
  }
}

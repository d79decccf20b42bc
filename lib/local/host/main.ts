import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import * as z from 'zod';
import { documented } from './documented.ts';
import { describeError, HostError } from './hostError.ts';
import { readHostFile } from './hostFile.ts';
import { readLocalSettings } from './localSettings.ts';
import { captureConsole, createLog, type Log } from './log.ts';
import { divideQueueTimings } from './queueTimings.ts';
import { releaseHeld } from './releaseHeld.ts';
import { type Host, startHost } from './startHost.ts';
import { trustCertificates } from './trustCertificates.ts';

/** How long a polite stop waits for running functions, in milliseconds. */
const patience = 3_000;

const environment = z.object({ TIME_DIVISOR: z.coerce.number().min(1).max(3600).default(1) });

function readFlags() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(documented.port) },
      app: { type: 'string', default: '.' },
      verbose: { type: 'boolean', default: false },
      'enforce-keys': { type: 'string', multiple: true },
      'no-local-settings': { type: 'boolean', default: false },
    },
  });
  const appFolder = resolve(values.app);
  const port = z.coerce.number().int().min(0).max(65_535).safeParse(values.port);
  if (!port.success) throw new HostError('badSettings', `--port ${values.port} is not a port.`);
  return { ...values, appFolder, port: port.data, keys: values['enforce-keys'] };
}
type Flags = ReturnType<typeof readFlags>;

/** Puts the settings file under the environment, which wins. */
function applyLocalSettings(appFolder: string): void {
  const values = readLocalSettings(appFolder);
  const certificates = values['NODE_EXTRA_CA_CERTS'];
  // What the machine trusts already stays trusted.
  if (certificates && process.env['NODE_EXTRA_CA_CERTS'] !== certificates) trustCertificates(certificates, appFolder);
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
}

function endWith(log: Log, code: number, message: string): void {
  log('critical', 'host', message);
  process.exit(code);
}

// The worker ends with code 1 for what nobody caught: https://github.com/Azure/azure-functions-nodejs-worker
function dieOfUncaught(log: Log): void {
  const die = (error: unknown): void => {
    endWith(log, 1, `Worker uncaught exception: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}

function stopOnSignals(host: Host): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void host.stop(patience).finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function releaseOnExit(host: Host, appFolder: string, timeDivisor: number): void {
  const { queues } = readHostFile(appFolder, process.env);
  const { retrySeconds } = divideQueueTimings(queues, timeDivisor);
  process.on('exit', () => {
    if (host.held.size > 0) releaseHeld(host.held, { maxDequeueCount: queues.maxDequeueCount, retrySeconds });
  });
}

async function run(flags: Flags, log: Log): Promise<void> {
  const { appFolder, port, keys } = flags;
  if (!flags['no-local-settings']) applyLocalSettings(appFolder);
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) throw new HostError('badSettings', 'TIME_DIVISOR is not a number from 1 to 3600.');
  const timeDivisor = parsed.data.TIME_DIVISOR;
  const onTimeout = (message: string): void => {
    endWith(log, 1, message);
  };
  const host = await startHost({ appFolder, port, keys, timeDivisor, log, onTimeout });
  releaseOnExit(host, appFolder, timeDivisor);
  stopOnSignals(host);
  const listening = `http://localhost:${String(host.port)}`;
  process.stdout.write(`${JSON.stringify({ listening, functions: host.registrations })}\n`);
}

async function main(): Promise<void> {
  process.stderr.write('This is a stand-in for the Azure Functions host, not the Azure Functions host itself.\n');
  try {
    const flags = readFlags();
    const log = createLog(flags.verbose);
    captureConsole(log);
    dieOfUncaught(log);
    await run(flags, log);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    // 2: nothing that another start would mend.
    process.exit(2);
  }
}

await main();

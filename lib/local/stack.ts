import { resolve } from 'node:path';
import * as z from 'zod';
import { startAzurite } from './azurite.ts';
import { listEntryFiles } from './host/loadApp.ts';
import {
  describeHostSettings,
  describeRealEnvironment,
  describeSampleEnvironment,
  type Environment,
} from './hostEnvironment.ts';
import { localScript, startProcess } from './process/startProcess.ts';
import { type Supervised, superviseProcess } from './process/superviseProcess.ts';
import { type SampleTenantAddress, startSampleProcess } from './sampleProcess.ts';

export interface StackOptions {
  /** The folder of the built app; this project if absent. */
  readonly appFolder?: string;
  /** Flags of the sample tenant, as `['--sample', 'broken']`; false looks at real Azure; absent is the default sample. */
  readonly sample?: readonly string[] | false;
  /** Connection string of an Azurite that runs already; absent starts one. */
  readonly azurite?: string;
  /** Settings that win over all others */
  readonly environment?: Environment;
  /** Host processes; 1 if absent, 0 leaves them to the caller. */
  readonly hosts?: number;
  /** The port of the first host, the others follow it; 0, the default, takes free ones. */
  readonly port?: number;
  readonly timeDivisor?: number;
  /** Messages that a host runs at once, the `batchSize` of the queue trigger; 16 if absent. */
  readonly lanes?: number;
  /** Function keys that the hosts ask for; absent asks for none. */
  readonly keys?: readonly string[];
  /** MiB of old space that V8 may fill in a host; 512 if absent, many times what a scan holds. */
  readonly oldSpace?: number;
  /** Whether a host that dies is started again; true if absent. */
  readonly restart?: boolean;
  /** What the hosts log: warnings and errors, everything when `verbose`. */
  readonly onLine?: (line: string) => void;
  readonly verbose?: boolean;
}

export interface StackHost {
  /** Of the process that runs now; another one after a restart. */
  readonly pid: number;
  readonly baseUrl: string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exited: () => Promise<number | null>;
}

export interface Stack {
  /** Of the first host, as http://localhost:7071 */
  readonly baseUrl: string;
  readonly baseUrls: readonly string[];
  readonly connectionString: string;
  /** Undefined when it looks at real Azure */
  readonly sampleTenant: SampleTenantAddress | undefined;
  /** The environment of the hosts */
  readonly environment: Environment;
  readonly hosts: readonly StackHost[];
  /** Resolves with a sentence when a host could not be started again. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

/** Milliseconds that a host has for running functions, and more than it waits by itself. */
const patience = 5_000;
const sampleTenantPatience = 500;
const localLanes = 16;
const usualOldSpace = 512;

const said = z.object({ listening: z.string() });
type HostSaid = z.infer<typeof said>;

function readSaid(lines: readonly string[]): HostSaid | undefined {
  const line = lines.find((text) => text.startsWith('{'));
  return line === undefined ? undefined : said.parse(JSON.parse(line));
}

async function startHostProcess(options: StackOptions, environment: Environment, appFolder: string, port: number) {
  const keys = (options.keys ?? []).flatMap((key) => ['--enforce-keys', key]);
  const verbose = options.verbose === true ? ['--verbose'] : [];
  const start = (last?: HostSaid) => {
    // A host that is started again keeps its address.
    const known = last === undefined ? String(port) : new URL(last.listening).port;
    return startProcess({
      name: 'The host',
      script: localScript('host/main.ts'),
      flags: ['--app', appFolder, '--port', known, '--no-local-settings', ...keys, ...verbose],
      // Left to itself V8 keeps garbage for as long as the machine has memory to spare.
      nodeFlags: ['--max-semi-space-size=16', `--max-old-space-size=${String(options.oldSpace ?? usualOldSpace)}`],
      environment,
      folder: appFolder,
      readReady: readSaid,
      onLine: options.onLine,
    });
  };
  if (options.restart !== false) return superviseProcess(start);
  const started = await start();
  const never = Promise.withResolvers<string>().promise;
  return { current: () => started, failed: never, stop: started.stop };
}

const describeHost = (host: Supervised<HostSaid>): StackHost => ({
  get pid() {
    return host.current().pid;
  },
  baseUrl: host.current().ready.listening,
  kill: (signal) => {
    host.current().kill(signal);
  },
  exited: () => host.current().exited,
});

type Stop = () => Promise<void>;

/** Starts what the hosts talk to. What was started goes to `stops`, also when the other could not be. */
async function startBackends({ azurite, sample = [] }: StackOptions, stops: Stop[]) {
  const storage =
    azurite === undefined ? startAzurite() : Promise.resolve({ connectionString: azurite, stop: nothing });
  const tenant = sample === false ? Promise.resolve(undefined) : startSampleProcess(sample);
  const started = await Promise.allSettled([
    storage.then((running) => stops.push(() => running.stop())),
    tenant.then((running) => stops.push(() => running?.stop(sampleTenantPatience) ?? nothing())),
  ]);
  for (const result of started) if (result.status === 'rejected') throw result.reason;
  return { connectionString: (await storage).connectionString, sampleTenant: (await tenant)?.ready };
}

const nothing = (): Promise<void> => Promise.resolve();

async function startHosts(options: StackOptions, environment: Environment, appFolder: string, stops: Stop[]) {
  const { hosts: count = 1, port = 0 } = options;
  const running: Supervised<HostSaid>[] = [];
  stops.push(async () => {
    await Promise.all(running.map((host) => host.stop(patience)));
  });
  for (let index = 0; index < count; index += 1) {
    running.push(await startHostProcess(options, environment, appFolder, port === 0 ? 0 : port + index));
  }
  return running;
}

function composeEnvironment(options: StackOptions, connectionString: string, tenant: SampleTenantAddress | undefined) {
  const base =
    tenant === undefined
      ? describeRealEnvironment(process.env)
      : describeSampleEnvironment(process.env, tenant.environment);
  const settings = describeHostSettings(connectionString, options.lanes ?? localLanes, options.timeDivisor);
  return { ...base, ...settings, ...options.environment };
}

/** Stops what was started last first: the hosts before what they talk to. */
async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops.toReversed()) await stop();
}

/**
 * Starts the whole product on this machine: Azurite, the sample tenant (or real Azure) and stand-in hosts, each a process
 * that ends with this one. Throws an Error of one clear sentence, and then leaves nothing running.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const appFolder = options.appFolder ?? resolve(import.meta.dirname, '../..');
  if (options.hosts !== 0) listEntryFiles(appFolder);
  const stops: Stop[] = [];
  try {
    const { connectionString, sampleTenant } = await startBackends(options, stops);
    const environment = composeEnvironment(options, connectionString, sampleTenant);
    const running = await startHosts(options, environment, appFolder, stops);
    const hosts = running.map(describeHost);
    const baseUrls = hosts.map((host) => host.baseUrl);
    const failed = Promise.race(running.map((host) => host.failed));
    const stop = (): Promise<void> => stopAll(stops);
    return { baseUrl: baseUrls[0] ?? '', baseUrls, connectionString, sampleTenant, environment, hosts, failed, stop };
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}

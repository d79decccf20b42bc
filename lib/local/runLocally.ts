import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { documented } from './host/documented.ts';
import { listEntryFiles } from './host/loadApp.ts';
import { type Stack, startStack } from './stack.ts';

export interface LocalRun {
  readonly port?: number;
  /** A sample of the sample tenant; false looks at real Azure with this environment's own sign-in. */
  readonly sample?: string | false;
  readonly verbose?: boolean;
}

const appFolder = resolve(import.meta.dirname, '../..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The version of Azure Functions Core Tools; undefined when `func` is not on PATH or does not run. */
function findCoreTools(): string | undefined {
  const { status, stdout } = spawnSync('func', ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout.trim() : undefined;
}

function announce(stack: Stack, run: LocalRun, host: string, baseUrl: string): void {
  const sample = run.sample === false ? undefined : (run.sample ?? 'default');
  say(sample === undefined ? 'Looks at real Azure through DefaultAzureCredential' : `SAMPLE TENANT (${sample})`);
  say(`Functions host  ${host}`);
  say(
    `Storage         ${/QueueEndpoint=([^;]+)/.exec(stack.connectionString)?.[1] ?? 'Azurite'} and its tables, in memory`,
  );
  if (stack.sampleTenant !== undefined) say(`Sample tenant   ${stack.sampleTenant.endpoint}`);
  say(`API             ${baseUrl}/api`);
  say('Ctrl-C stops all.');
}

const stopRequest = (): Promise<unknown> => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

async function runCoreTools(stack: Stack, port: number): Promise<number> {
  const func = spawn('func', ['start', '--port', String(port)], {
    cwd: appFolder,
    env: stack.environment,
    stdio: 'inherit',
  });
  const exited = once(func, 'exit').then(() => func.exitCode ?? 0);
  // A terminal sends Ctrl-C to func as well; a plain signal reaches this process alone.
  void stopRequest().then(() => func.kill('SIGTERM'));
  return exited;
}

/**
 * Runs the product on a fixed port until Ctrl-C: Azurite, the sample tenant or real Azure, and `func start`, or the
 * stand-in host where Core Tools is missing. Gives the exit code. Throws an Error of one sentence.
 */
export async function runLocally(run: LocalRun): Promise<number> {
  const { port = documented.port, sample } = run;
  listEntryFiles(appFolder);
  const coreTools = findCoreTools();
  const stack = await startStack({
    appFolder,
    port,
    hosts: coreTools === undefined ? 1 : 0,
    sample: sample === false ? false : ['--sample', sample ?? 'default'],
    verbose: run.verbose ?? false,
    onLine: (line) => void process.stderr.write(`${line}\n`),
  });
  try {
    const host =
      coreTools === undefined ? 'the stand-in (Core Tools is not on PATH)' : `func start, Core Tools ${coreTools}`;
    announce(stack, run, host, `http://localhost:${String(port)}`);
    if (coreTools !== undefined) return await runCoreTools(stack, port);
    const fault = await Promise.race([stopRequest().then(() => ''), stack.failed]);
    if (fault !== '') process.stderr.write(`${fault}\n`);
    return fault === '' ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

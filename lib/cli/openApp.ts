import { version } from '../scan/context.ts';
import { openScanApi, type ScanApi } from './apiClient.ts';
import { explainAppError } from './appError.ts';
import type { AppAddress } from './command.ts';
import type { AppTarget } from './sourceOf.ts';

/** Which app to work with. */
export interface AppChoice {
  readonly target: AppTarget;
  /** A deployed app; undefined starts one on this machine. */
  readonly app: AppAddress | undefined;
  /** For the app on this machine: text of the organisation's own settings; undefined for those beside host.json, if any. */
  readonly config: string | undefined;
}

/** An app that answers. */
export interface OpenApp {
  readonly api: ScanApi;
  /** Of the app. */
  readonly version: string;
  /** Whether others use it too. */
  readonly shared: boolean;
  /** Resolves with a sentence when it cannot answer any more. */
  readonly failed: Promise<string>;
  /** Milliseconds between two looks at a scan. */
  readonly pollEvery: number;
}

const localPoll = 300;
const remotePoll = 1_000;

/** Starts the app on this machine, and stops everything again. */
async function withLocalApp<T>({ target, config }: AppChoice, run: (app: OpenApp) => Promise<T>): Promise<T> {
  const size =
    target.kind === 'sample' && target.resources !== undefined ? ['--resources', String(target.resources)] : [];
  // A generated tenant has no quotas, so that its size and not its limits decide how long it takes.
  const environment = {
    ...(size.length > 0 && { ARM_PACING: 'none' }),
    ...(config !== undefined && { VIGIL_CONFIG: config }),
  };
  const sample = target.kind === 'sample' && ['--sample', target.name, ...size];
  // Loaded where it is needed: a deployed app is there.
  const { startStack } = await import('../local/stack.ts');
  const stack = await startStack({ sample, environment, port: 0 });
  try {
    const api = openScanApi(stack.baseUrl);
    return await run({ api, version, shared: false, failed: stack.failed, pollEvery: localPoll });
  } finally {
    await stack.stop();
  }
}

async function withDeployedApp<T>(app: AppAddress, run: (app: OpenApp) => Promise<T>): Promise<T> {
  const api = openScanApi(app.url, { ...app.headers, 'user-agent': `vigil/${version}` });
  const failed = Promise.withResolvers<string>().promise;
  try {
    const health = await api.health();
    return await run({ api, version: health.version, shared: true, failed, pollEvery: remotePoll });
  } catch (error) {
    throw explainAppError(app, error);
  }
}

/** Opens an app, does something through it, and closes it again. */
export function withApp<T>(choice: AppChoice, run: (app: OpenApp) => Promise<T>): Promise<T> {
  return choice.app === undefined ? withLocalApp(choice, run) : withDeployedApp(choice.app, run);
}

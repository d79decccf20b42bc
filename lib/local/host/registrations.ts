import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { describeError, HostError } from './hostError.ts';
import type { Environment } from './hostFile.ts';
import type { Registration } from './registration.ts';

const registration = z.discriminatedUnion('trigger', [
  z.object({
    name: z.string(),
    trigger: z.literal('http'),
    route: z.string(),
    methods: z.array(z.string()),
    authLevel: z.enum(['anonymous', 'function', 'admin']),
  }),
  z.object({ name: z.string(), trigger: z.literal('queue'), queue: z.string(), connection: z.string() }),
  z.object({ name: z.string(), trigger: z.literal('timer'), schedule: z.string(), runOnStartup: z.boolean() }),
]);
const loading = z.object({ registrations: z.array(registration), cpu: z.number() });

export interface Loading {
  /** In the order of their names */
  readonly registrations: readonly Registration[];
  /** CPU that loading the app took, of all threads, in milliseconds; Node's own start is not counted. */
  readonly cpu: number;
}

/** Loads the built app in a process of its own, with these settings, without starting anything. Throws a `HostError`. */
export async function measureLoading(appFolder: string, environment: Environment = process.env): Promise<Loading> {
  const script = fileURLToPath(new URL('registrationsMain.ts', import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, appFolder], { env: environment });
    return loading.parse(JSON.parse(stdout));
  } catch (cause) {
    const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : describeError(cause);
    throw new HostError('badApp', stderr, cause);
  }
}

/** What the built app registers in an environment, this process's own if absent; sorted by name. Throws a `HostError`. */
export async function listRegistrations(
  appFolder: string,
  environment?: Environment,
): Promise<readonly Registration[]> {
  return (await measureLoading(appFolder, environment)).registrations;
}

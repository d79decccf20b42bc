import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import {
  type FunctionMetadata,
  type Handler,
  installCoreApi,
  type ProgrammingModel,
  type Registry,
} from './coreApi.ts';
import { describeError, HostError } from './hostError.ts';
import { readJsonFile } from './hostFile.ts';
import type { Log } from './log.ts';
import { readRegistration, type Registration } from './registration.ts';

const packageFile = z.object({ main: z.string() });

export interface AppFunction {
  readonly registration: Registration;
  readonly metadata: FunctionMetadata;
  readonly handler: Handler;
}

/** A built app, loaded into this process. Its functions are in the order of their names. */
export interface App {
  readonly functions: readonly AppFunction[];
  readonly model: ProgrammingModel;
  readonly registry: Registry;
}

/** The entry files that `main` of package.json names. Throws a `HostError` when there is none. */
export function listEntryFiles(appFolder: string): readonly string[] {
  const parsed = packageFile.safeParse(readJsonFile(join(appFolder, 'package.json'), 'badApp'));
  if (!parsed.success) throw new HostError('badApp', `package.json in ${appFolder} has no "main".`);
  const { main } = parsed.data;
  const files = globSync(main, { cwd: appFolder }).toSorted();
  if (files.length > 0) return files.map((file) => join(appFolder, file));
  throw new HostError('notBuilt', `The app is not built: ${main} names no file in ${appFolder}. Run "npm run build".`);
}

async function importAll(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await import(pathToFileURL(file).href);
    } catch (cause) {
      throw new HostError('badApp', `${file} cannot be loaded: ${describeError(cause)}`, cause);
    }
  }
}

// The order of the names is the order in which the Functions host tries their routes:
// https://github.com/Azure/azure-functions-host/issues/9876
const byName = (left: AppFunction, right: AppFunction): number => {
  const [first, second] = [left.registration.name.toLowerCase(), right.registration.name.toLowerCase()];
  return first < second ? -1 : Number(first > second);
};

/** Loads the built app as the Node.js worker does. Only once a process. Throws a `HostError`. */
export async function loadApp(appFolder: string, log: Log): Promise<App> {
  const files = listEntryFiles(appFolder);
  const registry = installCoreApi(log);
  await importAll(files);
  const { model } = registry;
  if (model === undefined) throw new HostError('badApp', `The app in ${appFolder} registers no function.`);
  for (const hook of registry.hooks.appStart) {
    await hook({ hookData: {}, appHookData: registry.appHookData, functionAppDirectory: appFolder });
  }
  await model.getCapabilities({});
  registry.locked = true;
  const functions = registry.functions.map((entry) => ({ ...entry, registration: readRegistration(entry.metadata) }));
  return { functions: functions.toSorted(byName), model, registry };
}

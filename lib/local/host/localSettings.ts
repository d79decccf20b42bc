import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { HostError } from './hostError.ts';
import { listFaults, readJsonFile } from './hostFile.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const settingsFile = z.object({
  IsEncrypted: z.literal(false, 'encrypted settings can be read by Core Tools alone').default(false),
  Values: z.record(z.string(), scalar).default({}),
});

const fileNames = ['local.settings.json', 'local.settings.sample.json'] as const;

/** `Values` of local.settings.json, else of the sample beside it, else nothing. Throws a `HostError`. */
export function readLocalSettings(appFolder: string): Readonly<Record<string, string>> {
  const file = fileNames.map((name) => join(appFolder, name)).find((path) => existsSync(path));
  if (file === undefined) return {};
  const parsed = settingsFile.safeParse(readJsonFile(file, 'badSettings'));
  if (!parsed.success) throw new HostError('badSettings', `${file} cannot be used: ${listFaults(parsed.error)}.`);
  return parsed.data.Values;
}

/** Replaces `%NAME%` by the setting, as the host does in queue names and schedules. Throws a `HostError`. */
export function resolveSettings(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/%([^%]+)%/g, (_whole, name: string) => {
    const value = environment[name];
    if (!value) throw new HostError('badSettings', `The setting ${name}, named in "${text}", is not set.`);
    return value;
  });
}

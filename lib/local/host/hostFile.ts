import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { documented, documentedBatchThreshold } from './documented.ts';
import { describeError, HostError } from './hostError.ts';
import { timeSpan } from './timeSpan.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const unbounded = z.literal('-1').transform(() => Infinity);
const queues = z
  .object({
    batchSize: z.coerce.number().int().min(1).max(32).default(documented.batchSize),
    newBatchThreshold: z.coerce.number().int().min(0).optional(),
    maxDequeueCount: z.coerce.number().int().min(1).default(documented.maxDequeueCount),
    visibilityTimeout: timeSpan.default(documented.visibilityTimeout),
    maxPollingInterval: timeSpan
      .refine((interval) => interval >= documented.leastPolling, 'less than 100 milliseconds')
      .default(documented.mostPollingLocally),
    messageEncoding: z.enum(['base64', 'none']).default('base64'),
  })
  .transform((read) => ({
    ...read,
    newBatchThreshold: read.newBatchThreshold ?? documentedBatchThreshold(read.batchSize),
  }))
  .readonly();

const hostFile = z.object({
  version: z.literal('2.0'),
  functionTimeout: z.union([unbounded, timeSpan]).default(documented.functionTimeout),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default(documented.routePrefix) }).prefault({}),
      queues: queues.prefault({}),
    })
    .prefault({}),
});

export type QueueSettings = z.infer<typeof queues>;
/** Times in milliseconds; a `functionTimeout` of Infinity is none. */
export interface HostSettings {
  readonly functionTimeout: number;
  readonly routePrefix: string;
  readonly queues: QueueSettings;
}

const jsonObject = z.record(z.string(), z.unknown());
type JsonObject = z.infer<typeof jsonObject>;

function withValue(object: JsonObject, path: readonly string[], value: string): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined) return object;
  const key = Object.keys(object).find((name) => name.toLowerCase() === first.toLowerCase()) ?? first;
  if (rest.length === 0) return { ...object, [key]: value };
  const below = jsonObject.safeParse(object[key]);
  return { ...object, [key]: withValue(below.success ? below.data : {}, rest, value) };
}

/** https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values */
function override(file: JsonObject, environment: Environment): JsonObject {
  const prefix = 'azurefunctionsjobhost';
  let result = file;
  for (const [name, value] of Object.entries(environment)) {
    const [first, ...path] = name.split(/__|:/);
    if (first?.toLowerCase() === prefix && value !== undefined) result = withValue(result, path, value);
  }
  return result;
}

/** A JSON file that a person writes. Throws a `HostError` that names it. */
export function readJsonFile(file: string, code: HostError['code']): unknown {
  if (!existsSync(file)) throw new HostError(code, `${file} does not exist.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new HostError(code, `${file} is not JSON: ${describeError(cause)}.`, cause);
  }
}

/** The first faults of a file, each with its path. */
export const listFaults = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');

/** Reads host.json of the app, under the settings `AzureFunctionsJobHost__*`. Throws a `HostError`. */
export function readHostFile(appFolder: string, environment: Environment): HostSettings {
  const file = join(appFolder, 'host.json');
  const json = jsonObject.safeParse(readJsonFile(file, 'badHostFile'));
  const parsed = hostFile.safeParse(json.success ? override(json.data, environment) : undefined);
  if (!parsed.success) throw new HostError('badHostFile', `${file} cannot be used: ${listFaults(parsed.error)}.`);
  const { functionTimeout, extensions } = parsed.data;
  return { functionTimeout, routePrefix: extensions.http.routePrefix, queues: extensions.queues };
}

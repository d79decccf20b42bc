import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { QueueServiceClient } from '@azure/storage-queue';
import * as z from 'zod';
import { localScript, startProcess, type StartedProcess } from '../../../lib/local/process/startProcess.ts';

export const fixture = fileURLToPath(new URL('fixture', import.meta.url));

const ready = z.object({ listening: z.string(), functions: z.array(z.looseObject({ name: z.string() })) });
const event = z.object({
  event: z.enum(['begin', 'end', 'tick', 'tock']),
  pid: z.number(),
  message: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  timer: z.unknown().optional(),
});
export type Recorded = z.infer<typeof event>;

export type FixtureHost = StartedProcess<z.infer<typeof ready>> & { readonly lines: readonly string[] };

let queues = 0;

/** A queue of its own, and hosts that run the fixture app on it. */
export function createWorkplace(connectionString: string) {
  const name = `work-${String(process.pid)}-${String((queues += 1))}`;
  const service = QueueServiceClient.fromConnectionString(connectionString);
  const queue = service.getQueueClient(name);
  const poison = service.getQueueClient(`${name}-poison`);
  const records = join(mkdtempSync(join(tmpdir(), 'fixture-')), 'records');
  const environment = { AzureWebJobsStorage: connectionString, WORK_QUEUE: name, RECORDS: records };
  return {
    queue,
    poison,
    environment,
    start: (extra: Readonly<Record<string, string>> = {}, flags: readonly string[] = []) =>
      startFixture({ ...environment, ...extra }, flags),
    send: (message: unknown) => queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64')),
    recorded: (kind: Recorded['event']): readonly Recorded[] =>
      existsSync(records)
        ? readFileSync(records, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => event.parse(JSON.parse(line)))
            .filter((found) => found.event === kind)
        : [],
  };
}

/** Starts the stand-in host on the fixture app, on a free port. */
export async function startFixture(
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<FixtureHost> {
  const lines: string[] = [];
  const host = await startProcess({
    name: 'The host',
    script: localScript('host/main.ts'),
    flags: ['--app', fixture, '--port', '0', '--no-local-settings', ...flags],
    environment: { PATH: process.env['PATH'], ...environment },
    readReady: ([line]) => (line === undefined ? undefined : ready.parse(JSON.parse(line))),
    onLine: (line) => lines.push(line),
  });
  return { ...host, lines };
}

/** Waits until `read` finds something, at most `patience` milliseconds. */
export async function eventually<T>(read: () => T | undefined | Promise<T | undefined>, patience = 15_000): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await read();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${String(patience)} ms: ${read.toString()}`);
    await sleep(50);
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { StackHost } from '../../local/stack.ts';

const seen = z.object({
  sequence: z.number(),
  /** Of the event loop, in milliseconds */
  delay: z.object({ p50: z.number(), p99: z.number(), most: z.number() }),
  /** Of all threads since the last look, in milliseconds */
  cpu: z.number(),
  /** MiB resident, the most since the process began */
  peakMemory: z.number(),
  /** MiB */
  heapUsed: z.number(),
});
export type HostSeen = z.infer<typeof seen>;

export interface HostWatch {
  /** What the host process is to be started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the process saw of itself since the last look. */
  look(host: StackHost): Promise<HostSeen>;
  close(): Promise<void>;
}

const script = new URL('watchMain.ts', import.meta.url).href;

async function read(file: string): Promise<HostSeen | undefined> {
  try {
    return seen.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not there yet, or half written.
    return undefined;
  }
}

/** Watches a host process from within. `nodeOptions` go to it besides. */
export async function openHostWatch(nodeOptions: readonly string[]): Promise<HostWatch> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-bench-'));
  const file = join(folder, 'seen.json');
  let last = 0;
  return {
    environment: { NODE_OPTIONS: [`--import ${script}`, ...nodeOptions].join(' '), BENCH_WATCH: file },
    look: async (host) => {
      host.kill('SIGUSR2');
      for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
        const found = await read(file);
        if (found !== undefined && found.sequence > last) {
          last = found.sequence;
          return found;
        }
        await sleep(10);
      }
      throw new Error('The host process does not answer SIGUSR2.');
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

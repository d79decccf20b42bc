import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Stack, type StackHost, startStack } from '../../local/stack.ts';
import type { ScanOptions, ScanView, Scope } from '../../model/scan.ts';
import { openScanApi, type ScanApi } from '../apiClient.ts';
import { flagsOf, type GeneratedTenant } from './generatedTenant.ts';
import { type HostSeen, openHostWatch } from './hostWatch.ts';

const counts = z.object({
  byKind: z.record(z.string(), z.number()),
  byPath: z.record(z.string(), z.number()),
  status429: z.number(),
});
/** What was asked of the sample tenant since it started. */
export type Calls = z.infer<typeof counts>;

/** The whole product on this machine, each part a process of its own, with the host watched from within. */
export interface Bed {
  readonly api: ScanApi;
  readonly baseUrl: string;
  readonly connectionString: string;
  readonly host: StackHost;
  calls(): Promise<Calls>;
  look(): Promise<HostSeen>;
  stop(): Promise<void>;
}

export interface BedOptions {
  readonly tenant: GeneratedTenant | 'empty';
  /** Messages that the host runs at once; 16 if absent. */
  readonly lanes?: number;
  /** MiB of old space; what the stack gives if absent. */
  readonly oldSpace?: number;
  /** Further options of Node.js. */
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether what the host logs is left out, because it is to fail. */
  readonly quiet?: boolean;
  /** An Azurite that runs already, or a proxy of one. */
  readonly azurite?: string;
}

const emptySample = ['--sample', 'empty', '--latency', '20', '--no-quotas'];

async function readCalls({ sampleTenant }: Stack): Promise<Calls> {
  const answer = await fetch(`${sampleTenant?.identityEndpoint ?? ''}/counts`);
  return counts.parse(await answer.json());
}

function describe(stack: Stack): StackHost {
  const [host] = stack.hosts;
  if (host === undefined) throw new Error('The bench needs a host.');
  return host;
}

/** Starts a bed. A host that dies is not started again. */
export async function startBed(options: BedOptions): Promise<Bed> {
  const { tenant, lanes = 16, nodeOptions = [], environment = {}, azurite, oldSpace, quiet } = options;
  const limited = tenant !== 'empty' && tenant.quotas === true;
  const watch = await openHostWatch(nodeOptions);
  const stack = await startStack({
    sample: tenant === 'empty' ? emptySample : flagsOf(tenant),
    lanes,
    restart: false,
    // Where no limit is enforced none is kept to, so that a measure shows what the app itself takes.
    environment: { ...watch.environment, ...(limited ? {} : { ARM_PACING: 'none' }), ...environment },
    ...(quiet !== true && { onLine: (line: string) => void process.stderr.write(`  host: ${line}\n`) }),
    ...(azurite !== undefined && { azurite }),
    ...(oldSpace !== undefined && { oldSpace }),
  });
  const host = describe(stack);
  return {
    api: openScanApi(stack.baseUrl),
    baseUrl: stack.baseUrl,
    connectionString: stack.connectionString,
    host,
    calls: () => readCalls(stack),
    look: () => watch.look(host),
    stop: async () => {
      await stack.stop();
      await watch.close();
    },
  };
}

/** Runs `use` on a bed that is stopped afterwards, whatever happens. */
export async function onBed<T>(options: BedOptions, use: (bed: Bed) => Promise<T>): Promise<T> {
  const bed = await startBed(options);
  try {
    return await use(bed);
  } finally {
    await bed.stop();
  }
}

const finalStatuses: readonly string[] = ['completed', 'completedWithErrors', 'failed', 'cancelled'];

export interface Ended {
  readonly view: ScanView;
  /** Milliseconds from the POST until the API showed the final state. */
  readonly wall: number;
}

/** Scans from POST to the final state. Throws where the scan did not complete, or the host died under it. */
export async function scanToEnd(bed: Bed, request: Scope & ScanOptions = {}, every = 250): Promise<Ended> {
  const began = performance.now();
  const died = bed.host.exited().then((code) => {
    throw new Error(`The host process ended with ${String(code)} during a scan.`);
  });
  const follow = async (): Promise<Ended> => {
    const { id } = await bed.api.start(request);
    for (;;) {
      const view = await bed.api.get(id);
      if (finalStatuses.includes(view.status)) return { view, wall: performance.now() - began };
      await sleep(every);
    }
  };
  const following = follow();
  following.catch(() => undefined);
  const ended = await Promise.race([following, died]);
  if (ended.view.status !== 'completed') {
    throw new Error(`The scan ended as ${ended.view.status}: ${ended.view.error?.message ?? 'see its errors'}`);
  }
  return ended;
}

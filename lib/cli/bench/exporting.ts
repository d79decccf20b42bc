import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Bed, onBed, scanToEnd } from './bed.ts';
import type { Figure } from './figure.ts';
import { type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';

// Storage accounts alone fail some four checks each.
const large: GeneratedTenant = { resources: 16_000, subscriptions: 16, regions: 10, latency: 0 };
const small: GeneratedTenant = { ...large, resources: 1_600 };

/** Milliseconds, and MiB that the host may grow by. */
const targets = { firstByte: { most: 1_000 }, growth: { most: 40 }, finishes: { least: 1 } };
/** MiB of old space for an export of any size: one that kept its findings would need some two kilobytes for each. */
const oldSpace = 64;

const commandLine = fileURLToPath(new URL('../vigil.ts', import.meta.url));
const watch = new URL('watchMain.ts', import.meta.url).href;
const seen = z.object({ peakMemory: z.number() });

/** Whether the csv is being written: under a name of its own until it is whole. */
async function isWritten(folder: string): Promise<boolean> {
  const names = (await readdir(folder)).filter((name) => name.includes('.csv'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.some((size) => size > 0);
}

/** Milliseconds until the csv holds something. */
async function firstByte(folder: string, child: ChildProcess): Promise<number> {
  const began = performance.now();
  while (child.exitCode === null && !(await isWritten(folder))) await sleep(5);
  return performance.now() - began;
}

interface Exported {
  /** Milliseconds. */
  readonly first: number;
  readonly whole: number;
  /** MiB. */
  readonly peak: number;
  readonly lines: number;
}

/** Exports a scan from the command line, as a user would. */
async function exportScan({ baseUrl }: Bed, scanId: string): Promise<Exported> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-export-'));
  const at = (file: string): string => join(folder, file);
  try {
    const began = performance.now();
    const flags = ['--app', baseUrl, '--scan', scanId, '--report', 'csv', '--out', at('report.json')];
    const limit = `--max-old-space-size=${String(oldSpace)}`;
    const child = spawn(process.execPath, [limit, '--import', watch, commandLine, ...flags], {
      stdio: 'ignore',
      env: { ...process.env, BENCH_WATCH: at('seen.json') },
    });
    const ended = once(child, 'exit');
    const first = await firstByte(folder, child);
    await ended;
    if (child.exitCode !== 0) throw new Error(`The export ended with ${String(child.exitCode)}.`);
    const whole = performance.now() - began;
    const { peakMemory } = seen.parse(JSON.parse(await readFile(at('seen.json'), 'utf8')));
    const lines = (await readFile(at('report.csv'), 'utf8')).split('\r\n').length - 2;
    return { first, whole, peak: peakMemory, lines };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const page = z.object({ value: z.array(z.unknown()), nextLink: z.string().optional() });

/** Reads every change since the scan before. Milliseconds, and how many there were. */
async function compare({ baseUrl }: Bed, scanId: string): Promise<Omit<Exported, 'peak'>> {
  const began = performance.now();
  let first: number | undefined;
  let lines = 0;
  for (let url: string | undefined = `${baseUrl}/api/scans/${scanId}/changes?top=1000`; url !== undefined;) {
    const { value, nextLink } = page.parse(await (await fetch(url)).json());
    first ??= performance.now() - began;
    lines += value.length;
    url = nextLink;
  }
  return { first: first ?? Number.NaN, whole: performance.now() - began, lines };
}

async function untilCounted(bed: Bed, scanId: string): Promise<number> {
  const began = performance.now();
  while ((await bed.api.get(scanId)).changes === null) await sleep(250);
  return performance.now() - began;
}

async function measure(tenant: GeneratedTenant, say: (line: string) => void) {
  say(nameOf(tenant));
  return onBed({ tenant }, async (bed) => {
    await scanToEnd(bed);
    const { view } = await scanToEnd(bed);
    const counted = await untilCounted(bed, view.id);
    say(`${String(view.findings.total)} findings`);
    const exported = await exportScan(bed, view.id);
    if (exported.lines !== view.findings.total) throw new Error(`The export holds ${String(exported.lines)} findings.`);
    const before = await bed.look();
    const compared = await compare(bed, view.id);
    const after = await bed.look();
    if (compared.lines !== view.findings.total) throw new Error(`There are ${String(compared.lines)} changes.`);
    return {
      exported,
      compared,
      counted,
      hostGrowth: after.peakMemory - before.peakMemory,
      findings: view.findings.total,
    };
  });
}

/** Exporting and comparing scans: first byte, and memory that does not grow with the findings. */
export const exporting: Measure = {
  name: 'export',
  about: 'exporting 100,000 findings from the command line, and comparing two scans of as many',
  run: async ({ quick, say }) => {
    const few = await measure(small, say);
    const many = quick ? few : await measure(large, say);
    const setting = `${many.findings.toLocaleString('en-US')} findings`;
    const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s in all`;
    const figures: Figure[] = [
      {
        ...{ name: 'export to csv, first byte', setting, value: many.exported.first, unit: 'ms' },
        ...{ target: targets.firstByte, note: seconds(many.exported.whole) },
      },
      {
        ...{ name: `export finishes with ${String(oldSpace)} MiB of old space`, setting, value: 1, unit: '' },
        ...{
          target: targets.finishes,
          note: `peak ${few.exported.peak.toFixed(0)}, then ${many.exported.peak.toFixed(0)} MiB`,
        },
      },
      {
        ...{ name: 'comparing two scans, first page', setting, value: many.compared.first, unit: 'ms' },
        ...{ target: targets.firstByte, note: seconds(many.compared.whole) },
      },
      {
        ...{ name: 'comparing, memory of the host more', setting, value: many.hostGrowth, unit: 'MiB' },
        target: targets.growth,
      },
      { name: 'history written after the end', setting, value: many.counted / 1000, unit: 's' },
    ];
    return figures;
  },
};

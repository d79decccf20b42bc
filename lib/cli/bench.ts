import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { exporting } from './bench/exporting.ts';
import { type Figure, isMissed, tableOf } from './bench/figure.ts';
import { inventoryCalls } from './bench/inventoryCalls.ts';
import { joins } from './bench/joins.ts';
import { load } from './bench/load.ts';
import type { Measure } from './bench/measure.ts';
import { memory } from './bench/memory.ts';
import { post } from './bench/post.ts';
import { quickWhileScanning } from './bench/quickWhileScanning.ts';
import { quotas } from './bench/quotas.ts';
import { empty, speed } from './bench/speed.ts';

const measures: readonly Measure[] = [
  load,
  empty,
  post,
  speed,
  inventoryCalls,
  joins,
  quickWhileScanning,
  exporting,
  memory,
  quotas,
];

const flags = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  memory: { type: 'boolean', default: false },
  quotas: { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const help = `Usage: npm run bench -- [options]

Measures the built app on this machine, through its real processes and a sample tenant of 20 ms a call, and compares
with the targets. Exits 1 when a target is missed, 2 on a wrong option.

  --quick       about a minute: smaller tenants, fewer repetitions
  --only NAME   this measure alone; may be repeated
  --memory      the measure "memory" too, which takes many minutes
  --quotas      the measure "quotas" too, which takes many minutes
  --out FILE    writes the table to a file as well, as Markdown

Measures:
${measures.map(({ name, about }) => `  ${name.padEnd(12)}  ${about}`).join('\n')}
`;

type Flags = ReturnType<typeof readFlags>;

function readFlags() {
  return parseArgs({ options: flags, strict: true }).values;
}

function choose({ only, ...asked }: Flags): readonly Measure[] {
  const unknown = only?.find((name) => !measures.some((measure) => measure.name === name));
  if (unknown !== undefined) throw new TypeError(`There is no measure "${unknown}": see --help.`);
  if (only !== undefined) return measures.filter(({ name }) => only.includes(name));
  return measures.filter(({ name, slow }) => slow !== true || (name === 'memory' ? asked.memory : asked.quotas));
}

function machine(): string {
  const [cpu] = cpus();
  const memorySize = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  const [load = 0] = loadavg();
  const facts = [`${String(cpus().length)} cores (${cpu?.model.trim() ?? 'unknown'})`, memorySize, process.platform];
  return [...facts, `Node.js ${process.version}`, `load ${load.toFixed(1)} at the start`].join(', ');
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A measure that breaks off is a target missed; the others still run. */
async function runMeasure({ name, run }: Measure, quick: boolean): Promise<readonly Figure[]> {
  try {
    return await run({
      quick,
      say: (line) => {
        say(`  ${line}`);
      },
    });
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return [{ name, setting: 'could not be measured', value: Number.NaN, unit: '', target: { most: 0 }, note }];
  }
}

async function measureAll(asked: Flags): Promise<number> {
  const { quick, out } = asked;
  const facts = machine();
  const figures: Figure[] = [];
  for (const measure of choose(asked)) {
    say(`${measure.name}: ${measure.about}`);
    figures.push(...(await runMeasure(measure, quick)));
  }
  const missed = figures.filter(isMissed).length;
  const closing = missed === 0 ? 'Every target is met.' : `${String(missed)} targets are missed.`;
  const report = `${facts}\n\n${tableOf(figures)}\n\n${closing}\n`;
  process.stdout.write(report);
  if (out !== undefined) await writeFile(out, report);
  return missed === 0 ? 0 : 1;
}

async function run(): Promise<number> {
  let asked;
  try {
    asked = readFlags();
    choose(asked);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
  if (!asked.help) return measureAll(asked);
  process.stdout.write(help);
  return 0;
}

process.exitCode = await run();

import { readFile } from 'node:fs/promises';
import { explainCheck } from '../checks/explain.ts';
import { configure } from '../checks/configure.ts';
import { catalogue } from '../checks/index.ts';
import { InventoryError } from '../collect/inventory/inventoryError.ts';
import { readInventoryFile } from '../collect/inventoryFile.ts';
import { jsonReport } from '../report/json.ts';
import type { Report } from '../report/report.ts';
import { terminalReport } from '../report/terminal.ts';
import type { CatalogueConfig } from '../model/config.ts';
import { version } from '../scan/context.ts';
import { parseConfig, readConfig } from '../scan/readConfig.ts';
import { messageOf } from '../scan/trace.ts';
import { SettingsError } from '../settings.ts';
import { AppError } from './appError.ts';
import { UsageError, type ScanCommand } from './command.ts';
import { exitCode, type Exit } from './exitCode.ts';
import { inventoryReport } from './inventoryReport.ts';
import { checkOutFile, writeOutFile } from './outFile.ts';
import { paintFor } from './paint.ts';
import { parseArguments } from './parseArguments.ts';
import { openProgress } from './progress.ts';
import { scopesReport } from '../report/scopes.ts';
import { explanation } from './explanation.ts';
import { optionsOf, preflightThroughApp, scanThroughApp, type AppScan } from './scanThroughApp.ts';
import { selectChecks } from './selectChecks.ts';
import { sourceOf } from './sourceOf.ts';

/** What the command line works with. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** What ends with exit 2: another command line would do better. */
const wrongUse = [UsageError, InventoryError, SettingsError, AppError];

const tool = { name: 'vigil', version };
/** Columns. Wider lines are hard to read; narrower than this the report would fall apart. */
const widest = 120;
const narrowest = 60;

function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that left, as `head` does, is no fault of the scan's.
    stream.write(text, () => {
      resolve();
    });
  });
}

/** The organisation's own settings, checked before anything is started. Throws a `SettingsError` or a `UsageError`. */
async function configOf({ config }: ScanCommand): Promise<{ text: string | undefined; catalogue: CatalogueConfig }> {
  const known = catalogue.map(({ id }) => id);
  if (config === undefined) return { text: undefined, catalogue: readConfig(undefined, known) };
  try {
    const text = await readFile(config, 'utf8');
    return { text, catalogue: parseConfig(text, config, known) };
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new UsageError(`--config cannot read ${config}: ${messageOf(error)}.`);
  }
}

async function judge(command: ScanCommand, terminal: Terminal): Promise<Report> {
  const { target, app } = command;
  const options = optionsOf(command);
  if (app !== undefined && target.kind !== 'inventory') {
    // Its catalogue and its settings are the app's own: what it does not know, it refuses itself.
    return scanAloud({ target, app, options, config: undefined }, terminal);
  }
  const config = await configOf(command);
  const { checks: configured, switchedOff } = configure(catalogue, config.catalogue);
  const checks = selectChecks(command, configured);
  if (target.kind === 'inventory') {
    const inventory = await readInventoryFile(target.file, target.apiVersions);
    return inventoryReport({ file: target.file, inventory, checks, switchedOff, options, tool, at: new Date() });
  }
  return scanAloud({ target, app, options, config: config.text }, terminal);
}

async function scanAloud(
  scan: Omit<AppScan, 'progress' | 'interrupted'>,
  { stderr, interrupted }: Terminal,
): Promise<Report> {
  await write(stderr, `${sourceOf(scan.target, scan.app, [])}\n`);
  return scanThroughApp({ ...scan, progress: openProgress(stderr), interrupted });
}

function readable(report: Report, command: ScanCommand, exit: Exit, { stdout }: Terminal): string {
  return terminalReport(report, {
    width: Math.min(widest, Math.max(narrowest, stdout.isTTY ? stdout.columns : widest)),
    paint: paintFor(stdout),
    minCoverage: command.minCoverage,
    reportFile: command.out,
    exit,
  });
}

async function scan(command: ScanCommand, terminal: Terminal): Promise<number> {
  await checkOutFile(command.out);
  const report = await judge(command, terminal);
  const exit = exitCode(report, command);
  const json = jsonReport(report);
  await writeOutFile(command.out, json);
  await write(terminal.stdout, command.format === 'json' ? json : readable(report, command, exit, terminal));
  if (command.format === 'json' && exit.code !== 0) {
    const said = report.scan.error === null ? '' : `${report.scan.error.message}\n`;
    await write(terminal.stderr, `${said}Exit ${String(exit.code)}: ${exit.meaning}.\n`);
  }
  return exit.code;
}

/** What is missing where; exits 4 where a scan would not see everything. */
async function preflight(command: ScanCommand, terminal: Terminal): Promise<number> {
  const { target, app, format } = command;
  if (target.kind === 'inventory') throw new UsageError('--preflight looks at subscriptions, not at a file.');
  const config = app === undefined ? (await configOf(command)).text : undefined;
  await write(terminal.stderr, `${sourceOf(target, app, [])}\n`);
  const scopes = await preflightThroughApp({ target, app, config });
  await write(terminal.stdout, format === 'json' ? `${JSON.stringify(scopes, null, 2)}\n` : scopesReport(scopes));
  return scopes.length > 0 && scopes.every(({ readable }) => readable === 'whole') ? 0 : 4;
}

async function explain(id: string, format: ScanCommand['format'], { stdout }: Terminal): Promise<number> {
  const check = catalogue.find((one) => one.id === id);
  if (check === undefined) {
    throw new UsageError(`--explain knows no "${id}": docs/checks.md and GET /api/checks list the checks.`);
  }
  const explained = explainCheck(check);
  await write(stdout, format === 'json' ? `${JSON.stringify(explained, null, 2)}\n` : explanation(explained));
  return 0;
}

/** Runs a command line and answers its exit code. Whatever goes wrong ends as a sentence on stderr. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const invocation = parseArguments(argv, terminal.environment, version);
  if (invocation.kind === 'text') {
    await write(terminal.stdout, invocation.text);
    return 0;
  }
  try {
    if (invocation.kind === 'usage') throw new UsageError(invocation.message);
    if (invocation.kind === 'explain') return await explain(invocation.check, invocation.format, terminal);
    if (invocation.kind === 'preflight') return await preflight(invocation.command, terminal);
    return await scan(invocation.command, terminal);
  } catch (error) {
    await write(terminal.stderr, `vigil: ${messageOf(error)}\n`);
    return wrongUse.some((kind) => error instanceof kind) ? 2 : 1;
  }
}

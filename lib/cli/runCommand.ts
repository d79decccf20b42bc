import { Readable } from 'node:stream';
import { InventoryError } from '../collect/inventory/inventoryError.ts';
import type { FindingsDigest } from '../report/digest.ts';
import type { Report } from '../report/report.ts';
import { terminalReport } from '../report/terminal.ts';
import { version } from '../scan/context.ts';
import { messageOf } from '../scan/trace.ts';
import { SettingsError } from '../settings.ts';
import { AppError } from './appError.ts';
import { UsageError, type ScanCommand } from './command.ts';
import { exitCode, type Exit } from './exitCode.ts';
import { checkOutFile } from './outFile.ts';
import { paintFor } from './paint.ts';
import { parseArguments } from './parseArguments.ts';
import { openProgress } from './progress.ts';
import { writeReportFiles } from './reportFiles.ts';
import { fileNamesOf } from './reportNames.ts';
import { scopesReport } from '../report/scopes.ts';
import { explanation } from './explanation.ts';
import { optionsOf, preflightThroughApp, scanThroughApp, type AppScan, type Deliver } from './scanThroughApp.ts';
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

async function judge<T>(command: ScanCommand, terminal: Terminal, deliver: Deliver<T>): Promise<T> {
  const { target, app, scanId, reports } = command;
  const page = reports.includes('html');
  const options = optionsOf(command);
  if (app !== undefined && target.kind !== 'inventory') {
    // Its catalogue and its settings are the app's own: what it does not know, it refuses itself.
    return scanAloud({ target, app, scanId, page, options, config: undefined }, terminal, deliver);
  }
  // Loaded where it is needed: a deployed app has a catalogue of its own.
  const { judgeFile, ownRules } = await import('./ownCatalogue.ts');
  const rules = await ownRules(command, terminal.environment);
  if (target.kind === 'inventory') {
    const { report, findings } = await judgeFile(target, rules, options);
    return deliver(report, Readable.from(findings));
  }
  return scanAloud({ target, app, scanId, page, options, config: rules.config }, terminal, deliver);
}

async function scanAloud<T>(
  scan: Omit<AppScan, 'progress' | 'interrupted'>,
  { stderr, interrupted }: Terminal,
  deliver: Deliver<T>,
): Promise<T> {
  await write(stderr, `${sourceOf(scan.target, scan.app, [])}\n`);
  return scanThroughApp({ ...scan, progress: openProgress(stderr), interrupted }, deliver);
}

function readable(
  report: Report,
  digest: FindingsDigest,
  command: ScanCommand,
  exit: Exit,
  { stdout }: Terminal,
): string {
  return terminalReport(report, digest, {
    width: Math.min(widest, Math.max(narrowest, stdout.isTTY ? stdout.columns : widest)),
    paint: paintFor(stdout),
    minCoverage: command.minCoverage,
    reportFiles: fileNamesOf(command),
    exit,
  });
}

async function scan(command: ScanCommand, terminal: Terminal): Promise<number> {
  const [whole, ...others] = fileNamesOf(command);
  await checkOutFile(whole);
  for (const file of others) await checkOutFile(file, '--report');
  return judge(command, terminal, async (report, findings) => {
    const printed = { write: (text: string) => write(terminal.stdout, text) };
    const sinks = command.format === 'json' ? [printed] : [];
    const digest = await writeReportFiles(command, sinks, report, findings);
    const exit = exitCode(report, command);
    if (command.format === 'table') {
      await write(terminal.stdout, readable(report, digest, command, exit, terminal));
    } else if (exit.code !== 0) {
      const said = report.scan.error === null ? '' : `${report.scan.error.message}\n`;
      await write(terminal.stderr, `${said}Exit ${String(exit.code)}: ${exit.meaning}.\n`);
    }
    return exit.code;
  });
}

/** What is missing where; exits 4 where a scan would not see everything. */
async function preflight(command: ScanCommand, terminal: Terminal): Promise<number> {
  const { target, app, format } = command;
  if (target.kind === 'inventory') throw new UsageError('--preflight looks at subscriptions, not at a file.');
  const config = app === undefined ? (await (await import('./ownCatalogue.ts')).configOf(command)).text : undefined;
  await write(terminal.stderr, `${sourceOf(target, app, [])}\n`);
  const scopes = await preflightThroughApp({ target, app, config });
  await write(terminal.stdout, format === 'json' ? `${JSON.stringify(scopes, null, 2)}\n` : scopesReport(scopes));
  return scopes.length > 0 && scopes.every(({ readable }) => readable === 'whole') ? 0 : 4;
}

async function explain(id: string, format: ScanCommand['format'], { stdout }: Terminal): Promise<number> {
  const { explainOwn } = await import('./ownCatalogue.ts');
  const explained = explainOwn(id);
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

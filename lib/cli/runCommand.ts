import { catalogue } from '../checks/index.ts';
import { InventoryError } from '../collect/inventory/inventoryError.ts';
import { readInventoryFile } from '../collect/inventoryFile.ts';
import { jsonReport } from '../report/json.ts';
import type { Report } from '../report/report.ts';
import { terminalReport } from '../report/terminal.ts';
import { version } from '../scan/context.ts';
import { messageOf } from '../scan/trace.ts';
import { UsageError, type ScanCommand } from './command.ts';
import { exitCode, type Exit } from './exitCode.ts';
import { inventoryReport } from './inventoryReport.ts';
import { checkOutFile, writeOutFile } from './outFile.ts';
import { paintFor } from './paint.ts';
import { parseArguments } from './parseArguments.ts';
import { openProgress } from './progress.ts';
import { optionsOf, scanThroughApp, sourceOf } from './scanThroughApp.ts';
import { selectChecks } from './selectChecks.ts';

/** What the command line works with. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

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

async function judge(command: ScanCommand, { stderr, interrupted }: Terminal): Promise<Report> {
  const { target } = command;
  const checks = selectChecks(command, catalogue);
  const options = optionsOf(command);
  if (target.kind === 'inventory') {
    const inventory = await readInventoryFile(target.file, target.apiVersions);
    return inventoryReport({ file: target.file, inventory, checks, options, tool, at: new Date() });
  }
  await write(stderr, `${sourceOf(target, [])}\n`);
  return scanThroughApp({ target, options, tool, progress: openProgress(stderr), interrupted });
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

/** Runs a command line and answers its exit code. Whatever goes wrong ends as a sentence on stderr. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const invocation = parseArguments(argv, terminal.environment, version);
  if (invocation.kind === 'text') {
    await write(terminal.stdout, invocation.text);
    return 0;
  }
  try {
    if (invocation.kind === 'usage') throw new UsageError(invocation.message);
    return await scan(invocation.command, terminal);
  } catch (error) {
    await write(terminal.stderr, `vigil: ${messageOf(error)}\n`);
    return error instanceof UsageError || error instanceof InventoryError ? 2 : 1;
  }
}

#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Half of a short command's time goes into compiling it. Not below the temporary folder, which other users write to.
enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/compiled`);
const { runCommand } = await import('./runCommand.ts');

/** Milliseconds that what is still open, such as a kept connection, may hold the process after its work. */
const lingering = 2_000;

const interruption = new AbortController();
function interrupt(): void {
  // The second time: at once. Every process that was started ends with this one.
  if (interruption.signal.aborted) process.exit(1);
  interruption.abort();
  process.stderr.write('\nStopping: the scan is being cancelled. Press Ctrl-C again to leave at once.\n');
}
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
// `vigil | head` closes the pipe early.
process.stdout.on('error', () => undefined);

const { stdout, stderr, env: environment } = process;
const interrupted = interruption.signal;
process.exitCode = await runCommand(process.argv.slice(2), { stdout, stderr, environment, interrupted });
setTimeout(() => process.exit(), lingering).unref();

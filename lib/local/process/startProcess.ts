import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface ProcessOptions<T> {
  /** What to call it in a message */
  readonly name: string;
  /** The file that Node.js runs, and its arguments */
  readonly script: string;
  readonly flags?: readonly string[];
  /** Of Node.js itself */
  readonly nodeFlags?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
  /** Reads what the process has printed so far; undefined while it is not ready. */
  readonly readReady: (lines: readonly string[]) => T | undefined;
  /** Each line of stderr, and of stdout once it is ready */
  readonly onLine?: ((line: string) => void) | undefined;
  /** How long it may take to be ready, in milliseconds; 60 seconds if absent. */
  readonly patience?: number;
}

export interface StartedProcess<T> {
  readonly pid: number;
  readonly ready: T;
  readonly hasExited: () => boolean;
  readonly exited: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** SIGTERM, and SIGKILL after so many milliseconds. */
  readonly stop: (patience: number) => Promise<void>;
}

/** A process that ended, or said nothing, before it was ready. `exitCode` is null when it was killed. */
export class ProcessError extends Error {
  readonly code = 'notStarted';
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.name = 'ProcessError';
    this.exitCode = exitCode;
  }
}

const followParent = new URL('followParent.ts', import.meta.url).href;

function spawnNode<T>(options: ProcessOptions<T>): ChildProcess {
  const { script, flags = [], nodeFlags = [] } = options;
  return spawn(process.execPath, ['--import', followParent, ...nodeFlags, script, ...flags], {
    cwd: options.folder ?? process.cwd(),
    env: options.environment,
    // The channel, and stdin, close when this process ends, however it ends. A group of its own keeps Ctrl-C from the
    // child: this process stops its children in their order.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
}

/** Resolves with what the process printed when it was ready; rejects with its last words when it ended before. */
async function waitUntilReady<T>(child: ChildProcess, options: ProcessOptions<T>): Promise<T> {
  const { name, readReady, onLine, patience = 60_000 } = options;
  const [printed, said]: [string[], string[]] = [[], []];
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const refuse = (exitCode: number | null): void => {
    const words = said
      .filter((line) => line.trim() !== '')
      .slice(-3)
      .join(' ');
    reject(new ProcessError(`${name} did not start. ${words}`.trim(), exitCode));
  };
  let ready: T | undefined;
  readLines(child.stdout, (line) => {
    if (ready !== undefined) onLine?.(line);
    else printed.push(line);
    ready ??= readReady(printed);
    if (ready !== undefined) resolve(ready);
  });
  readLines(child.stderr, (line) => {
    if (ready === undefined) said.push(line);
    onLine?.(line);
  });
  child.once('error', () => {
    refuse(null);
  });
  child.once('close', refuse);
  const timer = setTimeout(refuse, patience, null);
  return promise.finally(() => {
    clearTimeout(timer);
  });
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

/** Starts a Node.js process that ends with this one, and waits until it is ready. Throws a `ProcessError`. */
export async function startProcess<T>(options: ProcessOptions<T>): Promise<StartedProcess<T>> {
  const child = spawnNode(options);
  const exited = once(child, 'exit').then(() => child.exitCode);
  exited.catch(() => undefined);
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  try {
    const ready = await waitUntilReady(child, options);
    return {
      pid: child.pid ?? 0,
      ready,
      hasExited,
      exited,
      kill,
      stop: async (patience) => {
        if (hasExited()) return;
        kill('SIGTERM');
        const timer = setTimeout(kill, patience, 'SIGKILL');
        await exited.finally(() => {
          clearTimeout(timer);
        });
      },
    };
  } catch (error) {
    kill('SIGKILL');
    throw error;
  }
}

/** The script of another part of the local stack. */
export const localScript = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Waits; the timer does not keep the process alive. */
export const pause = async (milliseconds: number): Promise<void> => sleep(milliseconds, undefined, { ref: false });

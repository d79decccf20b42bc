import { format } from 'node:util';

const severities = ['trace', 'debug', 'information', 'warning', 'error', 'critical'] as const;
export type Level = (typeof severities)[number];

export type Log = (level: Level, source: string, message: string) => void;

const isLevel = (value: string): value is Level => severities.some((level) => level === value);

/** What the library logs under a level of its own counts as information. */
export const readLevel = (level: string): Level => (isLevel(level) ? level : 'information');

/** One line on stderr each: warnings and errors, everything when `verbose`. */
export function createLog(verbose: boolean): Log {
  const least = severities.indexOf(verbose ? 'trace' : 'warning');
  return (level, source, message) => {
    if (severities.indexOf(level) < least) return;
    const line = message.trim().replaceAll(/\s*\n\s*/g, ' | ');
    process.stderr.write(`${new Date().toISOString()} ${level} ${source}: ${line}\n`);
  };
}

/** Sends what the app prints to the log, as the worker does; stdout carries the host's own line. */
export function captureConsole(log: Log): void {
  const capture =
    (level: Level) =>
    (...values: unknown[]): void => {
      log(level, 'console', format(...values));
    };
  Object.assign(console, {
    debug: capture('debug'),
    log: capture('information'),
    info: capture('information'),
    warn: capture('warning'),
    error: capture('error'),
  });
}

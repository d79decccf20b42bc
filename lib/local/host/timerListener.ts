import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import { describeError, HostError } from './hostError.ts';
import type { Invoke } from './invoke.ts';
import type { AppFunction } from './loadApp.ts';
import type { Log } from './log.ts';
import type { Listener } from './queueListener.ts';

export interface TimerContext {
  readonly called: AppFunction;
  /** NCRONTAB: five fields, or six with the seconds first. UTC. */
  readonly schedule: string;
  readonly runOnStartup: boolean;
  readonly divisor: number;
  readonly invoke: Invoke;
  readonly log: Log;
}

/** setTimeout cannot wait longer. */
const longestWait = 2 ** 31 - 1;

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions Throws a `HostError`. */
function readSchedule(name: string, schedule: string): Cron {
  try {
    return new Cron(schedule, { timezone: 'UTC', domAndDow: true, paused: true });
  } catch (cause) {
    throw new HostError(
      'badApp',
      `The schedule "${schedule}" of ${name} is not NCRONTAB: ${describeError(cause)}`,
      cause,
    );
  }
}

/** A clock that runs `divisor` times as fast, so that a timer of each minute fires each second. */
function startClock(divisor: number): () => number {
  const start = Date.now();
  return () => start + (Date.now() - start) * divisor;
}

async function run({ called, invoke, log }: TimerContext, last: Date | undefined, next: Date | null): Promise<void> {
  const status = {
    Last: (last ?? new Date(0)).toISOString(),
    Next: (next ?? new Date(0)).toISOString(),
    LastUpdated: (last ?? new Date(0)).toISOString(),
  };
  const timer = { IsPastDue: false, Schedule: { AdjustForDST: true }, ScheduleStatus: status };
  try {
    await invoke(called, { json: JSON.stringify(timer) }, {});
  } catch (error) {
    log('error', called.metadata.name, `failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  }
}

async function keepTime(context: TimerContext, cron: Cron, signal: AbortSignal): Promise<void> {
  const now = startClock(context.divisor);
  let last: Date | undefined;
  let due = context.runOnStartup ? new Date(now()) : cron.nextRun(new Date(now()));
  while (due !== null && !signal.aborted) {
    const wait = (due.getTime() - now()) / context.divisor;
    if (wait > 0) {
      await sleep(Math.min(wait, longestWait), undefined, { signal }).catch(() => undefined);
      continue;
    }
    await run(context, last, cron.nextRun(due));
    last = due;
    // What fell due while it ran is left out: one run at a time.
    due = cron.nextRun(new Date(now()));
  }
}

/** Runs a timer function, one run at a time. No state is kept, so that nothing is ever past due. Throws a `HostError`. */
export function listenToTimer(context: TimerContext): Listener {
  const cron = readSchedule(context.called.metadata.name, context.schedule);
  const stopping = new AbortController();
  const keeping = keepTime(context, cron, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await keeping;
    },
  };
}

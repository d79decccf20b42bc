import { CollectError } from '../collect/collector.ts';

/** What a line of calls waits for. Times are milliseconds. */
export interface Gate {
  /** How long until a call passes that has so many calls ahead of it; 0 means now. */
  waitFor(ahead: number): number;
  /** One call passes. */
  take(): void;
  /** Nothing passes for so long. */
  close(duration: number): void;
  readonly closed: boolean;
}

/** Calls that pass a gate in the order they came. */
export interface Line {
  expectedWait(): number;
  /** Resolves when the call may be sent; throws a `CollectError` of code `wait` when that would take longer than `longest`. */
  pass(longest: number): Promise<void>;
  close(duration: number): void;
  readonly closed: boolean;
  readonly idle: boolean;
}

interface Waiter {
  readonly longest: number;
  readonly resolve: () => void;
  readonly reject: (error: CollectError) => void;
}

export function waitTooLong(what: string, duration: number): CollectError {
  const seconds = Math.ceil(duration / 1000);
  return new CollectError('wait', `Azure allows no more calls to ${what} for ${String(seconds)} s.`, {
    retryAfter: Math.ceil(duration),
  });
}

/** `what` names the limit in messages. */
export function openLine(what: string, gate: Gate): Line {
  const waiters: Waiter[] = [];
  let timer: NodeJS.Timeout | undefined;

  const sendAway = (wait: number): void => {
    const leaving = waiters.filter((waiter) => wait > waiter.longest);
    for (const waiter of leaving) {
      waiters.splice(waiters.indexOf(waiter), 1);
      waiter.reject(waitTooLong(what, wait));
    }
  };
  const advance = (): void => {
    clearTimeout(timer);
    sendAway(gate.waitFor(0));
    while (waiters.length > 0) {
      const wait = gate.waitFor(0);
      if (wait > 0) {
        timer = setTimeout(advance, Math.ceil(wait));
        return;
      }
      gate.take();
      waiters.shift()?.resolve();
    }
  };

  return {
    expectedWait: () => gate.waitFor(waiters.length),
    pass: (longest) => {
      const wait = gate.waitFor(waiters.length);
      if (wait > longest) return Promise.reject(waitTooLong(what, wait));
      return new Promise((resolve, reject) => {
        waiters.push({ longest, resolve, reject });
        if (waiters.length === 1) advance();
      });
    },
    close: (duration) => {
      gate.close(duration);
      advance();
    },
    get closed() {
      return gate.closed;
    },
    get idle() {
      return waiters.length === 0 && gate.waitFor(0) === 0;
    },
  };
}

/** Durations in milliseconds. The defaults are the documented ones; `TIME_DIVISOR` divides them all, so that tests run in seconds. */
export interface Timings {
  /** How long one delivery works before it hands over to the next message. */
  readonly budget: number;
  /** The longest that a delivery sleeps for a throttle; a longer wait becomes a message with that visibility. */
  readonly longestSleep: number;
  /** A slice is committed at the latest after this time. */
  readonly slice: number;
  /** Silence of a running part before its first recovery; the later ones follow `quiet`. */
  readonly silence: number;
  readonly quiet: readonly number[];
  /** How long transient faults may go on without progress. */
  readonly stalled: number;
  /** A scan older than this is ended. */
  readonly deadline: number;
  /** How long an Idempotency-Key is honoured. */
  readonly idempotency: number;
  /** How long the receiver of a callback may take to answer. */
  readonly callback: number;
  /** The wait after a callback's first failure; each later one doubles it, up to the longest. */
  readonly callbackWait: number;
  readonly longestCallbackWait: number;
  /** How long a callback is tried before it is given up. */
  readonly callbackPatience: number;
}

const minute = 60_000;
export const documentedTimings: Timings = {
  budget: 4 * minute,
  longestSleep: minute,
  slice: minute,
  silence: 2 * minute,
  quiet: [15 * minute, 30 * minute, 60 * minute, 120 * minute, 240 * minute],
  stalled: 60 * minute,
  deadline: 24 * 60 * minute,
  idempotency: 24 * 60 * minute,
  callback: minute / 2,
  callbackWait: 10_000,
  longestCallbackWait: 60 * minute,
  callbackPatience: 24 * 60 * minute,
};

export function divideTimings(timings: Timings, divisor: number): Timings {
  return {
    budget: timings.budget / divisor,
    longestSleep: timings.longestSleep / divisor,
    slice: timings.slice / divisor,
    silence: timings.silence / divisor,
    quiet: timings.quiet.map((wait) => wait / divisor),
    stalled: timings.stalled / divisor,
    deadline: timings.deadline / divisor,
    idempotency: timings.idempotency / divisor,
    callback: timings.callback / divisor,
    callbackWait: timings.callbackWait / divisor,
    longestCallbackWait: timings.longestCallbackWait / divisor,
    callbackPatience: timings.callbackPatience / divisor,
  };
}

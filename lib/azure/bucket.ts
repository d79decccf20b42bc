import type { Gate } from './line.ts';

/** A token bucket: `size` calls at once, then `perSecond`. Infinity means no limit. */
export interface Rate {
  readonly size: number;
  readonly perSecond: number;
}

export interface Bucket extends Gate {
  /** The service's own count of what was left when it saw a call sent at `sentAt` (`performance.now()`). */
  correct(remaining: number, sentAt: number): void;
  /** Whether it holds as much as it can, so that forgetting it loses nothing. */
  readonly full: boolean;
}

/** A bucket that starts full. `clock` counts milliseconds; default: `performance.now()`. */
export function openBucket(rate: Rate, clock: () => number = () => performance.now()): Bucket {
  let size = rate.size;
  let level = rate.size;
  let filledAt = clock();
  let closedUntil = 0;

  const fill = (): number => {
    const now = clock();
    if (level < size) level = Math.min(size, level + (rate.perSecond * (now - filledAt)) / 1000);
    filledAt = now;
    return now;
  };

  return {
    waitFor: (ahead) => {
      const now = fill();
      const missing = ahead + 1 - level;
      return Math.max(0, closedUntil - now, missing > 0 ? (missing / rate.perSecond) * 1000 : 0);
    },
    take: () => {
      fill();
      level -= 1;
    },
    close: (duration) => {
      closedUntil = Math.max(closedUntil, fill() + duration);
      level = Math.min(level, 0);
    },
    get closed() {
      return clock() < closedUntil;
    },
    correct: (remaining, sentAt) => {
      const now = fill();
      if (rate.size === Infinity) return;
      // More than documented is an allowance of another scheme (12,000 an hour): it may be spent.
      size = Math.max(rate.size, remaining);
      const since = (rate.perSecond * (now - sentAt)) / 1000;
      level = remaining > rate.size ? remaining : Math.min(level, remaining + since);
    },
    get full() {
      fill();
      return level >= size;
    },
  };
}

import type { Gate } from './line.ts';

/** So many calls in each span of time, which the service counts. */
export interface Allowance {
  readonly size: number;
  /** Milliseconds. */
  readonly span: number;
}

export interface QuotaWindow extends Gate {
  /** The service's count after a call sent at `sentAt` (`performance.now()`), and when it starts anew (milliseconds from now). */
  correct(remaining: number, resetsAfter: number, sentAt: number): void;
}

/** A window that takes its true count and end from the service's answers. `clock` counts milliseconds; default: `performance.now()`. */
export function openQuotaWindow(allowance: Allowance, clock: () => number = () => performance.now()): QuotaWindow {
  const { span } = allowance;
  let size = allowance.size;
  let left = size;
  let startedAt = 0;
  let endsAt: number | undefined;
  let closedUntil = 0;

  const refresh = (): number => {
    const now = clock();
    if (endsAt !== undefined && now >= endsAt) {
      left = size;
      endsAt = undefined;
      startedAt = now;
    }
    return now;
  };

  return {
    waitFor: (ahead) => {
      const now = refresh();
      if (ahead < left) return 0;
      const windows = Math.max(1, Math.ceil((ahead + 1 - left) / size));
      return Math.max(0, (endsAt ?? now) - now) + (windows - 1) * span;
    },
    take: () => {
      const now = refresh();
      left -= 1;
      endsAt ??= now + span;
    },
    close: (duration) => {
      const now = refresh();
      left = 0;
      endsAt = now + duration;
      closedUntil = endsAt;
    },
    get closed() {
      return clock() < closedUntil;
    },
    correct: (remaining, resetsAfter, sentAt) => {
      const now = refresh();
      if (size === Infinity || sentAt < startedAt) return;
      const grown = Math.max(size, remaining + 1);
      left = Math.min(left + (grown - size), remaining);
      size = grown;
      if (endsAt !== undefined) endsAt = now + resetsAfter;
    },
  };
}

import { documented, wholeSeconds } from './documented.ts';
import type { QueueSettings } from './hostFile.ts';

/** Milliseconds, but for what Queue Storage takes in whole seconds. */
export interface QueueTimings {
  readonly leaseSeconds: number;
  readonly renewal: number;
  readonly leastRenewal: number;
  /** How long a failed message stays invisible */
  readonly retrySeconds: number;
  readonly leastPolling: number;
  readonly mostPolling: number;
}

/** The documented times of a queue trigger, divided so that tests run in seconds. A divisor of 1 changes nothing. */
export function divideQueueTimings(settings: QueueSettings, divisor: number): QueueTimings {
  const leaseSeconds = wholeSeconds(documented.lease / divisor);
  return {
    leaseSeconds,
    renewal: (leaseSeconds * 1000) / 2,
    leastRenewal: documented.leastRenewal / divisor,
    retrySeconds: wholeSeconds(settings.visibilityTimeout / divisor),
    leastPolling: documented.leastPolling / divisor,
    mostPolling: settings.maxPollingInterval / divisor,
  };
}

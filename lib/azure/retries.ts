import type { PipelinePolicy, PipelineRequest, RetryInformation, RetryStrategy } from '@azure/core-rest-pipeline';
import { retryPolicy } from '@azure/core-rest-pipeline';
import { waitTooLong } from './line.ts';
import { readDuration, readRetryAfter } from './retryAfter.ts';

/** Tries after the first where the network or the service fails. */
const faultTries = 3;

/** How long to wait where a 429 does not say. Milliseconds. */
const unsaidWait = 5000;

type Answer = NonNullable<RetryInformation['response']>;

/** The wait that a 429 asks for, in milliseconds. */
export function throttleWait({ headers }: Pick<Answer, 'headers'>): number {
  return readRetryAfter(headers) ?? readDuration(headers.get('x-ms-user-quota-resets-after')) ?? unsaidWait;
}

function isFault({ response, responseError }: RetryInformation): boolean {
  if (response === undefined) return responseError !== undefined;
  const { status } = response;
  return status === 408 || (status >= 500 && status !== 501 && status !== 505);
}

function backOff(retryCount: number, delay: number): number {
  const full = delay * 2 ** retryCount;
  return full / 2 + (Math.random() * full) / 2;
}

function faultStrategy(delay: number, longestSleep: number): RetryStrategy {
  return {
    name: 'faults',
    retry: (information) => {
      if (!isFault(information)) return { skipStrategy: true };
      const asked = information.response === undefined ? 0 : (readRetryAfter(information.response.headers) ?? 0);
      if (asked > longestSleep) return { errorToThrow: waitTooLong('a service that is busy', asked) };
      return { retryAfterInMs: Math.max(asked, backOff(information.retryCount, delay)) };
    },
  };
}

/** Repeats what failed on the way or in the service, waiting longer each time; `delay` is the first wait in milliseconds. */
export function faultRetries(delay: number, longestSleep: number): PipelinePolicy {
  const policy = retryPolicy([faultStrategy(delay, longestSleep)], { maxRetries: faultTries });
  return { name: 'faultRetries', sendRequest: (request, next) => policy.sendRequest(request, next) };
}

function throttleStrategy(longestSleep: number): RetryStrategy {
  const startedAt = new WeakMap<PipelineRequest, number>();
  return {
    name: 'throttle',
    retry: ({ response }) => {
      if (response?.status !== 429) return { skipStrategy: true };
      const now = performance.now();
      const started = startedAt.get(response.request) ?? now;
      startedAt.set(response.request, started);
      const wait = throttleWait(response);
      if (now - started + wait > longestSleep)
        return { errorToThrow: waitTooLong('a service that is throttling', wait) };
      // The pacing holds the repeated call until the wait is over, in line with the others.
      return { retryAfterInMs: 0 };
    },
  };
}

/** Repeats what was answered 429 once its wait is over. Waits beyond `longestSleep` in all end as a `CollectError` of code `wait`. */
export function throttleRetries(longestSleep: number): PipelinePolicy {
  const policy = retryPolicy([throttleStrategy(longestSleep)], { maxRetries: 1000 });
  return { name: 'throttleRetries', sendRequest: (request, next) => policy.sendRequest(request, next) };
}

import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';
import { RestError } from '@azure/core-rest-pipeline';
import type { Semaphore } from 'async-mutex';
import { readArmError } from './armError.ts';
import type { Pacing } from './pacing.ts';
import { parseJson } from './parseJson.ts';
import { quotaOf } from './quota.ts';
import { throttleWait } from './retries.ts';

/** Sends each try when the pacing lets it through. `regionOf` tells where the resource of a call lives. */
export function pacingPolicy(
  pacing: Pacing,
  longestSleep: number,
  regionOf: (request: PipelineRequest) => string,
): PipelinePolicy {
  return {
    name: 'pacing',
    sendRequest: async (request, next) => {
      const quota = quotaOf(request.url, regionOf(request));
      await pacing.enter(quota, longestSleep);
      const sentAt = performance.now();
      const response = await next(request);
      pacing.answered(quota, response.headers, sentAt);
      if (response.status === 429) {
        const { code } = readArmError(parseJson(response.bodyAsText));
        pacing.refused(quota, response.headers, code, throttleWait(response));
      }
      return response;
    },
  };
}

/** At most so many calls in flight as the semaphore holds. */
export function lanesPolicy(lanes: Semaphore): PipelinePolicy {
  return { name: 'lanes', sendRequest: (request, next) => lanes.runExclusive(() => next(request)) };
}

export const acceptPolicy: PipelinePolicy = {
  name: 'accept',
  sendRequest: (request, next) => {
    if (!request.headers.has('accept')) request.headers.set('accept', 'application/json');
    return next(request);
  },
};

/**
 * Ends a try after `timeout` milliseconds, its body included. The SDK's own timeout stops at the first byte, and a
 * compressed body whose connection breaks would never end.
 */
export function deadlinePolicy(timeout: number): PipelinePolicy {
  return {
    name: 'deadline',
    sendRequest: async (request, next) => {
      const { abortSignal } = request;
      const controller = new AbortController();
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        late.reject(new RestError(`no answer within ${String(timeout)} ms`, { code: 'ETIMEDOUT', request }));
        controller.abort();
      }, timeout);
      const answer = next(Object.assign(request, { abortSignal: controller.signal }));
      answer.catch(() => undefined);
      try {
        return await Promise.race([answer, late.promise]);
      } finally {
        clearTimeout(timer);
        if (abortSignal === undefined) delete request.abortSignal;
        else request.abortSignal = abortSignal;
      }
    },
  };
}

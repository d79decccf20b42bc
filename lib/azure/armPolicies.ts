import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { RestError } from '@azure/core-rest-pipeline';
import type { Semaphore } from 'async-mutex';
import { readArmError } from './armError.ts';
import type { Pacing } from './pacing.ts';
import { parseJson } from './parseJson.ts';
import type { Quota } from './quota.ts';
import { throttleWait } from './retries.ts';

/** What decides when a call is sent. */
export interface Gates {
  readonly pacing: Pacing;
  /** As many calls in flight as it holds. */
  readonly lanes: Semaphore;
  /** Milliseconds. */
  readonly longestSleep: number;
  /** What a call counts against. */
  readonly quotaFor: (request: PipelineRequest) => Quota;
}

async function sendAndLearn(pacing: Pacing, quota: Quota, send: () => Promise<PipelineResponse>) {
  const sentAt = performance.now();
  const response = await send();
  pacing.answered(quota, response.headers, sentAt);
  if (response.status === 429) {
    const { code } = readArmError(parseJson(response.bodyAsText));
    pacing.refused(quota, response.headers, code, throttleWait(response));
  }
  return response;
}

/**
 * Sends each try when the pacing lets it through and a lane is free: no lane is held while waiting, and a limit that
 * was found spent while the call stood in line for its lane sends it back.
 */
export function gatesPolicy({ pacing, lanes, longestSleep, quotaFor }: Gates): PipelinePolicy {
  return {
    name: 'gates',
    sendRequest: async (request, next) => {
      const quota = quotaFor(request);
      for (;;) {
        await pacing.enter(quota, longestSleep);
        const response = await lanes.runExclusive(async () =>
          pacing.isClosed(quota) ? undefined : sendAndLearn(pacing, quota, () => next(request)),
        );
        if (response !== undefined) return response;
      }
    },
  };
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

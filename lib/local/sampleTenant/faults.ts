import { armError } from './answer.ts';
import type { Answer } from './answer.ts';
import { hashText } from './kql/rowTable.ts';

export interface Failing {
  /** 0–1: how many of the calls fail. */
  readonly share: number;
  readonly status: number;
  readonly seed: number;
}

const faults: Readonly<Record<number, readonly [code: string, message: string]>> = {
  403: ['AuthorizationFailed', 'The client does not have authorization to perform this action.'],
  // ARM's own throttling, not a provider's: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
  429: ['SubscriptionRequestsThrottled', 'The request is being throttled.'],
  500: ['InternalServerError', 'Encountered internal server error.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
};

export function faultAnswer(status: number): Answer {
  const [code, message] = faults[status] ?? ['ServerError', 'The service failed.'];
  const headers = status === 429 ? { 'retry-after': '1' } : {};
  return armError(status, code, message, { headers });
}

/** Which calls fail. Decided by the request and by how often it was tried, so that the order of calls does not matter. */
export interface Faults {
  /** `oneIn`: of this many requests one fails at its first try with 429. */
  decide(request: string, oneIn: number | undefined): Answer | undefined;
}

export function openFaults(failing: Failing | undefined): Faults {
  const tries = new Map<string, number>();
  return {
    decide: (request, oneIn) => {
      if (!failing && oneIn === undefined) return undefined;
      const tried = tries.get(request) ?? 0;
      tries.set(request, tried + 1);
      if (oneIn !== undefined && tried === 0 && hashText(request) % oneIn === 0) return faultAnswer(429);
      if (!failing) return undefined;
      const chance = hashText(`${String(failing.seed)} ${String(tried)} ${request}`) / 2 ** 32;
      return chance < failing.share ? faultAnswer(failing.status) : undefined;
    },
  };
}

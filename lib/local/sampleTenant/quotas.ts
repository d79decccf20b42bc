import { armError } from './answer.ts';
import type { Answer } from './answer.ts';
import type { ArmTarget } from './armTarget.ts';
import { isScoped } from './armTarget.ts';

interface Taken {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until a call is allowed again (a window: until it starts anew). */
  readonly wait: number;
}
type Limit = (now: number) => Taken;

/** A bucket that starts full and refills steadily. */
export function tokenBucket(size: number, perSecond: number): Limit {
  let tokens = size;
  let at: number | undefined;
  return (now) => {
    tokens = Math.min(size, tokens + ((now - (at ?? now)) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return { allowed: false, remaining: 0, wait: ((1 - tokens) / perSecond) * 1000 };
    tokens -= 1;
    return { allowed: true, remaining: Math.floor(tokens), wait: 0 };
  };
}

/** A count that starts anew `length` milliseconds after its first call. */
export function fixedWindow(size: number, length: number): Limit {
  let used = 0;
  let started = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now >= started + length) [used, started] = [0, now];
    const wait = started + length - now;
    if (used >= size) return { allowed: false, remaining: 0, wait };
    used += 1;
    return { allowed: true, remaining: size - used, wait };
  };
}

const keyed = (make: () => Limit): ((key: string, now: number) => Taken) => {
  const limits = new Map<string, Limit>();
  return (key, now) => {
    const limit = limits.get(key) ?? make();
    limits.set(key, limit);
    return limit(now);
  };
};

const inSeconds = (milliseconds: number): string => String(Math.max(1, Math.ceil(milliseconds / 1000)));
const asClock = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
};

export interface Charged {
  /** Headers of whatever answer the request gets. */
  readonly headers: Readonly<Record<string, string>>;
  /** The 429 to send instead, where a quota is used up. */
  readonly refusal?: Answer;
}

function tooMany(message: string, wait: number, code = 'TooManyRequests'): Answer {
  return armError(429, code, message, { headers: { 'retry-after': inSeconds(wait) } });
}

/** https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests */
function chargeResourceGraph(taken: Taken): Charged {
  const headers = {
    'x-ms-user-quota-remaining': String(taken.remaining),
    'x-ms-user-quota-resets-after': asClock(taken.wait),
  };
  if (taken.allowed) return { headers };
  const message =
    'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.';
  const refusal = armError(429, 'RateLimiting', 'Please provide below info when asking for support.', {
    headers: { 'retry-after': inSeconds(taken.wait) },
    details: [{ code: 'RateLimiting', message }],
  });
  return { headers, refusal };
}

/** Whether a request counts against Microsoft.Storage: its own children do, diagnostic settings belong to Microsoft.Insights. */
function storageOperation(target: ArmTarget): 'Read' | 'List' | undefined {
  if (target.kind === 'list') return target.type.startsWith('microsoft.storage/') ? 'List' : undefined;
  if (target.kind !== 'resource' || !target.type.startsWith('microsoft.storage/')) return undefined;
  if (target.child.includes('providers/')) return undefined;
  const listed = target.child !== '' && target.child.split('/').length % 2 === 1;
  return listed ? 'List' : 'Read';
}

type Charge = (target: ArmTarget, now: number) => Charged;

/** 250 reads and 25 more a second for each subscription, and for what lies above them. */
function armQuota(): Charge {
  const reads = keyed(() => tokenBucket(250, 25));
  return (target, now) => {
    const subscription = isScoped(target) ? target.subscription.toLowerCase() : '';
    const scope = subscription === '' ? 'tenant' : 'subscription';
    const { allowed, remaining, wait } = reads(subscription, now);
    const headers = { [`x-ms-ratelimit-remaining-${scope}-reads`]: String(remaining) };
    if (allowed) return { headers };
    const message = `Number of 'read' requests for ${scope} '${subscription}' exceeded the limit. Please try again after '${inSeconds(wait)}' seconds.`;
    return { headers, refusal: tooMany(message, wait, 'SubscriptionRequestsThrottled') };
  };
}

/** 800 reads and 100 lists in 5 minutes for each subscription and region. */
function storageQuota(region: (target: ArmTarget) => string): Charge {
  const fiveMinutes = 5 * 60_000;
  const limits = {
    Read: keyed(() => fixedWindow(800, fiveMinutes)),
    List: keyed(() => fixedWindow(100, fiveMinutes)),
  };
  return (target, now) => {
    const operation = storageOperation(target);
    if (!operation || !isScoped(target)) return { headers: {} };
    const taken = limits[operation](`${target.subscription.toLowerCase()} ${region(target)}`, now);
    if (taken.allowed) return { headers: {} };
    const message = `The request is being throttled as the limit has been reached for operation type - ${operation}_ObservationWindow_00:05:00. For more information, see - https://aka.ms/srpthrottlinglimits`;
    return { headers: {}, refusal: tooMany(message, taken.wait) };
  };
}

/**
 * Charges each request against the documented limits of Azure Resource Manager, of Resource Graph (15 calls in 5 s) and of
 * Microsoft.Storage, until one refuses it. `now` is in milliseconds.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export function openQuotas(region: (target: ArmTarget) => string): Charge {
  const graph = fixedWindow(15, 5000);
  const arm = armQuota();
  const storage = storageQuota(region);
  return (target, now) => {
    const charged = arm(target, now);
    if (charged.refusal) return charged;
    const own = target.kind === 'resourceGraph' ? chargeResourceGraph(graph(now)) : storage(target, now);
    return { ...own, headers: { ...charged.headers, ...own.headers } };
  };
}

/**
 * Refuses nothing and says at each call that nearly all is left, far more than a client would spend: without these
 * headers a client paces itself by the documented limits. Microsoft.Storage names no count in its answers.
 */
export const noQuotas: Charge = (target) => {
  if (target.kind === 'resourceGraph') return chargeResourceGraph({ allowed: true, remaining: 99_999, wait: 5000 });
  return { headers: { [`x-ms-ratelimit-remaining-${isScoped(target) ? 'subscription' : 'tenant'}-reads`]: '99999' } };
};

import type { Allowance } from './quotaWindow.ts';
import { openQuotaWindow } from './quotaWindow.ts';
import type { Bucket, Rate } from './bucket.ts';
import { openBucket } from './bucket.ts';
import type { Line } from './line.ts';
import { openLine, waitTooLong } from './line.ts';
import type { Quota } from './quota.ts';
import type { Headers } from './retryAfter.ts';
import { readDuration } from './retryAfter.ts';

export interface Limits {
  readonly armReads: Rate;
  readonly storageReads: Rate;
  readonly storageLists: Rate;
  readonly graph: Allowance;
  /** Of each vault at its own address. */
  readonly vaultReads: Rate;
}

/**
 * ARM: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * Storage, for each subscription and region: https://learn.microsoft.com/azure/storage/common/scalability-targets-resource-provider
 * Resource Graph: https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 * Vaults: https://learn.microsoft.com/azure/key-vault/general/service-limits, a tenth of it, since their own users come first
 */
export const documentedLimits: Limits = {
  armReads: { size: 250, perSecond: 25 },
  storageReads: { size: 800, perSecond: 800 / 300 },
  storageLists: { size: 100, perSecond: 100 / 300 },
  graph: { size: 15, span: 5000 },
  vaultReads: { size: 400, perSecond: 40 },
};

const unlimited: Rate = { size: Infinity, perSecond: Infinity };

/** Sends what it is asked to and slows down on 429 alone. */
export const noLimits: Limits = {
  armReads: unlimited,
  storageReads: unlimited,
  storageLists: unlimited,
  graph: { size: Infinity, span: 5000 },
  vaultReads: unlimited,
};

/** Holds calls back so that Azure need not refuse them. One for a process and an endpoint. */
export interface Pacing {
  /** Resolves when the call may be sent. Throws a `CollectError` of code `wait`, without sending, where that takes longer than `longest` (milliseconds). */
  enter(quota: Quota, longest: number): Promise<void>;
  /** Whether a 429 has closed one of the call's limits. */
  isClosed(quota: Quota): boolean;
  /** Learns from an answer to a call sent at `sentAt` (`performance.now()`). */
  answered(quota: Quota, headers: Headers, sentAt: number): void;
  /** The answer was 429: the limit it belongs to is spent for `duration` milliseconds. */
  refused(quota: Quota, headers: Headers, code: string, duration: number): void;
}

interface Counter {
  readonly line: Line;
  readonly bucket: Bucket;
}

/** Counters that hold as much as they can are forgotten above this number. */
const manyCounters = 5000;

const storage = 'microsoft.storage';
const graphProvider = 'microsoft.resourcegraph';

function readCount(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}

export function openPacing(limits: Limits = documentedLimits): Pacing {
  const counters = new Map<string, Counter>();
  const graphWindow = openQuotaWindow(limits.graph);
  const graphLine = openLine('Resource Graph', graphWindow);

  const forgetFull = (): void => {
    for (const [key, { line, bucket }] of counters) if (line.idle && bucket.full) counters.delete(key);
  };
  const counter = (key: string, what: string, rate: Rate): Counter => {
    const known = counters.get(key);
    if (known !== undefined) return known;
    if (counters.size >= manyCounters) forgetFull();
    const bucket = openBucket(rate);
    const opened = { bucket, line: openLine(what, bucket) };
    counters.set(key, opened);
    return opened;
  };
  const armCounter = ({ subscription }: Quota): Counter =>
    counter(
      `arm ${subscription}`,
      subscription === '' ? 'the tenant' : `subscription ${subscription}`,
      limits.armReads,
    );
  const providerLine = ({ subscription, provider, region, list }: Quota): Line => {
    if (provider === graphProvider) return graphLine;
    const where = `${provider} in subscription ${subscription}`;
    if (provider !== storage) return counter(`${subscription} ${provider}`, where, unlimited).line;
    const rate = list ? limits.storageLists : limits.storageReads;
    return counter(`${subscription} ${provider} ${region} ${list ? 'list' : 'read'}`, `${where} ${region}`, rate).line;
  };

  const vaultLine = (vault: string): Line => counter(`vault ${vault}`, vault, limits.vaultReads).line;
  // The provider's limit is the narrower one: waiting there first leaves ARM's tokens to others.
  const linesOf = (quota: Quota): readonly Line[] =>
    quota.vault === undefined ? [providerLine(quota), armCounter(quota).line] : [vaultLine(quota.vault)];
  const nameOf = ({ vault, provider, subscription }: Quota): string =>
    vault ?? `${provider} in subscription ${subscription}`;

  return {
    isClosed: (quota) => linesOf(quota).some((line) => line.closed),
    enter: async (quota, longest) => {
      const lines = linesOf(quota);
      const wait = Math.max(...lines.map((line) => line.expectedWait()));
      if (wait > longest) throw waitTooLong(nameOf(quota), wait);
      for (const line of lines) await line.pass(longest);
    },
    answered: (quota, headers, sentAt) => {
      if (quota.vault !== undefined) return;
      const level = quota.subscription === '' ? 'tenant' : 'subscription';
      const reads = readCount(headers.get(`x-ms-ratelimit-remaining-${level}-reads`));
      if (reads !== undefined) armCounter(quota).bucket.correct(reads, sentAt);
      const queries = readCount(headers.get('x-ms-user-quota-remaining'));
      const resetsAfter = readDuration(headers.get('x-ms-user-quota-resets-after'));
      if (queries !== undefined && resetsAfter !== undefined) graphWindow.correct(queries, resetsAfter, sentAt);
    },
    refused: (quota, headers, code, duration) => {
      if (quota.vault !== undefined) {
        vaultLine(quota.vault).close(duration);
        return;
      }
      const reads = readCount(headers.get('x-ms-ratelimit-remaining-subscription-reads'));
      const byArm = reads === 0 || /RequestsThrottled$/i.test(code);
      const line = byArm ? armCounter(quota).line : providerLine(quota);
      line.close(duration);
    },
  };
}

import { describe, expect, it } from 'vitest';
import { openBucket } from '../../lib/azure/bucket.ts';
import type { Gate } from '../../lib/azure/line.ts';
import { documentedLimits, noLimits } from '../../lib/azure/pacing.ts';
import { openQuotaWindow } from '../../lib/azure/quotaWindow.ts';
import { armAt, refuse, startFakeAzure } from '../collect/support/fakeAzure.ts';
import type { Answer } from '../collect/support/fakeAzure.ts';

const account = '/subscriptions/S/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a';

/** Milliseconds to wait, 0 where the call is let through at that time. */
type Service = (now: number) => number;

const wholeSeconds = (duration: number): number => Math.ceil(duration / 1000) * 1000;

/** A count that starts anew after each span, from the first call on. */
function fixed(size: number, span: number): Service {
  let startedAt = -Infinity;
  let used = 0;
  return (now) => {
    if (now >= startedAt + span) [startedAt, used] = [now, 0];
    used += 1;
    return used <= size ? 0 : wholeSeconds(startedAt + span - now);
  };
}

/** A count of the last span, whenever one looks. */
function sliding(size: number, span: number): Service {
  const sent: number[] = [];
  return (now) => {
    while ((sent[0] ?? now) <= now - span) sent.shift();
    if (sent.length < size) return sent.push(now) * 0;
    return wholeSeconds((sent[0] ?? now) + span - now);
  };
}

function bucket(size: number, perSecond: number): Service {
  let level = size;
  let filledAt = 0;
  return (now) => {
    level = Math.min(size, level + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (level < 1 - 1e-9) return wholeSeconds(((1 - level) / perSecond) * 1000);
    level -= 1;
    return 0;
  };
}

interface Used {
  readonly allowed: number;
  readonly refused: number;
}

/** Calls as often as the gate lets it for a simulated time; no clock runs. */
function use(open: (clock: () => number) => Gate, service: Service, duration: number): Used {
  let now = 0;
  const gate = open(() => now);
  const used = { allowed: 0, refused: 0 };
  for (;;) {
    now += gate.waitFor(0);
    if (now >= duration) return used;
    gate.take();
    const wait = service(now);
    if (wait > 0) gate.close(wait);
    used[wait > 0 ? 'refused' : 'allowed'] += 1;
  }
}

describe('of what Azure allows at least 90 % is used', () => {
  const { armReads, storageReads, storageLists, graph } = documentedLimits;
  const hour = 3_600_000;
  const span = 300_000;
  it.each<[string, (clock: () => number) => Gate, Service, number]>([
    ['ARM reads', (clock) => openBucket(armReads, clock), bucket(250, 25), 250 + 25 * 3600],
    ['storage reads, in fixed windows', (clock) => openBucket(storageReads, clock), fixed(800, span), 800 * 12],
    ['storage reads, in a sliding window', (clock) => openBucket(storageReads, clock), sliding(800, span), 800 * 12],
    ['storage lists, in fixed windows', (clock) => openBucket(storageLists, clock), fixed(100, span), 100 * 12],
    ['Resource Graph', (clock) => openQuotaWindow(graph, clock), fixed(15, 5000), 15 * 720],
  ])('%s', (_name, open, service, allowance) => {
    const { allowed, refused } = use(open, service, hour);
    expect(allowed).toBeGreaterThanOrEqual(0.9 * allowance);
    expect(refused).toBeLessThanOrEqual(0.01 * allowed);
  });

  it('also where Azure allows half of what it documents', () => {
    const { allowed } = use((clock) => openBucket(armReads, clock), bucket(125, 12.5), hour);
    expect(allowed).toBeGreaterThanOrEqual(0.9 * 12.5 * 3600);
  });
});

describe('a window of Resource Graph', () => {
  it('holds what the service says is left, and all of it once it starts anew', () => {
    let now = 0;
    const gate = openQuotaWindow({ size: 15, span: 5000 }, () => now);
    gate.take();
    gate.correct(2, 3000, 0);
    expect([gate.waitFor(1), gate.waitFor(2)]).toEqual([0, 3000]);
    now = 3000;
    expect([gate.waitFor(14), gate.waitFor(15)]).toEqual([0, 0]);
    gate.take();
    expect(gate.waitFor(14)).toBe(5000);
  });

  it('takes no word of the last window for this one', () => {
    let now = 0;
    const gate = openQuotaWindow({ size: 15, span: 5000 }, () => now);
    gate.take();
    now = 6000;
    gate.take();
    gate.correct(0, 4000, 100);
    expect(gate.waitFor(0)).toBe(0);
  });

  it('waits after a 429 even where it has no limit of its own', () => {
    let now = 0;
    const gate = openQuotaWindow({ size: Infinity, span: 5000 }, () => now);
    gate.close(2000);
    expect(gate.waitFor(0)).toBe(2000);
    now = 2000;
    expect(gate.waitFor(0)).toBe(0);
  });

  it('grows where the service allows more than is documented', () => {
    const gate = openQuotaWindow({ size: 15, span: 5000 }, () => 0);
    gate.take();
    gate.correct(99, 5000, 0);
    expect(gate.waitFor(98)).toBe(0);
  });
});

/** Answers 429 where a fixed window of `span` milliseconds has had `size` calls, with headers as Resource Graph sends them. */
function fixedWindow(size: number, span: number): Answer {
  let startedAt = 0;
  let used = 0;
  return ({ at: now }) => {
    if (now - startedAt >= span) {
      startedAt = now;
      used = 0;
    }
    used += 1;
    const resets = Math.ceil((span - (now - startedAt)) / 1000);
    const quota = {
      'x-ms-user-quota-remaining': String(Math.max(0, size - used)),
      'x-ms-user-quota-resets-after': `00:00:0${String(resets)}`,
    };
    if (used > size) return refuse(429, 'RateLimiting', 'slow', { ...quota, 'retry-after': String(resets) });
    return { headers: quota, body: { data: [], totalRecords: 0 } };
  };
}

/** Answers 429 where a token bucket is empty, with headers as ARM sends them. */
function tokenBucket(size: number, perSecond: number): Answer {
  let level = size;
  let filledAt: number | undefined;
  return ({ at: now }) => {
    level = Math.min(size, level + ((now - (filledAt ?? now)) / 1000) * perSecond);
    filledAt = now;
    const remaining = { 'x-ms-ratelimit-remaining-subscription-reads': String(Math.max(0, Math.floor(level - 1))) };
    if (level < 1) return refuse(429, 'SubscriptionRequestsThrottled', 'slow', { ...remaining, 'retry-after': '1' });
    level -= 1;
    return { headers: remaining, body: {} };
  };
}

describe('against a service that counts, over the network', () => {
  it('loses no call to a window of Resource Graph', async () => {
    const azure = await startFakeAzure(fixedWindow(15, 2000));
    const arm = armAt(azure, { limits: { ...noLimits, graph: { size: 15, span: 2000 } } });
    const post = () => arm.post('/providers/Microsoft.ResourceGraph/resources', {}, { apiVersion: '1' });
    const answers = await Promise.all(Array.from({ length: 45 }, post));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it('finds a window that is smaller than documented', async () => {
    const azure = await startFakeAzure(fixedWindow(5, 1000));
    const arm = armAt(azure, { limits: { ...noLimits, graph: { size: 15, span: 1000 } } });
    const post = () => arm.post('/providers/Microsoft.ResourceGraph/resources', {}, { apiVersion: '1' });
    const answers = await Promise.all(Array.from({ length: 15 }, post));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it.each([
    ['as documented', { size: 40, perSecond: 40 }],
    ['half of what is documented', { size: 20, perSecond: 20 }],
  ])('loses no call to a bucket of ARM that is %s', async (_name, rate) => {
    const azure = await startFakeAzure(tokenBucket(rate.size, rate.perSecond));
    const arm = armAt(azure, { limits: { ...noLimits, armReads: { size: 40, perSecond: 40 } } });
    const count = rate.size + rate.perSecond * 3;
    const get = (_: unknown, index: number) => arm.get(`/subscriptions/s/x/${String(index)}`, { apiVersion: '1' });
    const answers = await Promise.all(Array.from({ length: count }, get));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it('waits for Retry-After in a window of five minutes that is used up, and goes on', async () => {
    const azure = await startFakeAzure(fixedWindow(20, 2000));
    const arm = armAt(azure, { limits: { ...noLimits, storageReads: { size: 20, perSecond: 10 } } });
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => arm.get(account, { apiVersion: '1', region: 'west' })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});

import type { ArmTarget } from './armTarget.ts';

export const callKinds = [
  'resourceGraph',
  'subscriptionList',
  'probe',
  'get',
  'child',
  'pricing',
  'token',
  'other',
] as const;
export type CallKind = (typeof callKinds)[number];

/** What was asked of the sample tenant since it started. */
export interface CallCounts {
  readonly byKind: Readonly<Record<CallKind, number>>;
  /** By resource type, or type and child path, in lower case. */
  readonly byPath: Readonly<Record<string, number>>;
  /** Answers of status 429, for whatever reason. */
  readonly status429: number;
  /** The most calls in a whole second, five seconds or five minutes of the clock. */
  readonly peaks: {
    readonly armPerSecond: number;
    readonly resourceGraphPer5Seconds: number;
    readonly armPer5Minutes: number;
  };
}

function kindOf(target: ArmTarget): CallKind {
  switch (target.kind) {
    case 'resourceGraph':
    case 'subscriptionList':
    case 'pricing':
      return target.kind;
    case 'list':
      return 'probe';
    case 'resource':
      return target.child === '' ? 'get' : 'child';
    case 'subscription':
      return 'get';
    case 'unknown':
      return 'other';
  }
}

function pathOf(target: ArmTarget): string {
  switch (target.kind) {
    case 'list':
      return target.type;
    case 'resource':
      return target.child === '' ? target.type : `${target.type}/${target.child}`;
    case 'pricing':
      return 'microsoft.security/pricings';
    case 'subscription':
      return 'microsoft.resources/subscriptions';
    default:
      return target.kind;
  }
}

function peakMeter(length: number): { note: (now: number) => void; peak: () => number } {
  let window = 0;
  let count = 0;
  let peak = 0;
  const note = (now: number): void => {
    const current = Math.floor(now / length);
    count = current === window ? count + 1 : 1;
    window = current;
    peak = Math.max(peak, count);
  };
  return { note, peak: () => peak };
}

export interface CallCounter {
  readonly note: (target: ArmTarget, status: number, now: number) => void;
  readonly noteToken: () => void;
  readonly counts: () => CallCounts;
}

export function openCallCounter(): CallCounter {
  const byKind = new Map<CallKind, number>(callKinds.map((kind) => [kind, 0]));
  const byPath = new Map<string, number>();
  let status429 = 0;
  const perSecond = peakMeter(1000);
  const perFiveSeconds = peakMeter(5000);
  const perFiveMinutes = peakMeter(5 * 60_000);
  const add = <K>(counts: Map<K, number>, key: K): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const kindCount = (kind: CallKind): number => byKind.get(kind) ?? 0;
  return {
    note: (target, status, now) => {
      add(byKind, kindOf(target));
      add(byPath, pathOf(target));
      if (status === 429) status429 += 1;
      perSecond.note(now);
      perFiveMinutes.note(now);
      if (target.kind === 'resourceGraph') perFiveSeconds.note(now);
    },
    noteToken: () => {
      add(byKind, 'token');
    },
    counts: () => ({
      byKind: {
        resourceGraph: kindCount('resourceGraph'),
        subscriptionList: kindCount('subscriptionList'),
        probe: kindCount('probe'),
        get: kindCount('get'),
        child: kindCount('child'),
        pricing: kindCount('pricing'),
        token: kindCount('token'),
        other: kindCount('other'),
      },
      byPath: Object.fromEntries([...byPath].sort(([left], [right]) => (left < right ? -1 : 1))),
      status429,
      peaks: {
        armPerSecond: perSecond.peak(),
        resourceGraphPer5Seconds: perFiveSeconds.peak(),
        armPer5Minutes: perFiveMinutes.peak(),
      },
    }),
  };
}

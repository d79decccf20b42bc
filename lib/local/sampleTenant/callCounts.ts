import type { ArmTarget, ResourceTarget } from './armTarget.ts';

const none = {
  resourceGraph: 0,
  subscriptionList: 0,
  probe: 0,
  get: 0,
  child: 0,
  pricing: 0,
  vault: 0,
  token: 0,
  other: 0,
};
type CallKind = keyof typeof none;

/** What was asked of the sample tenant since it started. */
export interface CallCounts {
  readonly byKind: Readonly<Record<CallKind, number>>;
  /** By resource type, or type and child path, in lower case; `*` is the name of an entry of a list. */
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
    case 'subscriptionPolicy':
      return 'child';
    case 'tenantList':
    case 'unknown':
      return 'other';
  }
}

/** Whether resources of a type have a list at a path: the entries of one are counted together. */
export type HasList = (type: string, path: string) => boolean;

function childOf({ type, child }: ResourceTarget, hasList: HasList): string {
  const list = child.slice(0, Math.max(child.lastIndexOf('/'), 0));
  return hasList(type, list) ? `${list}/*` : child;
}

function pathOf(target: ArmTarget, hasList: HasList): string {
  switch (target.kind) {
    case 'list':
      return target.type;
    case 'resource':
      return target.child === '' ? target.type : `${target.type}/${childOf(target, hasList)}`;
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
  /** A call of a vault itself; `path` as those of `byPath`. */
  readonly noteVault: (path: string, status: number) => void;
  readonly counts: () => CallCounts;
}

export function openCallCounter(hasList: HasList): CallCounter {
  const byKind = { ...none };
  const byPath = new Map<string, number>();
  let status429 = 0;
  const meters = { second: peakMeter(1000), fiveSeconds: peakMeter(5000), fiveMinutes: peakMeter(5 * 60_000) };
  const notePath = (path: string): void => {
    byPath.set(path, (byPath.get(path) ?? 0) + 1);
  };
  return {
    noteVault: (path, status) => {
      byKind.vault += 1;
      notePath(path);
      if (status === 429) status429 += 1;
    },
    note: (target, status, now) => {
      byKind[kindOf(target)] += 1;
      notePath(pathOf(target, hasList));
      if (status === 429) status429 += 1;
      meters.second.note(now);
      meters.fiveMinutes.note(now);
      if (target.kind === 'resourceGraph') meters.fiveSeconds.note(now);
    },
    noteToken: () => {
      byKind.token += 1;
    },
    counts: () => ({
      byKind: { ...byKind },
      byPath: Object.fromEntries([...byPath].sort(([left], [right]) => (left < right ? -1 : 1))),
      status429,
      peaks: {
        armPerSecond: meters.second.peak(),
        resourceGraphPer5Seconds: meters.fiveSeconds.peak(),
        armPer5Minutes: meters.fiveMinutes.peak(),
      },
    }),
  };
}

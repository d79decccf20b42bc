/** A tenant that the sample tenant generates: storage accounts, security groups, machines and vaults in turn, or networks. */
export interface GeneratedTenant {
  readonly resources: number;
  readonly subscriptions: number;
  readonly regions: number;
  /** Milliseconds added to each call; 20 if absent. */
  readonly latency?: number;
  /** Whether Azure's quotas are enforced; false if absent. */
  readonly quotas?: boolean;
  readonly refuseStrcmp?: boolean;
  /** Interfaces with a security group each, their addresses and networks, instead of the four types. */
  readonly kinds?: 'network';
}

const usualLatency = 20;
const kinds = 4;

export const flagsOf = ({ latency = usualLatency, quotas = false, ...tenant }: GeneratedTenant): readonly string[] => [
  ...['--resources', String(tenant.resources)],
  ...['--subscriptions', String(tenant.subscriptions)],
  ...['--regions', String(tenant.regions)],
  ...['--latency', String(latency)],
  quotas ? '--quotas' : '--no-quotas',
  ...(tenant.refuseStrcmp === true ? ['--refuse-strcmp'] : []),
  ...(tenant.kinds === undefined ? [] : ['--kinds', tenant.kinds]),
];

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

export function nameOf({ resources, subscriptions, regions, ...tenant }: GeneratedTenant): string {
  const latency = tenant.latency ?? usualLatency;
  return [
    counted(resources, 'resource'),
    counted(subscriptions, 'subscription'),
    counted(regions, 'region'),
    ...(latency === usualLatency ? [] : [`${String(latency)} ms`]),
    ...(tenant.quotas === true ? ['quotas on'] : []),
    ...(tenant.refuseStrcmp === true ? ['no strcmp'] : []),
    ...(tenant.kinds === undefined ? [] : [tenant.kinds]),
  ].join(', ');
}

export const accountsOf = ({ resources }: GeneratedTenant): number => Math.ceil(resources / kinds);

/** The storage accounts of each subscription: resources are dealt out in turn. */
export function accountsBySubscription(tenant: GeneratedTenant): readonly number[] {
  const { subscriptions } = tenant;
  const accounts = accountsOf(tenant);
  return Array.from({ length: subscriptions }, (_, index) => Math.ceil((accounts - index) / subscriptions));
}

/** What a scan of everything lists: every resource is of a type that checks judge, and so are the subscriptions and the tenant. */
export const listedOf = ({ resources, subscriptions }: GeneratedTenant): number => resources + subscriptions + 1;

import { type Calls, onBed, scanToEnd } from './bed.ts';
import type { Figure } from './figure.ts';
import { accountsOf, type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';

// In one region Microsoft.Storage's limit is the narrowest, in ten ARM's.
const measured: readonly GeneratedTenant[] = [10, 1].map((regions) => ({
  ...{ resources: 1000, subscriptions: 1, regions, quotas: true },
}));
const computed: readonly GeneratedTenant[] = [10_000, 100_000].map((resources) => ({
  ...{ resources, subscriptions: 16, regions: 10, quotas: true },
}));

/** Calls that count against each of Azure's limits. */
interface Spent {
  readonly graph: number;
  readonly armReads: number;
  readonly storageReads: number;
  readonly storageLists: number;
}

const containerList = 'microsoft.storage/storageaccounts/blobservices/default/containers';
const ownStorageChild = /^microsoft\.storage\/storageaccounts\/(?!.*(providers\/|\/containers$))/;

function sum(calls: Readonly<Record<string, number>>, counts: (path: string) => boolean): number {
  return Object.entries(calls).reduce((total, [path, count]) => (counts(path) ? total + count : total), 0);
}

function spentBy({ byKind, byPath }: Calls): Spent {
  const get = byKind['get'] ?? 0;
  const storageReads = get + sum(byPath, (path) => ownStorageChild.test(path));
  const others = (byKind['child'] ?? 0) + (byKind['probe'] ?? 0) + (byKind['pricing'] ?? 0);
  const storageLists = byPath[containerList] ?? 0;
  return { graph: byKind['resourceGraph'] ?? 0, armReads: get + others, storageReads, storageLists };
}

/** Seconds until a bucket that starts full has let so many calls pass. */
const bucket = (calls: number, size: number, perSecond: number): number => Math.max(0, calls - size) / perSecond;
/** Seconds until windows that start with the first call have let so many pass. */
const windows = (calls: number, size: number, seconds: number): number =>
  Math.max(0, Math.ceil(calls / size) - 1) * seconds;

/** The least time that Azure's limits leave for these calls, in seconds: they hold for each subscription, or region of it. */
function leastTime(
  { graph, armReads, storageReads, storageLists }: Spent,
  { subscriptions, regions }: GeneratedTenant,
): number {
  const inSubscription = bucket(armReads / subscriptions, 250, 25);
  const inRegion = windows(storageReads / subscriptions / regions, 800, 300);
  const lists = windows(storageLists / subscriptions / regions, 100, 300);
  return Math.max(windows(graph, 15, 5), inSubscription, inRegion, lists);
}

/** Scales counted calls to a tenant of another size: what each account costs stays the same. */
function scale(spent: Spent, from: GeneratedTenant, to: GeneratedTenant): Spent {
  const factor = accountsOf(to) / accountsOf(from);
  const pages = Math.ceil(accountsOf(to) / to.subscriptions / 1000);
  // Resource Graph: one call to plan, and two beside the pages of each subscription.
  const graph = 1 + to.subscriptions * (pages + 2);
  const { armReads, storageReads, storageLists } = spent;
  return {
    graph,
    armReads: armReads * factor,
    storageReads: storageReads * factor,
    storageLists: storageLists * factor,
  };
}

interface Measured {
  readonly spent: Spent;
  /** Percent */
  readonly used: number;
  readonly figures: readonly Figure[];
}

async function measure(tenant: GeneratedTenant): Promise<Measured> {
  return onBed({ tenant }, async (bed) => {
    const { view, wall } = await scanToEnd(bed, { services: ['storage'] }, 500);
    const calls = await bed.calls();
    const spent = spentBy(calls);
    const least = leastTime(spent, tenant);
    const used = (100 * least) / (wall / 1000);
    const setting = nameOf(tenant);
    const lost = view.coverage.pairs - view.coverage.pairsKnown;
    const figures: Figure[] = [
      { name: 'POST to final', setting, value: wall / 1000, unit: 's', note: `at least ${least.toFixed(0)} s` },
      { name: 'of the allowed rate is used', setting, value: used, unit: '%', target: { least: 90 } },
      { name: 'verdicts not known', setting, value: lost, unit: '', target: { most: 0 } },
      { name: 'answers 429', setting, value: calls.status429, unit: '', note: 'each was repeated' },
    ];
    return { spent, used, figures };
  });
}

function compute(tenant: GeneratedTenant, from: GeneratedTenant, { spent, used }: Measured): Figure {
  const minutes = leastTime(scale(spent, from, tenant), tenant) / (used / 100) / 60;
  const note = 'computed from counted calls';
  return { name: 'POST to final', setting: nameOf(tenant), value: minutes, unit: 'minutes', note };
}

export const quotas: Measure = {
  name: 'quotas',
  about: "Azure's limits enforced: how much of the allowed rate is used, and that no verdict is lost",
  slow: true,
  run: async ({ say }) => {
    const figures: Figure[] = [];
    for (const [index, tenant] of measured.entries()) {
      say(`${nameOf(tenant)}: some minutes`);
      const found = await measure(tenant);
      figures.push(...found.figures);
      if (index === 0) figures.push(...computed.map((size) => compute(size, tenant, found)));
    }
    return figures;
  },
};

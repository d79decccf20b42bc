import { type Calls, onBed, scanToEnd } from './bed.ts';
import type { Figure } from './figure.ts';
import { accountsOf, type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';

const measured: GeneratedTenant = { resources: 1000, subscriptions: 1, regions: 1, quotas: true };
const computed: readonly GeneratedTenant[] = [10_000, 100_000].map((resources) => ({
  ...{ resources, subscriptions: 16, regions: 10, quotas: true },
}));

/** Calls that count against each of Azure's limits, of the busiest subscription and region. */
interface Spent {
  readonly graph: number;
  readonly armReads: number;
  readonly storageReads: number;
}

const ownStorageChild = /^microsoft\.storage\/storageaccounts\/(?!.*providers\/)/;

function sum(calls: Readonly<Record<string, number>>, counts: (path: string) => boolean): number {
  return Object.entries(calls).reduce((total, [path, count]) => (counts(path) ? total + count : total), 0);
}

/** What one subscription in one region spends. */
function spentBy({ byKind, byPath }: Calls): Spent {
  const get = byKind['get'] ?? 0;
  const storageReads = get + sum(byPath, (path) => ownStorageChild.test(path));
  const others = (byKind['child'] ?? 0) + (byKind['probe'] ?? 0) + (byKind['pricing'] ?? 0);
  return { graph: byKind['resourceGraph'] ?? 0, armReads: get + others, storageReads };
}

/** Seconds until a bucket that starts full has let so many calls pass. */
const bucket = (calls: number, size: number, perSecond: number): number => Math.max(0, calls - size) / perSecond;
/** Seconds until windows that start with the first call have let so many pass. */
const windows = (calls: number, size: number, seconds: number): number =>
  Math.max(0, Math.ceil(calls / size) - 1) * seconds;

/** The least time that Azure's limits leave for these calls, in seconds. */
function leastTime({ graph, armReads, storageReads }: Spent): number {
  return Math.max(windows(graph, 15, 5), bucket(armReads, 250, 25), windows(storageReads, 800, 300));
}

/** Scales the calls of the measured tenant to one of another size: what each account costs stays the same. */
function scale(spent: Spent, tenant: GeneratedTenant): Spent {
  const factor = accountsOf(tenant) / accountsOf(measured);
  const { subscriptions, regions } = tenant;
  const pages = Math.ceil(accountsOf(tenant) / subscriptions / 1000);
  return {
    // All subscriptions share the tenant's allowance: one call to plan, and two beside the pages of each.
    graph: 1 + subscriptions * (pages + 2),
    armReads: (spent.armReads * factor) / subscriptions,
    storageReads: (spent.storageReads * factor) / subscriptions / regions,
  };
}

export const quotas: Measure = {
  name: 'quotas',
  about: "Azure's limits enforced: how much of the allowed rate is used, and that no verdict is lost",
  slow: true,
  run: async ({ say }) => {
    say(`${nameOf(measured)}: some minutes`);
    return onBed({ tenant: measured }, async (bed) => {
      const { view, wall } = await scanToEnd(bed, {}, 500);
      const calls = await bed.calls();
      const spent = spentBy(calls);
      const used = (100 * leastTime(spent)) / (wall / 1000);
      const setting = nameOf(measured);
      const lost = view.coverage.pairs - view.coverage.pairsKnown;
      const figures: Figure[] = [
        {
          name: 'POST to final',
          setting,
          value: wall / 1000,
          unit: 's',
          note: `at least ${leastTime(spent).toFixed(0)} s`,
        },
        { name: 'of the allowed rate is used', setting, value: used, unit: '%', target: { least: 90 } },
        { name: 'verdicts not known', setting, value: lost, unit: '', target: { most: 0 } },
        { name: 'answers 429', setting, value: calls.status429, unit: '', note: 'each was repeated' },
        ...computed.map((tenant) => {
          const minutes = leastTime(scale(spent, tenant)) / (used / 100) / 60;
          return {
            name: 'POST to final, computed',
            setting: nameOf(tenant),
            value: minutes,
            unit: 'minutes',
            note: 'computed',
          };
        }),
      ];
      return figures;
    });
  },
};

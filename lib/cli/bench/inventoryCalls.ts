import { onBed, scanToEnd } from './bed.ts';
import type { Figure } from './figure.ts';
import { accountsBySubscription, accountsOf, type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';

// Enough accounts in one subscription for several pages, in so many regions that Microsoft.Storage's limit of 800 reads
// a region is not met.
const large: GeneratedTenant = { resources: 10_000, subscriptions: 1, regions: 20 };
const small: GeneratedTenant = { ...large, resources: 4800 };

/** Calls beyond the pages of a part. */
const beside = 3;
/** The one call by which a scan is planned: resources by subscription. */
const plan = 1;

function allowedCalls(tenant: GeneratedTenant): number {
  const page = tenant.refuseStrcmp === true ? 800 : 1000;
  const parts = accountsBySubscription(tenant).map((accounts) => Math.ceil((accounts + 1) / page) + beside);
  return parts.reduce((sum, calls) => sum + calls, plan);
}

async function measure(tenant: GeneratedTenant): Promise<readonly Figure[]> {
  return onBed({ tenant }, async (bed) => {
    // Of one service, so that what its checks join is not counted as inventory.
    await scanToEnd(bed, { services: ['storage'] });
    const { byKind, byPath } = await bed.calls();
    const setting = nameOf(tenant);
    const accounts = accountsOf(tenant);
    const children = Object.entries(byPath).filter(([path]) => path.startsWith('microsoft.storage/storageaccounts/'));
    const mostOfChild = Math.max(...children.map(([, count]) => count)) / accounts;
    const unit = 'calls';
    return [
      { name: 'inventory', setting, value: byKind['resourceGraph'] ?? 0, unit, target: { most: allowedCalls(tenant) } },
      { name: 'view probes', setting, value: byKind['probe'] ?? 0, unit, target: { most: tenant.subscriptions } },
      { name: 'confirming reads', setting, value: byKind['get'] ?? 0, unit, target: { most: accounts } },
      { name: 'each child, an account', setting, value: mostOfChild, unit, target: { most: 1 } },
      { name: 'children', setting, value: byKind['child'] ?? 0, unit, target: { most: accounts * children.length } },
    ];
  });
}

export const inventoryCalls: Measure = {
  name: 'calls',
  about: 'calls of the inventory, by keyset and by its fallback; probes and children',
  run: async ({ quick, say }) => {
    const size = quick ? small : large;
    const figures: Figure[] = [];
    for (const tenant of [size, { ...size, refuseStrcmp: true }]) {
      say(nameOf(tenant));
      figures.push(...(await measure(tenant)));
    }
    return figures;
  },
};

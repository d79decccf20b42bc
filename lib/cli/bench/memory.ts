import { onBed, scanToEnd } from './bed.ts';
import type { Figure } from './figure.ts';
import { type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure, Run } from './measure.ts';

// Few subscriptions, so that pages are full in both sizes; so many regions that Microsoft.Storage's 800 reads are not met.
const small: GeneratedTenant = { resources: 10_000, subscriptions: 2, regions: 64, latency: 0 };
const large: GeneratedTenant = { ...small, resources: 100_000 };

/** MiB: of old space the scan of the small tenant surely needs more than the least, and less than the most. */
const [least, most] = [16, 256];
/** MiB between a size that is enough and one that is not. */
const step = 4;

async function finishes(tenant: GeneratedTenant, oldSpace: number): Promise<boolean> {
  try {
    await onBed({ tenant, oldSpace, quiet: true }, (bed) => scanToEnd(bed, { services: ['storage'] }, 500));
    return true;
  } catch {
    // Out of memory, the host process ends.
    return false;
  }
}

/** The least old space with which the small tenant's scan ends well, by bisection. */
async function bisect(say: Run['say']): Promise<number> {
  let [low, high] = [least, most];
  while (high - low > step) {
    const middle = Math.round((low + high) / 2);
    const enough = await finishes(small, middle);
    say(`${nameOf(small)}: ${String(middle)} MiB of old space ${enough ? 'are enough' : 'are not enough'}`);
    [low, high] = enough ? [low, middle] : [middle, high];
  }
  return high;
}

export const memory: Measure = {
  name: 'memory',
  about: '100,000 resources with a tenth more old space than 10,000 just need',
  slow: true,
  run: async ({ say }) => {
    const needed = await bisect(say);
    const given = Math.floor(needed * 1.1);
    say(`${nameOf(large)} with ${String(given)} MiB of old space`);
    const finished = await finishes(large, given);
    const figures: Figure[] = [
      { name: 'old space that is just enough', setting: nameOf(small), value: needed, unit: 'MiB' },
      {
        ...{ name: 'finishes with a tenth more', setting: nameOf(large), value: finished ? 1 : 0, unit: '' },
        ...{ target: { least: 1 }, note: `--max-old-space-size=${String(given)}` },
      },
    ];
    return figures;
  },
};

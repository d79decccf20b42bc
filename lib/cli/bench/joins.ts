import { onBed, scanToEnd } from './bed.ts';
import type { Figure } from './figure.ts';
import { type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';

/** Resources of a block of 100 interfaces: a security group each, ten public addresses and a virtual network. */
const block = 211;
const tenantOf = (interfaces: number): GeneratedTenant => ({
  ...{ resources: (interfaces / 100) * block, subscriptions: 4, regions: 4, kinds: 'network' },
});

/** Seconds. */
const longest = 20;

async function measure(interfaces: number, seconds: number | undefined): Promise<readonly Figure[]> {
  const tenant = tenantOf(interfaces);
  return onBed({ tenant }, async (bed) => {
    const { wall } = await scanToEnd(bed, { checks: ['network-admin-ports-reachable'] });
    const { byKind } = await bed.calls();
    const { peakMemory } = await bed.look();
    const setting = `${interfaces.toLocaleString('en-US')} interfaces of ${nameOf(tenant)}`;
    const target = seconds === undefined ? {} : { target: { most: seconds } };
    const note = Object.entries(byKind).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${String(count)}`] : []));
    return [
      { name: 'POST to final', setting, value: wall / 1000, unit: 's', ...target, note: note.join(', ') },
      { name: 'peak memory of the host', setting, value: peakMemory, unit: 'MiB' },
    ];
  });
}

/** What the internet reaches: five joins in two levels, for each interface. */
export const joins: Measure = {
  name: 'joins',
  about: '10,000 network interfaces joined with 10,000 security groups, their networks and addresses',
  run: async ({ quick, say }) => {
    const figures: Figure[] = [];
    for (const interfaces of quick ? [1000] : [1000, 10_000]) {
      say(`${interfaces.toLocaleString('en-US')} interfaces`);
      figures.push(...(await measure(interfaces, interfaces === 10_000 ? longest : undefined)));
    }
    return figures;
  },
};

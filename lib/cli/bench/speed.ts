import { type Bed, type Calls, type Ended, onBed, scanToEnd } from './bed.ts';
import { type Figure, repeated } from './figure.ts';
import { type GeneratedTenant, listedOf, nameOf } from './generatedTenant.ts';
import type { Measure, Run } from './measure.ts';

const tenant: GeneratedTenant = { resources: 4000, subscriptions: 16, regions: 10 };

/** Seconds and MiB. */
const targets = { wall: { most: 30 }, peak: { most: 300 }, empty: { most: 3 } };

function checkWhole({ view }: Ended): void {
  const { resourcesJudged } = view.progress;
  const expected = listedOf(tenant);
  if (resourcesJudged !== expected || view.coverage.percent !== 100) {
    throw new Error(
      `${String(resourcesJudged)} of ${String(expected)} resources were judged, ${String(view.coverage.percent)} % covered.`,
    );
  }
}

async function scanRepeatedly(bed: Bed, times: number): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (let time = 0; time < times; time += 1) {
    ended.push(await scanToEnd(bed));
  }
  ended.forEach(checkWhole);
  return ended;
}

function callsText({ byKind }: Calls, scans: number): string {
  const kinds = Object.entries(byKind).filter(([, count]) => count > 0);
  return kinds.map(([kind, count]) => `${kind} ${String(Math.round(count / scans))}`).join(', ');
}

function callsByPath({ byPath }: Calls, scans: number, setting: string): readonly Figure[] {
  return Object.entries(byPath).map(([path, count]) => ({
    name: `calls to ${path}`,
    setting,
    value: count / scans,
    unit: 'calls',
  }));
}

async function measureLanes(lanes: number, times: number): Promise<readonly Figure[]> {
  return onBed({ tenant, lanes }, async (bed) => {
    const ended = await scanRepeatedly(bed, times);
    const { peakMemory, cpu } = await bed.look();
    const calls = await bed.calls();
    const setting = `${nameOf(tenant)}; ${String(lanes)} ${lanes === 1 ? 'lane' : 'lanes'}`;
    const seconds = ended.map(({ wall }) => wall / 1000);
    const rates = ended.map(({ view, wall }) => view.findings.total / (wall / 1000));
    return [
      repeated(
        { name: 'POST to final', setting, unit: 's', target: targets.wall, note: callsText(calls, times) },
        seconds,
      ),
      repeated({ name: 'findings written', setting, unit: 'a second' }, rates),
      { name: 'peak memory of the host', setting, value: peakMemory, unit: 'MiB', target: targets.peak },
      { name: 'CPU of the host, its start included', setting, value: cpu / times / 1000, unit: 's a scan' },
      ...(lanes === 16 ? callsByPath(calls, times, setting) : []),
    ];
  });
}

/** 4,000 resources with 1, 4 and 16 lanes a process. */
export const speed: Measure = {
  name: 'speed',
  about: '4,000 resources: time, calls, findings a second, memory; 1, 4 and 16 lanes a process',
  run: async ({ quick, say }: Run) => {
    const figures: Figure[] = [];
    for (const lanes of quick ? [16] : [1, 4, 16]) {
      say(`${nameOf(tenant)}, ${String(lanes)} at once`);
      figures.push(...(await measureLanes(lanes, lanes === 16 && !quick ? 3 : 1)));
    }
    return figures;
  },
};

/** An empty subscription on a host that is warm and polling. */
export const empty: Measure = {
  name: 'empty',
  about: 'an empty subscription, host warm and polling',
  run: async ({ quick }) =>
    onBed({ tenant: 'empty' }, async (bed) => {
      await scanToEnd(bed);
      const seconds: number[] = [];
      for (let time = 0; time < (quick ? 3 : 7); time += 1) seconds.push((await scanToEnd(bed, {}, 50)).wall / 1000);
      const slowest = Math.max(...seconds);
      return [
        repeated(
          { name: 'POST to final', setting: 'an empty subscription', unit: 's', target: targets.empty },
          seconds,
        ),
        { name: 'POST to final, slowest', setting: 'an empty subscription', value: slowest, unit: 's' },
      ];
    }),
};

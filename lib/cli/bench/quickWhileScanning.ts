import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bed, onBed } from './bed.ts';
import { type Figure, median, percentile } from './figure.ts';
import { type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';
import { timeControl } from './storageAlone.ts';
import { timeCall } from './timedCall.ts';

const tenant: GeneratedTenant = { resources: 100_000, subscriptions: 16, regions: 10 };
const lanes = 16;
const setting = `while scanning ${nameOf(tenant)}; ${String(lanes)} lanes`;

/** Milliseconds. */
const targets = { call: { most: 250 }, delay: { most: 50 } };
/** Between two calls, in milliseconds; one is on its way at a time. */
const pause = 100;

interface Probe {
  readonly name: string;
  /** Gives milliseconds. */
  readonly call: () => Promise<number>;
  /** Shown for comparison, without a target: storage's own time, or mostly that. */
  readonly compared?: boolean;
}

function probesOf({ baseUrl, connectionString }: Bed, scanId: string): readonly Probe[] {
  const scans = `${baseUrl}/api/scans`;
  const scan = `${scans}/${scanId}`;
  return [
    { name: 'POST of the scope that is being scanned', call: () => timeCall(scans, 202, {}) },
    { name: 'POST of another scope', call: () => timeCall(scans, 202, { subscriptions: [randomUUID()] }) },
    { name: 'GET of the scan', call: () => timeCall(scan, 200) },
    { name: 'GET of findings, filtered', call: () => timeCall(`${scan}/findings?severity=high&top=50`, 200) },
    { name: 'GET of findings, a page', call: () => timeCall(`${scan}/findings`, 200) },
    { name: 'Azurite alone, the rows of the scan', call: () => timeControl(connectionString, scanId), compared: true },
  ];
}

/** Makes each call in its turn, round after round. */
async function repeat(probes: readonly Probe[], duration: number): Promise<ReadonlyMap<Probe, readonly number[]>> {
  const end = performance.now() + duration;
  const taken = new Map<Probe, number[]>(probes.map((probe) => [probe, []]));
  while (performance.now() < end) {
    for (const [probe, times] of taken) {
      times.push(await probe.call());
      await sleep(pause);
    }
  }
  return taken;
}

function callFigure({ name, compared }: Probe, times: readonly number[]): Figure {
  const note = `${String(times.length)} calls, median ${median(times).toFixed(0)}, most ${Math.max(...times).toFixed(0)}`;
  const figure = { name: `${name}, p95`, setting, value: percentile(times, 95), unit: 'ms', note };
  return compared === true ? figure : { ...figure, target: targets.call };
}

async function waitUntilJudging(bed: Bed, scanId: string): Promise<number> {
  for (;;) {
    const { resourcesJudged } = (await bed.api.get(scanId)).progress;
    // Well under way: every part has pages, and the code is compiled.
    if (resourcesJudged >= 500) return resourcesJudged;
    await sleep(200);
  }
}

async function measure(bed: Bed, duration: number): Promise<readonly Figure[]> {
  const { id } = await bed.api.start({});
  const before = await waitUntilJudging(bed, id);
  await bed.look();
  const began = performance.now();
  const taken = await repeat(probesOf(bed, id), duration);
  const { delay } = await bed.look();
  const { status, progress, findings } = await bed.api.get(id);
  if (status !== 'running') throw new Error(`The scan was ${status} before the measure ended.`);
  const rate = (progress.resourcesJudged - before) / ((performance.now() - began) / 1000);
  const spread = `median ${delay.p50.toFixed(0)}, most ${delay.most.toFixed(0)}`;
  return [
    ...[...taken].map(([probe, times]) => callFigure(probe, times)),
    { name: 'event-loop delay, p99', setting, value: delay.p99, unit: 'ms', target: targets.delay, note: spread },
    { name: 'accounts judged meanwhile', setting, value: rate, unit: 'a second' },
    { name: 'findings stored at the end', setting, value: findings.total, unit: '' },
  ];
}

export const quickWhileScanning: Measure = {
  name: 'api',
  about: 'the API and the event loop while the same process scans 100,000 resources',
  run: async ({ quick, say }) => {
    say(nameOf(tenant));
    const environment = { MAX_ACTIVE_SCANS: '1000' };
    return onBed({ tenant, lanes, environment }, (bed) => measure(bed, quick ? 10_000 : 30_000));
  },
};

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bed, onBed } from './bed.ts';
import { type Figure, median, percentile } from './figure.ts';
import { type GeneratedTenant, nameOf } from './generatedTenant.ts';
import type { Measure } from './measure.ts';
import { timeCall } from './timedCall.ts';

const tenant: GeneratedTenant = { resources: 100_000, subscriptions: 16, regions: 10 };
const lanes = 16;

/** Milliseconds. */
const targets = { call: { most: 250 }, delay: { most: 50 } };
/** Between two calls of a kind, in milliseconds: some twenty callers that each poll every two seconds. */
const pause = 100;

interface Probe {
  readonly name: string;
  readonly call: () => Promise<number>;
}

function probesOf({ baseUrl }: Bed, scanId: string): readonly Probe[] {
  const scans = `${baseUrl}/api/scans`;
  const scan = `${scans}/${scanId}`;
  return [
    { name: 'POST of the scope that is being scanned', call: () => timeCall(scans, 202, {}) },
    { name: 'POST of another scope', call: () => timeCall(scans, 202, { subscriptions: [randomUUID()] }) },
    { name: 'GET of the scan', call: () => timeCall(scan, 200) },
    { name: 'GET of findings, a page', call: () => timeCall(`${scan}/findings`, 200) },
    { name: 'GET of findings, filtered', call: () => timeCall(`${scan}/findings?severity=high&top=50`, 200) },
  ];
}

async function repeatUntil(end: number, { call }: Probe): Promise<readonly number[]> {
  const taken: number[] = [];
  while (performance.now() < end) {
    taken.push(await call());
    await sleep(pause);
  }
  return taken;
}

async function waitUntilJudging(bed: Bed, scanId: string): Promise<void> {
  // Well under way: every part has pages, and the code is compiled.
  while ((await bed.api.get(scanId)).progress.resourcesJudged < 500) await sleep(200);
}

async function measure(bed: Bed, duration: number): Promise<readonly Figure[]> {
  const { id } = await bed.api.start({});
  await waitUntilJudging(bed, id);
  const before = (await bed.api.get(id)).progress.resourcesJudged;
  await bed.look();
  const began = performance.now();
  const probes = probesOf(bed, id);
  const taken = await Promise.all(probes.map((probe) => repeatUntil(began + duration, probe)));
  const { delay } = await bed.look();
  const { status, progress } = await bed.api.get(id);
  if (status !== 'running') throw new Error(`The scan was ${status} before the measure ended.`);
  const setting = `while scanning ${nameOf(tenant)}; ${String(lanes)} lanes`;
  const rate = (progress.resourcesJudged - before) / ((performance.now() - began) / 1000);
  return [
    ...probes.map(({ name }, index): Figure => {
      const calls = taken[index] ?? [];
      const note = `${String(calls.length)} calls, median ${median(calls).toFixed(0)}, most ${Math.max(...calls).toFixed(0)}`;
      return { name: `${name}, p95`, setting, value: percentile(calls, 95), unit: 'ms', target: targets.call, note };
    }),
    {
      ...{ name: 'event-loop delay, p99', setting, value: delay.p99, unit: 'ms', target: targets.delay },
      note: `median ${delay.p50.toFixed(0)}, most ${delay.most.toFixed(0)}`,
    },
    { name: 'accounts judged meanwhile', setting, value: rate, unit: 'a second' },
  ];
}

export const quickWhileScanning: Measure = {
  name: 'api',
  about: 'the API and the event loop while the same process scans 100,000 resources',
  run: async ({ quick, say }) => {
    say(nameOf(tenant));
    const environment = { MAX_ACTIVE_SCANS: '1000' };
    return onBed({ tenant, lanes, environment }, (bed) => measure(bed, quick ? 15_000 : 60_000));
  },
};

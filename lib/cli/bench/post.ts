import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAzurite } from '../../local/azurite.ts';
import { onBed, scanToEnd } from './bed.ts';
import { startCountingProxy } from './countingProxy.ts';
import { type Figure, median, percentile, repeated } from './figure.ts';
import type { Measure } from './measure.ts';
import { timeCall } from './timedCall.ts';

const setting = 'a new scope each, host idle';

/** Storage requests of starts, each made when nothing else goes on. */
async function countRoundTrips(times: number): Promise<Figure> {
  const azurite = await startAzurite();
  const proxy = await startCountingProxy(azurite.connectionString);
  try {
    return await onBed({ tenant: 'empty', azurite: proxy.connectionString }, async (bed) => {
      await scanToEnd(bed);
      const counts: number[] = [];
      for (let time = 0; time < times; time += 1) {
        // The scan before has ended, and no message is on its way to the host.
        await sleep(1500);
        proxy.take();
        await timeCall(`${bed.baseUrl}/api/scans`, 202, { subscriptions: [randomUUID()] });
        counts.push(proxy.take().length);
      }
      const figure = { name: 'POST /api/scans, storage round trips', setting, unit: '', target: { most: 3 } };
      return repeated(figure, counts);
    });
  } finally {
    await proxy.stop();
    await azurite.stop();
  }
}

async function measureLatency(times: number): Promise<readonly Figure[]> {
  return onBed({ tenant: 'empty', environment: { MAX_ACTIVE_SCANS: '1000' } }, async (bed) => {
    await scanToEnd(bed);
    const taken: number[] = [];
    for (let time = 0; time < times; time += 1) {
      taken.push(await timeCall(`${bed.baseUrl}/api/scans`, 202, { subscriptions: [randomUUID()] }));
      await sleep(50);
    }
    return [
      { name: 'POST /api/scans, median', setting, value: median(taken), unit: 'ms' },
      { name: 'POST /api/scans, p95', setting, value: percentile(taken, 95), unit: 'ms', target: { most: 250 } },
    ];
  });
}

export const post: Measure = {
  name: 'post',
  about: 'what a POST costs: storage round trips and time',
  run: async ({ quick }) => [await countRoundTrips(quick ? 3 : 7), ...(await measureLatency(quick ? 20 : 100))],
};

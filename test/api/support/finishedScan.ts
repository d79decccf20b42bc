import { setTimeout as sleep } from 'node:timers/promises';
import { readControl } from '../../../lib/scan/control.ts';
import type { World } from '../../scan/support/world.ts';

/** Scans, and waits until the scan is a part of its history. */
export async function finishedScan(world: World, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const scanId = await world.scan(body);
  const deadline = performance.now() + 20_000;
  for (;;) {
    const control = await readControl(world.context.store.scans, scanId);
    if (control?.scan.record.history === 'done') return scanId;
    if (performance.now() > deadline) throw new Error(`The history of ${scanId} is not written.`);
    if ((await world.deliver()).length === 0) await sleep(20);
  }
}

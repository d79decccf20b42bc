import { Semaphore } from 'async-mutex';

/** More than a host ever runs at once in one process (batchSize is at most 32). */
const lanes = 64;
const semaphore = new Semaphore(lanes);

/** Runs a delivery beside others, or, `alone`, while nothing else runs in this process. */
export function passGate(alone: boolean, deliver: () => Promise<void>): Promise<void> {
  return semaphore.runExclusive(deliver, alone ? lanes : 1);
}

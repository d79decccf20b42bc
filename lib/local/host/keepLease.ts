import type { QueueClient } from '@azure/storage-queue';
import { type HeldMessage, isLost } from './heldMessage.ts';
import type { QueueTimings } from './queueTimings.ts';

/**
 * Renews the lease of a message until the returned function is called, which waits for a renewal under way so that the
 * newest pop receipt is known. A message that another instance took is not renewed again; its function runs on.
 */
export function keepLease(queue: QueueClient, held: HeldMessage, timings: QueueTimings): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let renewal = Promise.resolve();
  const schedule = (delay: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      renewal = renew();
    }, delay);
  };
  const renew = async (): Promise<void> => {
    try {
      const { messageId, popReceipt } = held;
      const renewed = await queue.updateMessage(messageId, popReceipt, undefined, timings.leaseSeconds);
      held.popReceipt = renewed.popReceipt ?? popReceipt;
      schedule(timings.renewal);
    } catch (error) {
      if (!isLost(error)) schedule(Math.min(timings.leastRenewal, timings.renewal));
    }
  };
  schedule(timings.renewal);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await renewal;
  };
}

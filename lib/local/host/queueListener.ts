import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from './hostError.ts';
import { createPollingDelay } from './pollingDelay.ts';
import { processMessage, type QueueContext } from './processMessage.ts';
import type { ReceivedMessage } from './queueMessage.ts';

export interface Listener {
  /** Takes nothing more and waits for what runs. */
  stop(): Promise<void>;
}

/** Receives a batch. A missing queue is like an empty one: the trigger never makes its queue. */
function createReceive({ queues, queue, settings, timings, log }: QueueContext) {
  const client = queues.getQueueClient(queue);
  let exists = false;
  let lastFault = '';
  return async (signal: AbortSignal): Promise<readonly ReceivedMessage[]> => {
    try {
      exists ||= await client.exists({ abortSignal: signal });
      if (!exists) return [];
      const options = { numberOfMessages: settings.batchSize, visibilityTimeout: timings.leaseSeconds };
      const { receivedMessageItems } = await client.receiveMessages(options);
      lastFault = '';
      return receivedMessageItems;
    } catch (error) {
      exists = false;
      const fault = describeError(error);
      if (!signal.aborted && fault !== lastFault) log('warning', queue, `cannot be polled: ${fault}`);
      lastFault = fault;
      return [];
    }
  };
}

async function poll(context: QueueContext, running: Set<Promise<void>>, signal: AbortSignal): Promise<void> {
  const { settings, timings } = context;
  const receive = createReceive(context);
  const delay = createPollingDelay(timings.leastPolling, timings.mostPolling);
  // The next batch is taken when no more than the threshold still run.
  const isFull = (): boolean => running.size > settings.newBatchThreshold && !signal.aborted;
  let found = false;
  while (!signal.aborted) {
    const messages = await receive(signal);
    if (messages.length === 0) {
      await sleep(delay(found), undefined, { signal }).catch(() => undefined);
      found = false;
      continue;
    }
    found = true;
    for (const message of messages) {
      const run = processMessage(context, message).finally(() => running.delete(run));
      running.add(run);
    }
    while (isFull()) await Promise.race(running);
  }
}

/** Polls a queue and runs its messages, at most batchSize + newBatchThreshold at once. */
export function listenToQueue(context: QueueContext): Listener {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const polling = poll(context, running, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await polling;
      await Promise.all(running);
    },
  };
}

import type { QueueServiceClient } from '@azure/storage-queue';
import { type HeldMessage, isLost, moveToPoison, settleFailure } from './heldMessage.ts';
import { describeError } from './hostError.ts';
import type { QueueSettings } from './hostFile.ts';
import type { Invoke } from './invoke.ts';
import { keepLease } from './keepLease.ts';
import type { AppFunction } from './loadApp.ts';
import type { Log } from './log.ts';
import { decodeMessage, describeMetadata, type ReceivedMessage } from './queueMessage.ts';
import type { QueueTimings } from './queueTimings.ts';

export interface QueueContext {
  readonly called: AppFunction;
  readonly queues: QueueServiceClient;
  readonly connection: string;
  readonly queue: string;
  readonly settings: QueueSettings;
  readonly timings: QueueTimings;
  /** Every message that this process has not settled */
  readonly held: Set<HeldMessage>;
  readonly invoke: Invoke;
  readonly log: Log;
}

async function succeeds(context: QueueContext, message: ReceivedMessage, text: string): Promise<boolean> {
  const { called, invoke, log } = context;
  try {
    await invoke(called, { string: text }, describeMetadata(message, text));
    return true;
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', called.metadata.name, `failed on try ${String(message.dequeueCount)}: ${trace}`);
    return false;
  }
}

async function settle(context: QueueContext, message: ReceivedMessage, held: HeldMessage): Promise<void> {
  const { queues, settings, timings } = context;
  const queue = queues.getQueueClient(held.queue);
  const text = decodeMessage(message.messageText, settings.messageEncoding);
  // More than the maximum happens when the host died in each of the tries before.
  if (text === undefined || message.dequeueCount > settings.maxDequeueCount) {
    const fault = text === undefined ? 'is not valid base64' : `came ${String(message.dequeueCount)} times`;
    context.log('warning', held.queue, `message ${held.messageId} ${fault}; it is not run again`);
    return moveToPoison(queues, held);
  }
  const stopRenewal = keepLease(queue, held, timings);
  const succeeded = await succeeds(context, message, text);
  await stopRenewal();
  if (succeeded) await queue.deleteMessage(held.messageId, held.popReceipt);
  else
    await settleFailure(queues, held, {
      maxDequeueCount: settings.maxDequeueCount,
      retrySeconds: timings.retrySeconds,
    });
}

/** Runs a received message to its end: deleted, visible again after the delay, or in the poison queue. Never throws. */
export async function processMessage(context: QueueContext, message: ReceivedMessage): Promise<void> {
  const { messageId, messageText, popReceipt, dequeueCount } = message;
  const { connection, queue } = context;
  const held: HeldMessage = { connection, queue, messageId, messageText, popReceipt, dequeueCount };
  context.held.add(held);
  try {
    await settle(context, message, held);
  } catch (error) {
    const fate = isLost(error) ? 'was taken by another instance' : `could not be settled: ${describeError(error)}`;
    context.log('warning', queue, `message ${messageId} ${fate}`);
  } finally {
    context.held.delete(held);
  }
}

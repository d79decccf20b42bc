import { isRestError } from '@azure/core-rest-pipeline';
import type { QueueServiceClient } from '@azure/storage-queue';
import { documented } from './documented.ts';

/** A message that this process has taken and not yet settled; plain JSON. */
export interface HeldMessage {
  readonly connection: string;
  readonly queue: string;
  readonly messageId: string;
  readonly messageText: string;
  readonly dequeueCount: number;
  /** The newest one: each renewal brings another. */
  popReceipt: string;
}

/** Whether the message is no longer ours: deleted, or taken by another instance after the lease ran out. */
export const isLost = (error: unknown): boolean =>
  isRestError(error) && (error.statusCode === 404 || error.statusCode === 409 || error.code === 'PopReceiptMismatch');

/** The queue that takes what keeps failing; undefined when the host makes none. */
export function namePoisonQueue(queue: string): string | undefined {
  const name = `${queue}-poison`;
  return queue.endsWith('-poison') || name.length > documented.longestQueueName ? undefined : name;
}

/** Copies the message to the poison queue and deletes it. Without a poison queue it waits for the end of its lease. */
export async function moveToPoison(queues: QueueServiceClient, held: HeldMessage): Promise<void> {
  const name = namePoisonQueue(held.queue);
  if (name === undefined) return;
  const poison = queues.getQueueClient(name);
  await poison.createIfNotExists();
  await poison.sendMessage(held.messageText);
  await queues.getQueueClient(held.queue).deleteMessage(held.messageId, held.popReceipt);
}

export interface FailureRule {
  readonly maxDequeueCount: number;
  readonly retrySeconds: number;
}

/** What follows a failed run: the poison queue at the last permitted time, else another try after the delay. */
export async function settleFailure(queues: QueueServiceClient, held: HeldMessage, rule: FailureRule): Promise<void> {
  if (held.dequeueCount >= rule.maxDequeueCount) return moveToPoison(queues, held);
  const queue = queues.getQueueClient(held.queue);
  await queue.updateMessage(held.messageId, held.popReceipt, undefined, rule.retrySeconds);
}

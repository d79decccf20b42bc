import type { QueueClient } from '@azure/storage-queue';
import * as z from 'zod';
import { schemaNumber } from './columns.ts';
import { StoreError } from './table.ts';

/**
 * A hint to look at a scan or at one of its parts. Field names avoid those of the host's trigger metadata, which it
 * would overlay: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger
 */
export const workMessage = z.object({
  schema: z.literal(schemaNumber),
  scanId: z.uuid(),
  part: z
    .string()
    .regex(/^\d{2}$/)
    .exactOptional(),
  /** A callback of the scan, by the hash in its row's key. */
  hook: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .exactOptional(),
  /** First sightings, changes and posture of a scan that ended are to be written. */
  history: z.literal(true).exactOptional(),
  /** The part's seq when the message was sent: what the poison queue compares progress with. */
  seq: z.number().int().min(0).exactOptional(),
});
export type WorkMessage = z.infer<typeof workMessage>;

export interface WorkQueue {
  /** Sends a message that becomes visible after `delay` milliseconds and never expires. */
  send(message: Omit<WorkMessage, 'schema'>, delay?: number): Promise<void>;
}

const longestVisibility = 7 * 24 * 3600;

export function openQueue(queue: QueueClient): WorkQueue {
  return {
    async send(message, delay = 0) {
      const text = JSON.stringify({ schema: schemaNumber, ...message });
      const visibilityTimeout = Math.min(Math.ceil(delay / 1000), longestVisibility);
      // The trigger reads base64, which the SDK does not write by itself.
      try {
        await queue.sendMessage(Buffer.from(text).toString('base64'), { visibilityTimeout, messageTimeToLive: -1 });
      } catch (error) {
        throw new StoreError(`sending a message of ${message.scanId}`, error);
      }
    },
  };
}

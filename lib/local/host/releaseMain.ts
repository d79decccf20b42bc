import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { settleFailure } from './heldMessage.ts';
import { openQueues } from './queueConnection.ts';

const heldMessage = z.object({
  connection: z.string(),
  queue: z.string(),
  messageId: z.string(),
  messageText: z.string(),
  dequeueCount: z.number(),
  popReceipt: z.string(),
});
const request = z.object({
  held: z.array(heldMessage),
  rule: z.object({ maxDequeueCount: z.number(), retrySeconds: z.number() }),
});

/** The process that `releaseHeld` starts: settles the messages that stdin lists, and drops those it cannot. */
async function main(): Promise<void> {
  const { held, rule } = request.parse(JSON.parse(await text(process.stdin)));
  await Promise.allSettled(
    held.map(async (message) => settleFailure(await openQueues(message.connection, process.env), message, rule)),
  );
}

await main();

/**
 * What Microsoft documents, in milliseconds where it is a time.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json and
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json
 */
export const documented = {
  /** How long a received message stays invisible; written into the extension, no setting changes it. */
  lease: 600_000,
  /** The lease is renewed at half its length, and after a refusal by the server not before this. */
  leastRenewal: 60_000,
  leastPolling: 100,
  /** `maxPollingInterval` when host.json does not say: a minute in Azure, two seconds on a developer's machine. */
  mostPolling: 60_000,
  mostPollingLocally: 2_000,
  batchSize: 16,
  maxDequeueCount: 5,
  visibilityTimeout: 0,
  functionTimeout: 1_800_000,
  routePrefix: 'api',
  /** Bytes */
  requestBody: 104_857_600,
  longestQueueName: 63,
  port: 7071,
} as const;

/** `newBatchThreshold` when host.json does not say: half the batch for each processor, and a developer's host counts one. */
export const documentedBatchThreshold = (batchSize: number): number => Math.floor(batchSize / 2);

/** Seconds as Queue Storage counts them: whole, and never rounded down to nothing. */
export const wholeSeconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000);

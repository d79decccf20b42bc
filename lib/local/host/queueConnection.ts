import type { QueueServiceClient, StoragePipelineOptions } from '@azure/storage-queue';
import { HostError } from './hostError.ts';
import type { Environment } from './hostFile.ts';

const pipeline: StoragePipelineOptions = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1000 },
};

/**
 * Opens the queues behind a connection, the name of a setting or of a group of settings:
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#connections
 * An empty name is `AzureWebJobsStorage`; `AzureWebJobs<name>` comes before `<name>`. Throws a `HostError`.
 */
export async function openQueues(connection: string, environment: Environment): Promise<QueueServiceClient> {
  const { QueueServiceClient: Client } = await import('@azure/storage-queue');
  const names = connection === '' ? ['AzureWebJobsStorage'] : [`AzureWebJobs${connection}`, connection];
  for (const name of names) {
    const connectionString = environment[name];
    if (connectionString) return Client.fromConnectionString(connectionString, pipeline);
    const account = environment[`${name}__accountName`];
    const address =
      environment[`${name}__queueServiceUri`] ??
      environment[`${name}__serviceUri`] ??
      (account && `https://${account}.queue.core.windows.net`);
    if (address) return new Client(address, await openCredential(environment[`${name}__clientId`]), pipeline);
  }
  throw new HostError('badSettings', `The storage connection ${names.join(' or ')} is not set.`);
}

async function openCredential(clientId: string | undefined) {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
}

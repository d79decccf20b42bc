import type { QueueClient } from '@azure/storage-queue';
import type { StorageSettings } from '../settings.ts';
import { openQueue, type WorkQueue } from './queue.ts';
import { openTable, type Table } from './table.ts';

/** The app's only storage: four tables and one queue of the account that the Functions host uses too. */
export interface Store {
  /** One partition a scan. */
  readonly scans: Table;
  readonly index: Table;
  /** First sightings and scores, by series and by subscription. */
  readonly history: Table;
  /** Risks that somebody accepted, in one partition. */
  readonly exemptions: Table;
  readonly work: WorkQueue;
}

export const workQueueName = 'scan-work';

/** Where development storage listens: https://learn.microsoft.com/azure/storage/common/storage-use-azurite */
const developmentStorage =
  'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;';

const isDevelopment = (connection: string): boolean => /UseDevelopmentStorage=true/i.test(connection);

async function openClients(settings: StorageSettings) {
  // Loaded at first use: the storage packages cost more to load than all functions together.
  const [{ TableClient }, { QueueClient: Queue }] = await Promise.all([
    import('@azure/data-tables'),
    import('@azure/storage-queue'),
  ]);
  if ('connectionString' in settings) {
    const connection = isDevelopment(settings.connectionString) ? developmentStorage : settings.connectionString;
    const table = (name: string) =>
      TableClient.fromConnectionString(connection, name, { allowInsecureConnection: connection.includes('http://') });
    const queue: QueueClient = new Queue(connection, workQueueName);
    return { table, queue };
  }
  const { DefaultAzureCredential } = await import('@azure/identity');
  const { clientId } = settings;
  const credential = new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  const table = (name: string) => new TableClient(settings.tableServiceUri, name, credential);
  const queue = new Queue(`${settings.queueServiceUri.replace(/\/$/, '')}/${workQueueName}`, credential);
  return { table, queue };
}

/** Opens the store and creates what is absent. */
export async function openStore(settings: StorageSettings): Promise<Store> {
  const { table, queue } = await openClients(settings);
  const create = async (name: string): Promise<Table> => {
    const client = table(name);
    await client.createTable();
    return openTable(client);
  };
  const [scans, index, history, exemptions] = await Promise.all([
    create('scans'),
    create('scanIndex'),
    create('history'),
    create('exemptions'),
    queue.createIfNotExists(),
  ]);
  return { scans, index, history, exemptions, work: openQueue(queue) };
}

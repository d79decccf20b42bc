import { TableClient } from '@azure/data-tables';
import { QueueClient } from '@azure/storage-queue';

/** How many messages a queue holds, those in hand included; 0 where there is no such queue. */
export async function countMessages(connectionString: string, name: string): Promise<number> {
  const queue = new QueueClient(connectionString, name);
  if (!(await queue.exists())) return 0;
  return (await queue.getProperties()).approximateMessagesCount ?? 0;
}

/** Puts a text on the work queue as the trigger expects it. */
export async function sendWork(connectionString: string, text: string): Promise<void> {
  await new QueueClient(connectionString, 'scan-work').sendMessage(Buffer.from(text).toString('base64'));
}

/** The keys of a partition's rows. */
export async function listRowKeys(
  connectionString: string,
  table: string,
  partition: string,
): Promise<readonly string[]> {
  const client = TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true });
  const keys: string[] = [];
  const queryOptions = { filter: `PartitionKey eq '${partition}'`, select: ['rowKey'] };
  for await (const { rowKey } of client.listEntities({ queryOptions })) keys.push(rowKey ?? '');
  return keys;
}

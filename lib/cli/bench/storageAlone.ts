import { TableClient } from '@azure/data-tables';

/** Milliseconds that the storage takes for the control rows of a scan, asked without the app: its own part of a read. */
export async function timeControl(connectionString: string, scanId: string): Promise<number> {
  const table = TableClient.fromConnectionString(connectionString, 'scans', { allowInsecureConnection: true });
  const filter = `RowKey lt 'control~\uFFFF' and RowKey ge 'control~' and PartitionKey eq '${scanId}'`;
  const began = performance.now();
  await table.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: 100 }).next();
  return performance.now() - began;
}

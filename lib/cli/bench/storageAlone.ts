import { TableClient } from '@azure/data-tables';

/** The storage requests behind the API's reads, sent without the app: what they take is the storage's own part. */
export interface StorageAlone {
  /** The control rows of a scan, in milliseconds. */
  readonly control: () => Promise<number>;
  /** A page of its findings, in milliseconds. */
  readonly findings: () => Promise<number>;
}

const pageSize = 100;

export function openStorageAlone(connectionString: string, scanId: string): StorageAlone {
  const table = TableClient.fromConnectionString(connectionString, 'scans', { allowInsecureConnection: true });
  const time = async (prefix: string): Promise<number> => {
    const filter = `RowKey lt '${prefix}\uFFFF' and RowKey ge '${prefix}' and PartitionKey eq '${scanId}'`;
    const began = performance.now();
    await table.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: pageSize }).next();
    return performance.now() - began;
  };
  return { control: () => time('control~'), findings: () => time('finding~') };
}

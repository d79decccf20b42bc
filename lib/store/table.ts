import type { TableClient, TransactionAction } from '@azure/data-tables';
import { joinText, splitText, type Properties } from './text.ts';

/** A row as read: its properties with split texts joined, and what the service knows of it. */
export interface Stored {
  readonly rowKey: string;
  readonly etag: string;
  /** The service's clock. */
  readonly timestamp: Date;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One row of a transaction. Without an ETag an update hits whatever is there. */
export type Write =
  | { readonly kind: 'insert' | 'upsert'; readonly rowKey: string; readonly properties: Properties }
  | {
      readonly kind: 'replace' | 'merge';
      readonly rowKey: string;
      readonly properties: Properties;
      readonly etag: string;
    }
  | { readonly kind: 'delete'; readonly rowKey: string };

/** `conflict`: an ETag did not match, a row exists already or is missing. Nothing was written, unless the SDK retried a success: re-read. */
export type WriteResult =
  { readonly state: 'written'; readonly etags: ReadonlyMap<string, string> } | { readonly state: 'conflict' };

export interface Range {
  readonly from: string;
  readonly to: string;
  /** Continues after this row key. */
  readonly after?: string;
  readonly filter?: string;
  readonly top?: number;
  /** Rows that it holds, roughly, where that is known. */
  readonly expected?: number;
}

export interface RangePage {
  readonly rows: readonly Stored[];
  /** Continue after this row key; null at the end. */
  readonly next: string | null;
}

export interface Table {
  get(partition: string, rowKey: string): Promise<Stored | undefined>;
  /** One transaction: at most 100 rows of one partition and 4 MiB. */
  write(partition: string, writes: readonly Write[]): Promise<WriteResult>;
  /** Deletes a row if its ETag still matches; true also when it is gone. */
  remove(partition: string, rowKey: string, etag: string): Promise<boolean>;
  /** One page of at most 1,000 rows in key order. */
  page(partition: string, range: Range): Promise<RangePage>;
  /** Every row of a range, page by page. */
  rows(partition: string, range: Range): AsyncGenerator<Stored>;
  /** The service's clock as of its last answer. */
  now(): Date;
}

export const mostWrites = 100;
/** Azure takes 4 MiB a transaction, its framing included. */
export const largestTransaction = 3.5 * 1024 * 1024;

const conflictStatuses = new Set([404, 409, 412]);

// A table that is gone is a broken world, not a missing row.
const brokenTable = /TableNotFound|TableBeingDeleted/;
const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  (brokenTable.test(error.message) || ('code' in error && brokenTable.test(String(error.code))));

function statusOf(error: unknown): number | undefined {
  if (isBroken(error)) return undefined;
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** Storage did not do what was asked: the delivery or request fails and is tried again. */
export class StoreError extends Error {
  readonly code = 'storage';

  constructor(attempted: string, cause: unknown) {
    super(`Storage failed: ${attempted}. ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StoreError';
  }
}

function toStored(entity: Readonly<Record<string, unknown>>): Stored {
  const { partitionKey: _partition, rowKey, etag, timestamp, 'odata.metadata': _metadata, ...properties } = entity;
  return {
    rowKey: String(rowKey),
    etag: String(etag),
    timestamp: new Date(String(timestamp)),
    properties: joinText(properties),
  };
}

function toAction(partition: string, write: Write): TransactionAction {
  const keys = { partitionKey: partition, rowKey: write.rowKey };
  switch (write.kind) {
    case 'insert':
      return ['create', { ...keys, ...splitText(write.properties) }];
    case 'upsert':
      return ['upsert', { ...keys, ...splitText(write.properties) }, 'Replace'];
    case 'replace':
      return ['update', { ...keys, ...splitText(write.properties) }, 'Replace', { etag: write.etag }];
    case 'merge':
      return ['update', { ...keys, ...splitText(write.properties) }, 'Merge', { etag: write.etag }];
    case 'delete':
      return ['delete', keys];
  }
}

const weights = new WeakMap<Write, number>();

function weightOf(write: Write): number {
  const known = weights.get(write);
  if (known !== undefined) return known;
  const weight = ('properties' in write ? Buffer.byteLength(JSON.stringify(write.properties)) : 0) + 700;
  weights.set(write, weight);
  return weight;
}

/** What a transaction weighs on the wire, roughly: Azurite does not enforce Azure's limit, so the code does. */
export function weigh(writes: readonly Write[]): number {
  return writes.reduce((sum, write) => sum + weightOf(write), 0);
}

/** A text in a filter. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function filterOf(partition: string, range: Range): string {
  const lower = range.after === undefined ? `RowKey ge ${quote(range.from)}` : `RowKey gt ${quote(range.after)}`;
  // Azure seeks by either key in any order. Azurite tries the clauses on every row of the table: the one that most rows fail comes first.
  const clauses = [`RowKey lt ${quote(range.to)}`, lower, `PartitionKey eq ${quote(partition)}`];
  return [...clauses, ...(range.filter === undefined ? [] : [`(${range.filter})`])].join(' and ');
}

/** A table of the app, with the limits that Azure has and Azurite lacks. */
export function openTable(client: TableClient): Table {
  let clockSkew = 0;
  client.pipeline.addPolicy({
    name: 'serviceClock',
    async sendRequest(request, next) {
      const response = await next(request);
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) clockSkew = date - Date.now();
      return response;
    },
  });

  async function write(partition: string, writes: readonly Write[]): Promise<WriteResult> {
    if (writes.length > mostWrites)
      throw new RangeError(`A transaction takes ${String(mostWrites)} rows, not ${String(writes.length)}`);
    if (weigh(writes) > largestTransaction) throw new RangeError('A transaction takes 4 MiB');
    try {
      const answer = await client.submitTransaction(writes.map((one) => toAction(partition, one)));
      const etags = answer.subResponses.map(
        ({ etag }, index) => [writes[index]?.rowKey ?? '', etag?.trim() ?? ''] as const,
      );
      return { state: 'written', etags: new Map(etags) };
    } catch (error) {
      if (conflictStatuses.has(statusOf(error) ?? 0)) return { state: 'conflict' };
      throw new StoreError(`writing ${String(writes.length)} rows of ${partition}`, error);
    }
  }

  async function page(partition: string, range: Range): Promise<RangePage> {
    const top = Math.min(range.top ?? 1000, 1000);
    const pages = client
      .listEntities({ queryOptions: { filter: filterOf(partition, range) } })
      .byPage({ maxPageSize: top });
    // A page may be empty and still name a continuation, at partition borders and after five seconds.
    try {
      for await (const found of pages) {
        const rows = found.map((entity) => toStored(entity));
        const last = rows.at(-1);
        if (last === undefined && found.continuationToken !== undefined) continue;
        return { rows, next: found.continuationToken === undefined || last === undefined ? null : last.rowKey };
      }
    } catch (error) {
      throw new StoreError(`listing ${range.from} of ${partition}`, error);
    }
    return { rows: [], next: null };
  }

  return {
    async get(partition, rowKey) {
      try {
        return toStored(await client.getEntity(partition, rowKey));
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw new StoreError(`reading ${rowKey} of ${partition}`, error);
      }
    },
    write,
    async remove(partition, rowKey, etag) {
      try {
        await client.deleteEntity(partition, rowKey, { etag });
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return true;
        if (statusOf(error) === 412) return false;
        throw new StoreError(`deleting ${rowKey} of ${partition}`, error);
      }
    },
    page,
    async *rows(partition, range) {
      let after = range.after;
      for (;;) {
        const { rows, next } = await page(partition, after === undefined ? range : { ...range, after });
        yield* rows;
        if (next === null) return;
        after = next;
      }
    },
    now: () => new Date(Date.now() + clockSkew),
  };
}

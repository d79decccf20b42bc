import { isRow } from '../../../lib/model/row.ts';
import { refuse } from './fakeAzure.ts';
import type { Answer, Call, Reply } from './fakeAzure.ts';

export type GraphRow = Readonly<Record<string, unknown>>;

export interface GraphChoices {
  /** Called for each query, so that what Azure holds may change between them. */
  readonly rows: () => readonly (GraphRow | null)[];
  readonly refuseStrcmp?: boolean;
  /** Bytes of one answer at most. */
  readonly largestAnswer?: number;
  /** Rows that are counted and never returned. */
  readonly hidden?: number;
  /** Returns the rows as they are held. */
  readonly unordered?: boolean;
}

export const subscription = '11111111-1111-1111-1111-111111111111';
export const storage = 'microsoft.storage/storageaccounts';

export function account(name: string, more: GraphRow = {}): GraphRow {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/Group/providers/Microsoft.Storage/storageAccounts/${name}`,
    name,
    type: storage,
    location: 'westeurope',
    resourceGroup: 'group',
    subscriptionId: subscription,
    properties: {},
    ...more,
  };
}

export function accounts(count: number): readonly GraphRow[] {
  return Array.from({ length: count }, (_, index) => account(`account${String(index).padStart(6, '0')}`));
}

export function queryOf({ body }: Call): string {
  return isRow(body) && typeof body['query'] === 'string' ? body['query'] : '';
}

export function topOf({ body }: Call): number {
  const options = isRow(body) ? body['options'] : undefined;
  return isRow(options) && typeof options['$top'] === 'number' ? options['$top'] : 100;
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  return hash >>> 3;
}

function keyOf(row: GraphRow | null): string {
  const id = row?.['id'];
  return typeof id === 'string' ? id.toLowerCase() : '';
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function belongs(query: string, row: GraphRow | null): boolean {
  const table = query.startsWith('resourcecontainers') ? 'resourcecontainers' : 'resources';
  const isContainer = row?.['type'] === 'microsoft.resources/subscriptions';
  return isContainer === (table === 'resourcecontainers');
}

function select(query: string, choices: GraphChoices): readonly (GraphRow | null)[] {
  const after = /strcmp\(k, '((?:[^'\\]|\\.)*)'\) > 0/.exec(query)?.[1];
  const [, n, i] = /hash\(tolower\(id\)\) % (\d+) == (\d+)/.exec(query) ?? [];
  const among = / k in \(((?:'(?:[^'\\]|\\.)*'(?:, )?)*)\)/.exec(query)?.[1];
  const keys = new Set([...(among ?? '').matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, key]) => unescape(key ?? '')));
  const rows = choices
    .rows()
    .filter((row) => belongs(query, row))
    .filter((row) => after === undefined || keyOf(row) > unescape(after))
    .filter((row) => among === undefined || keys.has(keyOf(row)))
    .filter((row) => n === undefined || hashOf(keyOf(row)) % Number(n) === Number(i));
  return choices.unordered === true ? rows : rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function badQuery(): Reply {
  const details = [
    { code: 'InvalidQuery', message: 'Query is invalid.' },
    { code: 'ParserFailure', message: 'ParserFailure', line: 1, token: 'strcmp' },
  ];
  return {
    status: 400,
    body: { error: { code: 'BadRequest', message: 'timestamp = 1, correlationId = 2.', details } },
  };
}

function tooLarge(): Reply {
  const details = [{ code: 'ResponsePayloadTooLarge', message: 'Response payload size is 94330584.' }];
  return { status: 400, body: { error: { code: 'BadRequest', message: 'x', details } } };
}

/** Answers queries as Resource Graph does, for the queries that listings ask. */
export function graph(choices: GraphChoices): Answer {
  return (call) => {
    const query = queryOf(call);
    if (!call.path.endsWith('/Microsoft.ResourceGraph/resources')) return refuse(404, 'NotFound');
    if (choices.refuseStrcmp === true && query.includes('strcmp')) return badQuery();
    const rows = select(query, choices);
    const page = rows.slice(0, topOf(call)).map((row) => {
      if (row === null) return null;
      const { id, type, subscriptionId } = row;
      return { ...(query.includes('project') ? { id, type, subscriptionId } : row), k: keyOf(row) };
    });
    const text = JSON.stringify({
      totalRecords: rows.length + (choices.hidden ?? 0),
      count: page.length,
      data: page,
      resultTruncated: 'false',
    });
    return text.length > (choices.largestAnswer ?? Infinity) ? tooLarge() : { text };
  };
}

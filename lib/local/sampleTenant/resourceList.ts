import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { answerChild, isAnswer, listPaths } from './answerChild.ts';
import type { SampleChildren } from './answerChild.ts';
import type { ResourceTable, SampleVault } from './estate.ts';
import { graphColumns } from './graphRow.ts';
import { compareText } from './kql/rowTable.ts';
import { answerStorageChild } from './storageChild.ts';
import type { StorageAccount } from './storageChild.ts';
import { isRow, type Row } from '../../model/row.ts';

export type { SampleChildren };

/** One resource of a sample, as Resource Graph and as ARM show it. */
export interface SampleResource {
  readonly row: Row;
  readonly body: Row | Answer;
  readonly account?: StorageAccount;
  /** What a vault holds and shows at its own address alone. */
  readonly certificates?: readonly Row[];
  /** What hangs below it, by its path below the id in lower case: an object, or the entries of a list. */
  readonly children?: SampleChildren;
}

const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** The vaults among resources, by the hosts of their addresses. */
export function vaultsOf(resources: readonly SampleResource[]): ReadonlyMap<string, SampleVault> {
  return new Map(
    resources.flatMap(({ row, body, certificates }) => {
      if (certificates === undefined || isAnswer(body) || !isRow(body['properties'])) return [];
      const { properties } = body;
      const vault = { subscription: lower(row['subscriptionId']), properties, certificates };
      return [[new URL(String(properties['vaultUri'])).host, vault]];
    }),
  );
}

/** Resources written out one by one as a table, in the order of their ids; equal ids keep their order. */
export function listResources(resources: readonly SampleResource[]): ResourceTable {
  const sorted = resources
    .map((resource) => ({ resource, key: lower(resource.row['id']) }))
    .sort((left, right) => compareText(left.key, right.key));
  const at = (row: number): SampleResource => {
    const found = sorted[row];
    if (!found) throw new RangeError(`The sample has no resource ${String(row)}.`);
    return found.resource;
  };
  const lists = new Set(
    resources.flatMap(({ row, children = {} }) => listPaths(children).map((path) => `${lower(row['type'])} ${path}`)),
  );
  return {
    keys: sorted.map(({ key }) => key),
    columns: graphColumns,
    cell: (row, column) => at(row).row[column],
    subscription: (row) => String(at(row).row['subscriptionId']),
    resource: (row) => {
      const { body } = at(row);
      return isAnswer(body) ? body : jsonAnswer(200, body);
    },
    child: (row, path, request) => {
      const { account, children = {} } = at(row);
      return answerChild(children, path, request) ?? (account && answerStorageChild(account, path, request));
    },
    hasList: (type, path) => lists.has(`${type} ${path}`),
  };
}

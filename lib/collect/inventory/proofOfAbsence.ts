import type { Row } from '../../model/row.ts';
import { isRow } from '../../model/row.ts';
import { resourceTypes, subscriptionType } from '../../model/resourceTypes.ts';
import type { RowSource } from './exportForms.ts';

/**
 * Columns that Resource Graph (and the Azure CLI's own output, and bicep) adds to a row and that no ARM answer has at its top level.
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language and
 * https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts
 */
const addedColumns = ['subscriptionId', 'tenantId', 'resourceGroup', 'apiVersion'];

/** Resource Graph writes every type in lower case, ids as ARM does: such a row is its own even where a query dropped the columns. */
function looksLikeResourceGraph(row: Row): boolean {
  const { id, type } = { id: row['id'], type: row['type'] };
  if (typeof id !== 'string' || typeof type !== 'string' || type !== type.toLowerCase()) return false;
  const [namespace = '', name = ''] = type.split('/');
  return !id.includes(`/${namespace}/${name}`);
}

/** What the user said of a type: rows of it are ARM answers of that api-version. */
export type ApiVersions = ReadonlyMap<string, string>;

/**
 * Whether a property that the row lacks is known to be absent. That needs an ARM answer: a row as ARM sends it, with
 * `properties` and without added columns, or one of a type that the user named. A named version older than the one that
 * the checks are written for proves nothing: it may not know the property.
 */
export function provesAbsence(row: Row, type: string, source: RowSource, pinned: string, named: ApiVersions): boolean {
  const version = named.get(type);
  if (version !== undefined) return version >= pinned;
  if (source !== 'arm') return false;
  // A subscription's own answer holds subscriptionId and tenantId, and no type: https://learn.microsoft.com/rest/api/resources/subscriptions/get
  if (type === subscriptionType) return !('type' in row) && 'state' in row;
  return isRow(row['properties']) && addedColumns.every((column) => !(column in row)) && !looksLikeResourceGraph(row);
}

/** The api-version that checks of a type are written for; `''` for a type without checks. */
export function pinnedVersion(type: string): string {
  return resourceTypes[type]?.apiVersion ?? '';
}

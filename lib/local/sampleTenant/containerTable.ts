import { compareText } from './kql/rowTable.ts';
import type { RowTable } from './kql/rowTable.ts';
import type { Estate, SampleSubscription } from './estate.ts';
import subscriptionExample from './examples/subscription.json' with { type: 'json' };
import { graphColumns } from './graphRow.ts';
import { tenantId } from './subscriptionIds.ts';
import type { Row } from '../../model/row.ts';

const { state, subscriptionPolicies } = subscriptionExample.body;
const empty = { tenantId, kind: '', managedBy: '' };

function subscriptionRow({ id, displayName, managementGroup, unplaced }: SampleSubscription): Row {
  const root = { name: tenantId, displayName: 'Tenant Root Group' };
  const above = managementGroup === undefined ? [] : [{ name: managementGroup, displayName: 'Sample platform' }];
  return {
    ...empty,
    id: `/subscriptions/${id}`,
    name: displayName,
    type: 'microsoft.resources/subscriptions',
    location: '',
    resourceGroup: '',
    subscriptionId: id,
    properties: {
      state,
      subscriptionPolicies,
      managementGroupAncestorsChain: unplaced === true ? null : [...above, root],
      managedByTenants: [],
    },
  };
}

function groupRow(subscription: string, name: string, location: string): Row {
  return {
    ...empty,
    id: `/subscriptions/${subscription}/resourceGroups/${name}`,
    name,
    type: 'microsoft.resources/subscriptions/resourcegroups',
    location,
    resourceGroup: name.toLowerCase(),
    subscriptionId: subscription,
    properties: { provisioningState: 'Succeeded' },
  };
}

const readGroup = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i;

function groupRows({ resources }: Estate): Row[] {
  const groups = new Map<string, Row>();
  for (const row of resources.keys.keys()) {
    const id = resources.cell(row, 'id');
    const name = typeof id === 'string' ? readGroup.exec(id)?.[1] : undefined;
    if (name === undefined) continue;
    const subscription = resources.subscription(row);
    const key = `${subscription} ${name.toLowerCase()}`;
    if (!groups.has(key)) groups.set(key, groupRow(subscription, name, String(resources.cell(row, 'location'))));
  }
  return [...groups.values()];
}

/** Resource Graph's `resourcecontainers`: the subscriptions and their resource groups, made at the first query. */
export function containerTable(estate: Estate): { readonly table: RowTable; subscription(row: number): string } {
  let known: readonly Row[] | undefined;
  const lower = (row: Row): string => String(row['id']).toLowerCase();
  const rows = (): readonly Row[] => {
    known ??= [...estate.subscriptions.map(subscriptionRow), ...groupRows(estate)].sort((left, right) =>
      compareText(lower(left), lower(right)),
    );
    return known;
  };
  let keys: readonly string[] | undefined;
  const table: RowTable = {
    get keys() {
      keys ??= rows().map(lower);
      return keys;
    },
    columns: graphColumns,
    cell: (row, column) => rows()[row]?.[column],
  };
  return { table, subscription: (row) => String(rows()[row]?.['subscriptionId']) };
}

import type { Estate, SampleSubscription } from '../../../lib/local/sampleTenant/estate.ts';
import { graphRow } from '../../../lib/local/sampleTenant/graphRow.ts';
import { listResources } from '../../../lib/local/sampleTenant/resourceList.ts';
import type { SampleChildren, SampleResource } from '../../../lib/local/sampleTenant/resourceList.ts';
import { managementGroupId, productionSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import type { Row } from '../../../lib/model/row.ts';

/** The id of something in the one resource group of a small tenant, given what follows `/providers/`. */
export const idIn = (rest: string): string =>
  `/subscriptions/${productionSubscription}/resourceGroups/rg-small/providers/${rest}`;

/** A resource by its whole id; its type is the one that the id names. */
export function resourceAt(id: string, properties: Row = {}, children?: SampleChildren): SampleResource {
  const [namespace = '', ...rest] = (id.split('/providers/').at(-1) ?? '').split('/');
  const types = rest.filter((_, at) => at % 2 === 0);
  const body = { id, name: rest.at(-1), type: [namespace, ...types].join('/'), location: 'westeurope', properties };
  return { row: graphRow(body), body, ...(children && { children }) };
}

/** A tenant of one subscription that holds these resources and no others. */
export function smallEstate(resources: readonly SampleResource[], more: Partial<SampleSubscription> = {}): Estate {
  const subscription = {
    id: productionSubscription,
    displayName: 'Small',
    managementGroup: managementGroupId,
    ...more,
  };
  return { subscriptions: [subscription], resources: listResources(resources), listPage: 2 };
}

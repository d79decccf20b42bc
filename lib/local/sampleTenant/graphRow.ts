import { isRow } from '../../model/row.ts';
import type { Row } from '../../model/row.ts';
import type { ValueType } from './kql/rowTable.ts';
import { tenantId } from './subscriptionIds.ts';

/** The columns of Resource Graph's resource tables: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language */
export const graphColumns: Readonly<Record<string, ValueType>> = {
  id: 'string',
  name: 'string',
  type: 'string',
  tenantId: 'string',
  kind: 'string',
  location: 'string',
  resourceGroup: 'string',
  subscriptionId: 'string',
  managedBy: 'string',
  sku: 'dynamic',
  plan: 'dynamic',
  properties: 'dynamic',
  tags: 'dynamic',
  identity: 'dynamic',
  zones: 'dynamic',
  extendedLocation: 'dynamic',
};

/** What lies above a subscription, such as an inherited role assignment, has neither. */
const idParts = /^\/subscriptions\/(?<subscriptionId>[^/]+)(?:\/resourceGroups\/(?<resourceGroup>[^/]+))?/i;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function without(properties: unknown, omitted: readonly string[]): unknown {
  if (!isRow(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !omitted.includes(name)));
}

/** A resource as a row of Resource Graph; `omitted` names properties that Resource Graph leaves out of it. */
export function graphRow(resource: Row, omitted: readonly string[] = []): Row {
  const { subscriptionId = '', resourceGroup = '' } = idParts.exec(text(resource['id']))?.groups ?? {};
  const { sku, plan, tags, identity, zones, extendedLocation } = resource;
  const dynamic = { sku, plan, tags, identity, zones, extendedLocation };
  return {
    id: resource['id'],
    name: resource['name'],
    type: text(resource['type']).toLowerCase(),
    tenantId,
    kind: text(resource['kind']),
    location: text(resource['location']).toLowerCase().replaceAll(' ', ''),
    resourceGroup: resourceGroup.toLowerCase(),
    subscriptionId,
    managedBy: text(resource['managedBy']),
    ...dynamic,
    properties: without(resource['properties'], omitted),
  };
}

import registryExample from '../examples/registry.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample } from './fromExample.ts';

/** How a registry differs from Microsoft's example, which is open to every network. */
interface RegistryChoice {
  readonly sku: 'Basic' | 'Standard' | 'Premium';
  readonly properties?: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
}

const endpoint = (status: string): Row => ({
  properties: {
    provisioningState: 'Succeeded',
    privateLinkServiceConnectionState: { status, actionsRequired: 'None' },
  },
});
const policies = (status: string): Row => ({
  policies: {
    quarantinePolicy: { status },
    retentionPolicy: { days: 30, status },
    exportPolicy: { status: 'enabled' },
  },
});
const rules = (...values: readonly string[]): Row => ({
  networkRuleSet: { defaultAction: 'Deny', ipRules: values.map((value) => ({ action: 'Allow', value })) },
});

const hardened: Row = {
  ...policies('enabled'),
  anonymousPullEnabled: false,
  publicNetworkAccess: 'Disabled',
  networkRuleSet: { defaultAction: 'Deny', ipRules: [] },
  privateEndpointConnections: [endpoint('Approved')],
};

const registries: readonly (readonly [subscription: string, group: string, name: string, choice: RegistryChoice])[] = [
  [productionSubscription, 'rg-payments', 'contosovaulted', { sku: 'Premium', properties: hardened }],
  [
    productionSubscription,
    'rg-payments',
    'contosoreleases',
    { sku: 'Premium', properties: { ...hardened, publicNetworkAccess: 'Enabled', ...rules('203.0.113.0/24') } },
  ],
  [
    productionSubscription,
    'rg-web',
    'contosopublicimages',
    {
      sku: 'Premium',
      properties: { ...rules('0.0.0.0/1', '128.0.0.0/1'), anonymousPullEnabled: true },
      omitted: ['anonymousPullEnabled'],
    },
  ],
  [
    productionSubscription,
    'rg-web',
    'contosopending',
    { sku: 'Premium', properties: { ...policies('disabled'), privateEndpointConnections: [endpoint('Pending')] } },
  ],
  [
    developmentSubscription,
    'rg-dev',
    'fabrikamlab',
    { sku: 'Basic', properties: { adminUserEnabled: true, networkRuleSet: undefined, policies: undefined } },
  ],
];

/** Registries of which each check finds some that pass and some that fail. */
export function containerRegistrySample(): readonly SampleResource[] {
  return registries.map(([subscription, group, name, { sku, properties, omitted }]) => {
    const example = fromExample(registryExample, { subscription, group, name, location: 'westeurope' });
    const held = isRow(example['properties']) ? example['properties'] : {};
    const body = { ...example, sku: { name: sku, tier: sku }, properties: { ...held, ...properties } };
    return { row: graphRow(body, omitted), body };
  });
}

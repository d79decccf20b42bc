import serverExample from '../examples/postgresqlServer.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample } from './fromExample.ts';

type Rules = readonly (readonly [name: string, start: string, end: string])[];

/** How a server differs from Microsoft's example, which has a public endpoint and takes passwords. */
interface ServerChoice {
  readonly tier?: 'Burstable' | 'GeneralPurpose';
  readonly properties?: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
  readonly rules?: Rules;
  /** Parameters that differ from Azure's defaults; `undefined` where the version has none of that name. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

// Azure's defaults: https://learn.microsoft.com/azure/postgresql/server-parameters/concepts-server-parameters
const defaults: Readonly<Record<string, string>> = {
  'connection_throttle.enable': 'off',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  'logfiles.download_enable': 'off',
  'logfiles.retention_days': '3',
  max_connections: '859',
  require_secure_transport: 'on',
  ssl_min_protocol_version: 'TLSv1.2',
};

const subnet = `/subscriptions/${productionSubscription}/resourceGroups/rg-web/providers/Microsoft.Network/virtualNetworks/vnet-web-01/subnets/database`;
const inSubnet = { publicNetworkAccess: 'Disabled', delegatedSubnetResourceId: subnet };
const standby = { mode: 'ZoneRedundant', state: 'Healthy' };
const entraOnly = { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' };
const local = { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' };
const hardened: Row = { network: inSubnet, authConfig: entraOnly, highAvailability: standby };

const servers: readonly (readonly [subscription: string, group: string, name: string, choice: ServerChoice])[] = [
  [
    productionSubscription,
    'rg-payments',
    'psql-ledger',
    {
      properties: hardened,
      parameters: {
        'connection_throttle.enable': 'on',
        'logfiles.download_enable': 'on',
        'logfiles.retention_days': '7',
        ssl_min_protocol_version: 'TLSv1.3',
      },
    },
  ],
  [
    productionSubscription,
    'rg-payments',
    'psql-receipts',
    {
      properties: { ...hardened, version: '18' },
      omitted: ['authConfig'],
      parameters: { 'connection_throttle.enable': undefined, log_connections: 'receipt,authorization' },
    },
  ],
  [
    productionSubscription,
    'rg-payments',
    'psql-ledger-replica',
    { properties: { ...hardened, replicationRole: 'AsyncReplica', backup: local, highAvailability: undefined } },
  ],
  [
    productionSubscription,
    'rg-web',
    'psql-storefront',
    {
      properties: { backup: local },
      rules: [
        ['office', '203.0.113.0', '203.0.113.255'],
        ['AllowAllAzureServicesAndResourcesWithinAzureIps', '0.0.0.0', '0.0.0.0'],
      ],
      parameters: {
        log_checkpoints: 'off',
        log_connections: 'off',
        log_disconnections: 'off',
        'logfiles.download_enable': 'on',
      },
    },
  ],
  [
    developmentSubscription,
    'rg-dev',
    'psql-lab',
    {
      tier: 'Burstable',
      properties: { authConfig: undefined },
      rules: [['everyone', '0.0.0.0', '255.255.255.255']],
      parameters: { require_secure_transport: 'off', ssl_min_protocol_version: 'TLSv1' },
    },
  ],
];

const entry = (id: string, type: string, name: string, properties: Row): Row => ({
  id: `${id}/${type}/${name}`,
  name,
  type: `Microsoft.DBforPostgreSQL/flexibleServers/${type}`,
  properties,
});

function configurationsOf(id: string, { parameters }: ServerChoice): Row[] {
  return Object.entries({ ...defaults, ...parameters }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const source = value === defaults[name] ? 'system-default' : 'user-override';
    return [entry(id, 'configurations', name, { value, defaultValue: defaults[name], source, isReadOnly: false })];
  });
}

/** Flexible servers of which each check finds some that pass and some that fail. */
export function postgresqlSample(): readonly SampleResource[] {
  return servers.map(([subscription, group, name, choice]) => {
    const example = fromExample(serverExample, { subscription, group, name, location: 'westeurope' });
    const held = isRow(example['properties']) ? example['properties'] : {};
    const sku = choice.tier === 'Burstable' ? { name: 'Standard_B1ms', tier: 'Burstable' } : example['sku'];
    const body = { ...example, sku, properties: { ...held, ...choice.properties } };
    const id = String(example['id']);
    const rules = (choice.rules ?? []).map(([rule, startIpAddress, endIpAddress]) =>
      entry(id, 'firewallRules', rule, { startIpAddress, endIpAddress }),
    );
    const children = { firewallrules: rules, configurations: configurationsOf(id, choice) };
    return { row: graphRow(body, choice.omitted), body, children };
  });
}

import databaseExample from '../examples/sqlDatabase.json' with { type: 'json' };
import serverExample from '../examples/sqlServer.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleChildren, SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample } from './fromExample.ts';
import type { Placement } from './fromExample.ts';

type Rules = readonly (readonly [name: string, start: string, end: string])[];

/** How a server differs from one that somebody made and forgot. */
interface ServerChoice {
  readonly kind?: string;
  readonly properties?: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
  readonly rules?: Rules;
  readonly ipv6Rules?: Rules;
  readonly auditing?: Row;
  readonly administrator?: { readonly only: boolean };
  readonly ownKey?: boolean;
  readonly defender?: boolean;
  readonly assessment?: 'express' | 'classic';
  /** Names of its databases beside master, and whether they are encrypted. */
  readonly databases?: Readonly<Record<string, boolean>>;
}

const state = (enabled: boolean): string => (enabled ? 'Enabled' : 'Disabled');
const noAudit: Row = { state: 'Disabled', storageEndpoint: '', retentionDays: 0, isAzureMonitorTargetEnabled: false };
const stored = (retentionDays: number): Row => ({
  ...noAudit,
  state: 'Enabled',
  storageEndpoint: 'https://contosologs.blob.core.windows.net',
  retentionDays,
});
const monitored: Row = { ...noAudit, state: 'Enabled', isAzureMonitorTargetEnabled: true };

const closed = { publicNetworkAccess: 'Disabled', minimalTlsVersion: '1.2', isIPv6Enabled: 'Disabled' };
const open = { minimalTlsVersion: 'None', isIPv6Enabled: 'Disabled', privateEndpointConnections: [] };
const hardened: ServerChoice = {
  properties: closed,
  auditing: monitored,
  administrator: { only: true },
  ownKey: true,
  defender: true,
  assessment: 'express',
  databases: { orders: true, customers: true },
};

const servers: readonly (readonly [subscription: string, group: string, name: string, choice: ServerChoice])[] = [
  [productionSubscription, 'rg-payments', 'sql-ledger', hardened],
  [
    productionSubscription,
    'rg-payments',
    'sql-receipts',
    { ...hardened, omitted: ['minimalTlsVersion', 'isIPv6Enabled'], auditing: stored(365), assessment: 'classic' },
  ],
  [
    productionSubscription,
    'rg-web',
    'sql-storefront',
    {
      properties: { ...open, minimalTlsVersion: '1.3' },
      rules: [
        ['office', '203.0.113.0', '203.0.113.255'],
        ['AllowAllWindowsAzureIps', '0.0.0.0', '0.0.0.0'],
      ],
      auditing: stored(30),
      administrator: { only: false },
      databases: { catalogue: false },
    },
  ],
  [
    productionSubscription,
    'rg-data',
    'sql-warehouse',
    {
      kind: 'v12.0,analytics',
      properties: { ...open, minimalTlsVersion: '1.2' },
      rules: [['office', '203.0.113.7', '203.0.113.7']],
    },
  ],
  [
    developmentSubscription,
    'rg-dev',
    'sql-lab',
    {
      properties: open,
      // Each half of the internet by a rule of its own.
      rules: [
        ['low', '0.0.0.1', '127.255.255.255'],
        ['high', '128.0.0.0', '255.255.255.254'],
      ],
      databases: { scratch: true },
    },
  ],
  [
    developmentSubscription,
    'rg-dev',
    'sql-modern',
    {
      properties: { ...open, minimalTlsVersion: undefined, isIPv6Enabled: 'Enabled' },
      ipv6Rules: [['everyone', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']],
      auditing: { ...noAudit, state: 'Enabled' },
    },
  ],
];

function rulesOf(id: string, type: string, rules: Rules, ends: readonly [string, string]): Row[] {
  return rules.map(([name, start, end]) => ({
    id: `${id}/${type}/${name}`,
    name,
    type: `Microsoft.Sql/servers/${type}`,
    properties: { [ends[0]]: start, [ends[1]]: end },
  }));
}

function administratorsOf(id: string, { administrator }: ServerChoice): Row[] {
  if (!administrator) return [];
  const properties = {
    administratorType: 'ActiveDirectory',
    login: 'database-administrators',
    sid: '5a9e0000-9009-4000-8000-000000000010',
    azureADOnlyAuthentication: administrator.only,
  };
  const name = 'ActiveDirectory';
  return [{ id: `${id}/administrators/${name}`, name, type: 'Microsoft.Sql/servers/administrators', properties }];
}

function childrenOf(id: string, choice: ServerChoice): SampleChildren {
  const { ownKey = false, defender = false, assessment, rules = [], ipv6Rules = [] } = choice;
  const child = (path: string, properties: Row): Row => {
    const [type = '', name = ''] = path.split('/');
    return { id: `${id}/${path}`, name, type: `Microsoft.Sql/servers/${type}`, properties };
  };
  return {
    firewallrules: rulesOf(id, 'firewallRules', rules, ['startIpAddress', 'endIpAddress']),
    ipv6firewallrules: rulesOf(id, 'ipv6FirewallRules', ipv6Rules, ['startIPv6Address', 'endIPv6Address']),
    administrators: administratorsOf(id, choice),
    'auditingsettings/default': child('auditingSettings/default', choice.auditing ?? noAudit),
    'encryptionprotector/current': child('encryptionProtector/current', {
      serverKeyName: ownKey ? 'contoso-keys_sql' : 'ServiceManaged',
      serverKeyType: ownKey ? 'AzureKeyVault' : 'ServiceManaged',
    }),
    'securityalertpolicies/default': child('securityAlertPolicies/Default', { state: state(defender) }),
    'sqlvulnerabilityassessments/default': child('sqlVulnerabilityAssessments/Default', {
      state: state(assessment === 'express'),
    }),
    'vulnerabilityassessments/default': child('vulnerabilityAssessments/Default', {
      recurringScans: { isEnabled: assessment === 'classic', emailSubscriptionAdmins: true, emails: [] },
    }),
  };
}

function databaseOf(server: string, placement: Placement, encrypted: boolean): SampleResource {
  const id = `${server}/databases/${placement.name}`;
  const example = fromExample(databaseExample, placement);
  const body = { ...example, id, kind: placement.name === 'master' ? 'v12.0,system' : example['kind'] };
  const encryption = {
    id: `${id}/transparentDataEncryption/Current`,
    name: 'Current',
    type: 'Microsoft.Sql/servers/databases/transparentDataEncryption',
    properties: { state: state(encrypted) },
  };
  return { row: graphRow(body), body, children: { 'transparentdataencryption/current': encryption } };
}

function serverOf(placement: Placement, choice: ServerChoice): SampleResource[] {
  const example = fromExample(serverExample, placement);
  const held = isRow(example['properties']) ? example['properties'] : {};
  const body = {
    ...example,
    kind: choice.kind ?? example['kind'],
    properties: { ...held, ...choice.properties },
  };
  const id = String(example['id']);
  const databases = Object.entries({ master: false, ...choice.databases });
  return [
    { row: graphRow(body, choice.omitted), body, children: childrenOf(id, choice) },
    ...databases.map(([name, encrypted]) => databaseOf(id, { ...placement, name }, encrypted)),
  ];
}

/** Servers and databases of which each check finds some that pass and some that fail. */
export function sqlSample(): readonly SampleResource[] {
  return servers.flatMap(([subscription, group, name, choice]) =>
    serverOf({ subscription, group, name, location: 'westeurope' }, choice),
  );
}

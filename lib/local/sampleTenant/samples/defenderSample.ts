import alertExample from '../examples/securityAlert.json' with { type: 'json' };
import contactExample from '../examples/securityContacts.json' with { type: 'json' };
import policyExample from '../examples/jitNetworkAccessPolicy.json' with { type: 'json' };
import settingExample from '../examples/securitySettings.json' with { type: 'json' };
import type { SampleSubscription } from '../estate.ts';
import type { SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription, sandboxSubscription } from '../subscriptionIds.ts';
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';

/** What a sample subscription is set to in Defender for Cloud. */
export type SampleSecurity = Required<Pick<SampleSubscription, 'children' | 'plans'>>;

const exampleScope = /\/subscriptions\/20ff7fc3-e762-44dd-bd96-b71116dcdc23(\/resourceGroups\/myRg1)?/g;

/** One of Microsoft's examples in a subscription of the sample tenant. */
function inSubscription(example: Row, subscription: string, group: string): Row {
  const place = (_whole: string, inGroup?: string): string =>
    `/subscriptions/${subscription}${inGroup === undefined ? '' : `/resourceGroups/${group}`}`;
  const body: unknown = JSON.parse(JSON.stringify(example).replaceAll(exampleScope, place));
  return isRow(body) ? body : {};
}

function withProperties(example: Row, changes: Row): Row {
  const { properties } = example;
  return { ...example, properties: { ...(isRow(properties) ? properties : {}), ...changes } };
}

function settings(subscription: string, on: readonly string[]): readonly Row[] {
  return settingExample.value.map((example) =>
    withProperties(inSubscription(example, subscription, ''), { enabled: on.includes(example.name) }),
  );
}

function contacts(subscription: string, changes: Row): readonly Row[] {
  return contactExample.value.map((example) => withProperties(inSubscription(example, subscription, ''), changes));
}

interface SampleAlert {
  readonly severity: string;
  readonly status: string;
}

function alerts(subscription: string, group: string, list: readonly SampleAlert[]): readonly Row[] {
  return list.map((alert, at) => {
    const example = inSubscription(alertExample.body, subscription, group);
    const name = `25187709655291636${String(at).padStart(2, '0')}_f144ee95-a3e5-42da-a279-967d115809aa`;
    const id = String(example['id']).replace(/[^/]+$/, name);
    return { ...withProperties({ ...example, id, name }, { ...alert, systemAlertId: name }) };
  });
}

const ports = policyExample.body.properties.virtualMachines[0]?.ports;

/** One policy that covers these machines. */
function jitPolicy(subscription: string, group: string, machines: readonly string[]): Row {
  const virtualMachines = machines.map((id) => ({ id, ports }));
  return withProperties(inSubscription(policyExample.body, subscription, group), { requests: [], virtualMachines });
}

function machinesIn(subscription: string, resources: readonly SampleResource[]): readonly string[] {
  const rows = resources.map(({ row }) => row).filter((row) => row['type'] === 'microsoft.compute/virtualmachines');
  return rows.filter((row) => row['subscriptionId'] === subscription).map((row) => String(row['id']));
}

function childrenOf(lists: Readonly<Record<string, readonly Row[]>>): SampleSecurity['children'] {
  return Object.fromEntries(
    Object.entries(lists).map(([list, rows]) => [`providers/microsoft.security/${list.toLowerCase()}`, rows]),
  );
}

const standard: Row = {
  pricingTier: 'Standard',
  freeTrialRemainingTime: 'PT0S',
  resourcesCoverageStatus: 'FullyCovered',
};
const free: Row = {
  pricingTier: 'Free',
  resourcesCoverageStatus: 'NotCovered',
  subPlan: undefined,
  extensions: undefined,
  enablementTime: undefined,
};

/** Everything is on: each plan, a policy for each virtual machine among the resources, mail to those who act. */
export function productionSecurity(resources: readonly SampleResource[]): SampleSecurity {
  const id = productionSubscription;
  const closed = Array.from({ length: 14 }, () => ({ severity: 'High', status: 'Resolved' }));
  return {
    plans: Object.fromEntries(
      ['AppServices', 'OpenSourceRelationalDatabases', 'CosmosDbs', 'Api', 'AI'].map((name) => [name, standard]),
    ),
    children: childrenOf({
      settings: settings(id, ['MCAS', 'WDATP']),
      securityContacts: contacts(id, {
        notificationsSources: [
          { sourceType: 'AttackPath', minimalRiskLevel: 'High' },
          { sourceType: 'Alert', minimalSeverity: 'Medium' },
        ],
      }),
      jitNetworkAccessPolicies: [jitPolicy(id, 'rg-web', machinesIn(id, resources))],
      // More than fit on one page.
      alerts: alerts(id, 'rg-web', [...closed, { severity: 'Medium', status: 'Active' }]),
    }),
  };
}

/** Two plans were bought and none of what comes with them is set up; nobody is told. */
export function developmentSecurity(): SampleSecurity {
  const id = developmentSubscription;
  const off = [
    'AppServices',
    'SqlServers',
    'StorageAccounts',
    'SqlServerVirtualMachines',
    'KeyVaults',
    'Arm',
    'OpenSourceRelationalDatabases',
    'Containers',
  ];
  return {
    plans: {
      ...Object.fromEntries(off.map((name) => [name, free])),
      VirtualMachines: { extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'False' }] },
      CloudPosture: { extensions: [{ name: 'ContainerRegistriesVulnerabilityAssessments', isEnabled: 'False' }] },
    },
    children: childrenOf({
      settings: settings(id, []),
      securityContacts: contacts(id, {
        emails: '',
        notificationsByRole: { state: 'Off', roles: ['Owner'] },
        notificationsSources: [],
      }),
      jitNetworkAccessPolicies: [],
      alerts: alerts(id, 'rg-dev', [
        { severity: 'High', status: 'Active' },
        { severity: 'High', status: 'InProgress' },
        { severity: 'Low', status: 'Active' },
      ]),
    }),
  };
}

/** The plans for machines and for posture are off, and with them what they bring. */
export function sandboxSecurity(): SampleSecurity {
  const id = sandboxSubscription;
  return {
    plans: {
      VirtualMachines: free,
      CloudPosture: free,
      StorageAccounts: { subPlan: 'PerTransaction', extensions: undefined },
    },
    children: childrenOf({
      settings: settings(id, ['MCAS']),
      securityContacts: contacts(id, {}),
      jitNetworkAccessPolicies: [],
      alerts: [],
    }),
  };
}

/** Defender for Cloud is set up on subscriptions and has no resources of its own. */
export function defenderSample(): readonly SampleResource[] {
  return [];
}

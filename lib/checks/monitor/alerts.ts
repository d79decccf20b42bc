import type { CatalogueCheck, Severity } from '../../model/check.ts';
import { alertCheck } from './alertCheck.ts';

// Lists the alerts that Microsoft audits and recommends: https://learn.microsoft.com/azure/governance/policy/samples/built-in-policies#monitoring
const benchmark = 'https://learn.microsoft.com/azure/governance/policy/samples/cis-azure-2-0-0';
const roleAlerts = 'https://learn.microsoft.com/azure/role-based-access-control/role-assignments-alert';
const healthAlerts =
  'https://learn.microsoft.com/azure/service-health/alerts-activity-log-service-notifications-portal';

const administrativeOperations = 'b954148f-4c11-4c38-8221-be76711e194a';
const policyOperations = 'c5447c04-a4d7-4ba8-a263-c9ee321a6858';
const securityOperations = '3b980d31-7904-4bb7-8575-5665739a8052';
const serviceHealthRule = '98903777-a9f6-47f5-90a9-acaf62ab01a8';

interface Operation {
  /** The check's id after `monitor-alert-`. */
  readonly name: string;
  readonly operation: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  readonly reference?: string;
  readonly policy?: string;
}

const operations: readonly Operation[] = [
  {
    name: 'nsg-delete',
    operation: 'Microsoft.Network/networkSecurityGroups/delete',
    title: 'An alert tells of deleted network security groups',
    why: 'With its group a network loses every rule at once.',
    severity: 'medium',
    policy: administrativeOperations,
  },
  {
    name: 'nsg-rule-delete',
    operation: 'Microsoft.Network/networkSecurityGroups/securityRules/delete',
    title: 'An alert tells of deleted security rules',
    why: 'A deny that is gone opens what lay behind it; the group itself is not written then.',
    severity: 'medium',
    policy: administrativeOperations,
  },
  {
    name: 'nsg-rule-write',
    operation: 'Microsoft.Network/networkSecurityGroups/securityRules/write',
    title: 'An alert tells of new and changed security rules',
    why: 'One rule opens a network to the internet; the group itself is not written then.',
    severity: 'medium',
    policy: administrativeOperations,
  },
  {
    name: 'nsg-write',
    operation: 'Microsoft.Network/networkSecurityGroups/write',
    title: 'An alert tells of new and changed network security groups',
    why: 'Writing a group replaces its rules, and so opens a network without touching any single rule.',
    severity: 'medium',
    policy: administrativeOperations,
  },
  {
    name: 'policy-assignment-delete',
    operation: 'Microsoft.Authorization/policyAssignments/delete',
    title: 'An alert tells of deleted policy assignments',
    why: 'What a policy forbade is allowed from then on.',
    severity: 'medium',
    policy: policyOperations,
  },
  {
    name: 'policy-assignment-write',
    operation: 'Microsoft.Authorization/policyAssignments/write',
    title: 'An alert tells of new and changed policy assignments',
    why: 'An assignment can switch a policy to audit only, or exempt a scope from it.',
    severity: 'low',
    policy: policyOperations,
  },
  {
    name: 'public-ip-delete',
    operation: 'Microsoft.Network/publicIPAddresses/delete',
    title: 'An alert tells of deleted public IP addresses',
    why: 'Names that still point to a released address can be taken over by whoever gets it next.',
    severity: 'low',
  },
  {
    name: 'public-ip-write',
    operation: 'Microsoft.Network/publicIPAddresses/write',
    title: 'An alert tells of new and changed public IP addresses',
    why: 'Each public address is a new way in from the internet.',
    severity: 'low',
  },
  {
    name: 'role-assignment-write',
    operation: 'Microsoft.Authorization/roleAssignments/write',
    title: 'An alert tells of new role assignments',
    why: 'An intruder who gives an account of their own a role stays after the first account is closed.',
    severity: 'medium',
    reference: roleAlerts,
  },
  {
    name: 'security-solution-delete',
    operation: 'Microsoft.Security/securitySolutions/delete',
    title: 'An alert tells of deleted security solutions',
    why: 'Taking the guard away comes before the attack.',
    severity: 'low',
    policy: securityOperations,
  },
  {
    name: 'security-solution-write',
    operation: 'Microsoft.Security/securitySolutions/write',
    title: 'An alert tells of new and changed security solutions',
    why: 'A changed solution may watch less than before.',
    severity: 'low',
    policy: securityOperations,
  },
  {
    name: 'sql-firewall-rule-delete',
    operation: 'Microsoft.Sql/servers/firewallRules/delete',
    title: 'An alert tells of deleted firewall rules of SQL servers',
    why: 'A deleted rule cuts applications off, or hides that it ever stood open.',
    severity: 'low',
    policy: administrativeOperations,
  },
  {
    name: 'sql-firewall-rule-write',
    operation: 'Microsoft.Sql/servers/firewallRules/write',
    title: 'An alert tells of new and changed firewall rules of SQL servers',
    why: 'One rule lets addresses from anywhere reach the databases.',
    severity: 'medium',
    policy: administrativeOperations,
  },
];

/** `Microsoft.Network/networkSecurityGroups/write` is done to a `Microsoft.Network/networkSecurityGroups`. */
function operationCheck({ name, operation, reference = benchmark, policy, ...facts }: Operation): CatalogueCheck {
  const lower = operation.toLowerCase();
  return alertCheck({
    ...facts,
    id: `monitor-alert-${name}`,
    reference,
    ...(policy === undefined ? {} : { policies: [policy] }),
    about: operation,
    condition: `category=Administrative and operationName=${operation}`,
    events: {
      category: 'administrative',
      operationname: lower,
      resourceprovider: lower.split('/')[0] ?? '',
      resourcetype: lower.slice(0, lower.lastIndexOf('/')),
    },
  });
}

/** https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema#service-health-category */
function healthCheck(name: string, incidentType: string, facts: Pick<Operation, 'title' | 'why' | 'severity'>) {
  return alertCheck({
    ...facts,
    id: `monitor-alert-${name}`,
    reference: healthAlerts,
    policies: [serviceHealthRule],
    about: `every event of type ${incidentType} in Service Health`,
    condition: `category=ServiceHealth and properties.incidentType=${incidentType}`,
    events: { category: 'servicehealth', 'properties.incidenttype': incidentType.toLowerCase() },
  });
}

export const alertChecks: readonly CatalogueCheck[] = [
  ...operations.map(operationCheck),
  healthCheck('security-advisory', 'Security', {
    title: 'An alert tells of security advisories of Azure',
    why: "Microsoft's notice that a service was attacked or has a hole otherwise waits in the portal until somebody looks.",
    severity: 'medium',
  }),
  healthCheck('service-health', 'Incident', {
    title: 'An alert tells of incidents of Azure services',
    why: 'Who knows that Azure itself fails neither searches for an attack nor mistakes an attack for it.',
    severity: 'low',
  }),
];

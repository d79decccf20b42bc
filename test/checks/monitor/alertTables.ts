import type { Row } from '../../../lib/model/row.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { refused } from '../given.ts';
import { alert, alerts, answered, leaf, subscriptionId } from './subscription.ts';

const expected = (about: string) =>
  `expected an enabled alert on the whole subscription, with an action group, for ${about}`;
const administrative = leaf('category', 'Administrative');
const groups = 'properties.actions.actionGroups';

/** What one rule takes to count, whatever it is about; shown in full for one operation and one event of Service Health. */
function ruleRows(about: string, whole: readonly Row[]): CheckRows {
  const passes = `activityLogAlerts is all; ${expected(about)}`;
  const fails = (observed: readonly string[]) => `activityLogAlerts is ${JSON.stringify(observed)}; ${expected(about)}`;
  const lacks = (what: string) => fails([`all: ${what}`]);
  const all = (properties: Row = {}) => alert('all', whole, properties);
  const narrowed = (...leaves: readonly unknown[]) => alert('all', [...whole, ...leaves]);
  return {
    pass: [
      [alerts(all()), passes],
      // Conditions and ids are compared in any case.
      [
        alerts(
          alert(
            'all',
            whole.map(({ field, equals }) => leaf(String(field).toUpperCase(), String(equals).toUpperCase())),
            { scopes: [`${subscriptionId.toUpperCase()}/`] },
          ),
        ),
        passes,
      ],
      [alerts(all({ enabled: undefined })), passes],
      [alerts(all({ enabled: null })), passes],
      [alerts(all({ scopes: ['/subscriptions/1', subscriptionId] })), passes],
      [
        alerts(
          alert(
            'all',
            whole.map((one) => ({ anyOf: [leaf('level', 'Critical'), one] })),
          ),
        ),
        passes,
      ],
      [
        alerts(
          alert(
            'all',
            whole.map(({ field, equals }) => ({ field, containsAny: ['Other', equals] })),
          ),
        ),
        passes,
      ],
      // One that counts is enough, whatever the others are.
      [alerts(all({ enabled: false }), alert('odd', 7), all()), passes],
    ],
    fail: [
      [alerts(), fails([])],
      [alerts(all({ enabled: false })), lacks('properties.enabled is false')],
      [
        alerts(all({ scopes: [`${subscriptionId}/resourceGroups/one`] })),
        lacks(`properties.scopes is ["${subscriptionId}/resourceGroups/one"]`),
      ],
      [alerts(all({ scopes: [] })), lacks('properties.scopes is []')],
      [alerts(all({ actions: { actionGroups: [] } })), lacks(`${groups} names no action group`)],
      [alerts(all({ actions: { actionGroups: [{ actionGroupId: '' }] } })), lacks(`${groups} names no action group`)],
      [alerts(all({ actions: { actionGroups: [{}] } })), lacks(`${groups} names no action group`)],
      [alerts(all({ actions: null })), lacks(`${groups} names no action group`)],
      [alerts(narrowed(leaf('level', 'Error'))), lacks('limited by level')],
      [alerts(narrowed(leaf('Status', 'Succeeded'))), lacks('limited by Status')],
      [alerts(narrowed(leaf('caller', 'somebody@contoso.com'))), lacks('limited by caller')],
      [alerts(narrowed(leaf('resourceGroup', 'rg-one'))), lacks('limited by resourceGroup')],
      [alerts(narrowed({ anyOf: [leaf('level', 'Error'), leaf('level', 'Critical')] })), lacks('limited by level')],
      [alerts(narrowed(leaf('category', 'Recommendation'))), fails([])],
      [
        alerts(all({ enabled: false }), narrowed(leaf('status', 'Failed'))),
        fails(['all: properties.enabled is false', 'all: limited by status']),
      ],
      // What cannot be understood does not matter where the rule is about something else, or off anyway.
      [alerts(narrowed(leaf('weather', 'fair'), leaf('category', 'Recommendation'))), fails([])],
      [alerts(alert('all', 7, { enabled: false })), fails([])],
    ],
    unknown: [
      [alerts(all({ enabled: 'true' })), 'malformed: all: properties.enabled is "true"'],
      [alerts(all({ scopes: subscriptionId })), `malformed: all: properties.scopes is "${subscriptionId}", not a list`],
      [alerts(all({ scopes: null })), 'malformed: all: properties.scopes is not set, not a list'],
      [alerts(all({ scopes: [7] })), 'malformed: all: properties.scopes holds 7, not text'],
      [alerts(all({ condition: null })), 'malformed: all: properties.condition.allOf holds nothing'],
      [alerts(alert('all', [])), 'malformed: all: properties.condition.allOf holds nothing'],
      [alerts(alert('all', null)), 'malformed: all: properties.condition.allOf holds nothing'],
      [alerts(narrowed(leaf('weather', 'fair'))), 'malformed: all: field is "weather", which Azure does not document'],
      [alerts(narrowed({})), 'malformed: all: field is not set'],
      [alerts(narrowed({ anyOf: [] })), 'malformed: all: field is not set'],
      [alerts(narrowed({ anyOf: 'level' })), 'malformed: all: anyOf is "level", not a list'],
      [alerts(narrowed({ field: 'category', containsAny: [7] })), 'malformed: all: containsAny holds 7, not text'],
      [alerts(narrowed({ anyOf: [{ equals: 'Error' }] })), 'malformed: all: field is not set'],
      [alerts(narrowed({ field: 'category' })), 'malformed: all: equals is not set'],
      [alerts(narrowed(leaf('category', true))), 'malformed: all: equals is true, not text'],
      [
        answered(
          'microsoft.insights/activitylogalerts in the subscription',
          refused('partialView', 'AuthorizationFailed', 'a/b'),
        ),
        'partialView: AuthorizationFailed',
      ],
    ],
  };
}

function operationRows(operation: string, others: readonly string[]): CheckRows {
  const whole = [administrative, leaf('operationName', operation)];
  const type = operation.slice(0, operation.lastIndexOf('/'));
  const fails = `activityLogAlerts is []; ${expected(operation)}`;
  const passes = `activityLogAlerts is all; ${expected(operation)}`;
  return {
    pass: [
      [alerts(alert('all', whole)), passes],
      [alerts(alert('all', [administrative, leaf('resourceType', type)])), passes],
      [alerts(alert('all', [administrative, leaf('resourceProvider', type.split('/')[0])])), passes],
      [
        alerts(
          alert('all', [administrative, { anyOf: [operation, ...others].map((one) => leaf('operationName', one)) }]),
        ),
        passes,
      ],
    ],
    fail: [
      [alerts(), fails],
      ...others.map((other) => [alerts(alert('all', [administrative, leaf('operationName', other)])), fails] as const),
      [alerts(alert('all', [leaf('category', 'ServiceHealth'), leaf('operationName', operation)])), fails],
      [alerts(alert('all', [administrative, leaf('operationName', type)])), fails],
      [alerts(alert('all', [administrative, leaf('resourceType', 'Microsoft.Web/sites')])), fails],
    ],
  };
}

function healthRows(incidentType: string, other: string): CheckRows {
  const about = `every event of type ${incidentType} in Service Health`;
  const category = leaf('category', 'ServiceHealth');
  const field = 'properties.incidentType';
  const whole = [category, leaf(field, incidentType)];
  const regions = {
    field: 'properties.impactedServices[*].ImpactedRegions[*].RegionName',
    containsAny: ['West Europe'],
  };
  return {
    pass: [
      [alerts(alert('all', whole)), `activityLogAlerts is all; ${expected(about)}`],
      [alerts(alert('all', [category])), `activityLogAlerts is all; ${expected(about)}`],
    ],
    fail: [
      [alerts(), `activityLogAlerts is []; ${expected(about)}`],
      [alerts(alert('all', [category, leaf(field, other)])), `activityLogAlerts is []; ${expected(about)}`],
      [alerts(alert('all', [administrative])), `activityLogAlerts is []; ${expected(about)}`],
      [
        alerts(alert('all', [category, regions])),
        `activityLogAlerts is ["all: limited by ${regions.field}"]; ${expected(about)}`,
      ],
    ],
  };
}

const both = (left: CheckRows, right: CheckRows): CheckRows => ({
  pass: [...left.pass, ...right.pass],
  fail: [...left.fail, ...right.fail],
  unknown: [...(left.unknown ?? []), ...(right.unknown ?? [])],
});

const roleOperation = 'Microsoft.Authorization/roleAssignments/write';
const groupType = 'Microsoft.Network/networkSecurityGroups';
const addressType = 'Microsoft.Network/publicIPAddresses';
const policyType = 'Microsoft.Authorization/policyAssignments';
const solutionType = 'Microsoft.Security/securitySolutions';
const firewallType = 'Microsoft.Sql/servers/firewallRules';

export const alertTables: CheckTables = {
  'monitor-alert-nsg-delete': operationRows(`${groupType}/delete`, [`${groupType}/write`]),
  'monitor-alert-nsg-rule-delete': operationRows(`${groupType}/securityRules/delete`, [`${groupType}/delete`]),
  'monitor-alert-nsg-rule-write': operationRows(`${groupType}/securityRules/write`, [`${groupType}/write`]),
  'monitor-alert-nsg-write': operationRows(`${groupType}/write`, [`${groupType}/securityRules/write`]),
  'monitor-alert-policy-assignment-delete': operationRows(`${policyType}/delete`, [`${policyType}/write`]),
  'monitor-alert-policy-assignment-write': operationRows(`${policyType}/write`, [`${policyType}/delete`]),
  'monitor-alert-public-ip-delete': operationRows(`${addressType}/delete`, [`${addressType}/write`]),
  'monitor-alert-public-ip-write': operationRows(`${addressType}/write`, [`${addressType}/delete`]),
  'monitor-alert-role-assignment-write': both(
    operationRows(roleOperation, ['Microsoft.Authorization/roleAssignments/delete']),
    ruleRows(roleOperation, [administrative, leaf('operationName', roleOperation)]),
  ),
  'monitor-alert-security-advisory': healthRows('Security', 'Incident'),
  'monitor-alert-security-solution-delete': operationRows(`${solutionType}/delete`, [`${solutionType}/write`]),
  'monitor-alert-security-solution-write': operationRows(`${solutionType}/write`, [`${solutionType}/delete`]),
  'monitor-alert-service-health': both(
    healthRows('Incident', 'Maintenance'),
    ruleRows('every event of type Incident in Service Health', [
      leaf('category', 'ServiceHealth'),
      leaf('properties.incidentType', 'Incident'),
    ]),
  ),
  'monitor-alert-sql-firewall-rule-delete': operationRows(`${firewallType}/delete`, [`${firewallType}/write`]),
  'monitor-alert-sql-firewall-rule-write': operationRows(`${firewallType}/write`, [`${firewallType}/delete`]),
};

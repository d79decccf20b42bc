import activityLogAlert from '../examples/activityLogAlert.json' with { type: 'json' };
import subscriptionDiagnosticSetting from '../examples/subscriptionDiagnosticSetting.json' with { type: 'json' };
import { graphRow } from '../graphRow.ts';
import type { SampleChildren, SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription, sandboxSubscription } from '../subscriptionIds.ts';
import { fromExample } from './fromExample.ts';
import type { Row } from '../../../model/row.ts';

const leaf = (field: string, equals: string): Row => ({ field, equals });
const administrative = leaf('category', 'Administrative');
const operations = (...names: readonly string[]): Row => ({ anyOf: names.map((name) => leaf('operationName', name)) });

interface Alert {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly allOf: readonly Row[];
  readonly enabled?: boolean;
  readonly scopes?: readonly string[];
}

function alert({ subscription, group, name, allOf, enabled = true, scopes }: Alert): SampleResource {
  const example = fromExample(activityLogAlert, { subscription, group, name, location: 'Global' });
  const { actions, description } = activityLogAlert.body.properties;
  const actionGroupId = `/subscriptions/${subscription}/resourceGroups/${group}/providers/microsoft.insights/actionGroups/monitor-people`;
  const properties = {
    scopes: scopes ?? [`/subscriptions/${subscription}`],
    condition: { allOf },
    actions: { actionGroups: actions.actionGroups.map((one) => ({ ...one, actionGroupId })) },
    enabled,
    description,
  };
  const body = { ...example, properties };
  return { row: graphRow(body), body };
}

const roleAssignments = 'Microsoft.Authorization/roleAssignments/write';
const network = 'Microsoft.Network/networkSecurityGroups';

/** Whoever changes production is noticed; elsewhere there are alerts that come to nothing. */
export function monitorSample(): readonly SampleResource[] {
  const production = { subscription: productionSubscription, group: 'rg-operations' };
  const development = { subscription: developmentSubscription, group: 'rg-dev' };
  return [
    alert({
      ...production,
      name: 'monitor-network-changes',
      allOf: [
        administrative,
        operations(
          `${network}/write`,
          `${network}/delete`,
          `${network}/securityRules/write`,
          `${network}/securityRules/delete`,
          'Microsoft.Network/publicIPAddresses/write',
          'Microsoft.Network/publicIPAddresses/delete',
          'Microsoft.Sql/servers/firewallRules/write',
          'Microsoft.Sql/servers/firewallRules/delete',
        ),
      ],
    }),
    alert({
      ...production,
      name: 'monitor-policy-changes',
      allOf: [administrative, leaf('resourceType', 'microsoft.authorization/policyassignments')],
    }),
    alert({
      ...production,
      name: 'monitor-role-assignments',
      allOf: [administrative, leaf('operationName', roleAssignments)],
    }),
    alert({
      ...production,
      name: 'monitor-security-solutions',
      allOf: [administrative, leaf('resourceProvider', 'Microsoft.Security')],
    }),
    alert({ ...production, name: 'monitor-service-health', allOf: [leaf('category', 'ServiceHealth')] }),
    alert({
      ...development,
      name: 'monitor-failed-changes',
      allOf: [administrative, leaf('operationName', `${network}/write`), leaf('status', 'Failed')],
    }),
    alert({
      ...development,
      name: 'monitor-one-group',
      allOf: [administrative, leaf('operationName', roleAssignments)],
      scopes: [`/subscriptions/${developmentSubscription}/resourceGroups/rg-dev`],
    }),
    alert({
      subscription: sandboxSubscription,
      group: 'rg-sandbox',
      name: 'monitor-off',
      allOf: [leaf('category', 'ServiceHealth')],
      enabled: false,
    }),
  ];
}

function setting(subscription: string, logs: readonly Row[]): Row {
  const { body } = subscriptionDiagnosticSetting;
  const workspaceId = `/subscriptions/${subscription}/resourceGroups/rg-operations/providers/Microsoft.OperationalInsights/workspaces/contoso-logs`;
  return {
    ...body,
    id: `subscriptions/${subscription}/providers/AzureResourceManager/diagnosticSettings/${body.name}`,
    properties: { workspaceId, logs },
  };
}

const category = (name: string, enabled: boolean): Row => ({ category: name, categoryGroup: null, enabled });

const logged: Readonly<Record<string, readonly Row[]>> = {
  [productionSubscription]: ['Administrative', 'Security', 'Alert', 'Policy'].map((name) => category(name, true)),
  [developmentSubscription]: [category('Administrative', true), category('Security', false)],
};

/** What hangs below a subscription: where its activity log goes, if anywhere. */
export function activityLogChildren(subscription: string): SampleChildren {
  const logs = logged[subscription];
  return { 'providers/microsoft.insights/diagnosticsettings': logs ? [setting(subscription, logs)] : [] };
}

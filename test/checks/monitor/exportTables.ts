import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import { answered, subscriptionId } from './subscription.ts';

// Microsoft's example, with logs that are filled in:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/monitor/resource-manager/Microsoft.Insights/preview/2021-05-01-preview/examples/listSubscriptionDiagnosticSettings.json
const setting = (logs: unknown): Row => ({
  id: 'subscriptions/187f412d-1758-44d9-b052-169e2564721d/providers/AzureResourceManager/diagnosticSettings/ds4',
  type: null,
  name: 'ds4',
  properties: {
    storageAccountId: `${subscriptionId}/resourceGroups/apptest/providers/Microsoft.Storage/storageAccounts/appteststorage1`,
    workspaceId: `${subscriptionId}/resourceGroups/apptest/providers/Microsoft.OperationalInsights/workspaces/test1`,
    logs,
  },
});
const category = (name: unknown, enabled: unknown = true): Row => ({ category: name, categoryGroup: null, enabled });
const group = (name: unknown, enabled: unknown = true): Row => ({ categoryGroup: name, enabled });
const path = 'providers/Microsoft.Insights/diagnosticSettings';
const settings = (...logs: readonly unknown[]) => answered(path, found(...logs.map(setting)));

const names = ['Administrative', 'Alert', 'Policy', 'Security'];
const every = '["Administrative","Alert","Policy","Security"]';
const logs = 'diagnosticSettings[].properties.logs';
const text = (exported: string) => `${logs} is ${exported}; expected ${every}`;

export const exportTables: CheckTables = {
  'monitor-activity-log-export': {
    pass: [
      [settings(names.map((name) => category(name))), text(every)],
      [settings(names.map((name) => category(name.toUpperCase()))), text(every)],
      [settings([group('allLogs')]), text(every)],
      [
        settings([category('Administrative'), category('Alert')], [category('Policy'), category('Security')]),
        text(every),
      ],
      [settings([group('audit'), group('allLogs')]), text(every)],
    ],
    fail: [
      [settings(), text('[]')],
      [settings(null), text('[]')],
      [settings([]), text('[]')],
      [settings([group('allLogs', false)]), text('[]')],
      [settings([group('allLogs', null)]), text('[]')],
      [settings([group('allLogs', 'true')]), text('[]')],
      [settings([group('audit', false)]), text('[]')],
      [settings(names.map((name) => category(name, name !== 'Policy'))), text('["Administrative","Alert","Security"]')],
      [settings([category('ServiceHealth'), category('ResourceHealth')]), text('[]')],
    ],
    unknown: [
      [
        settings([group('audit')]),
        `malformed: ${logs} holds {"categoryGroup":"audit","enabled":true}, of no known category`,
      ],
      [settings([group(null)]), `malformed: ${logs} holds {"categoryGroup":null,"enabled":true}, of no known category`],
      [settings([category(7)]), 'malformed: category is 7, not text'],
      [settings('all'), 'malformed: properties.logs is "all", not a list'],
      [answered(path, found({ name: 'ds4' })), 'malformed: properties is not set'],
      [answered(path, refused('denied', 'AuthorizationFailed', 'a/b')), 'denied: AuthorizationFailed'],
    ],
  },
};

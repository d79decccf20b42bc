import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import { withReads } from './vault.ts';

const path = 'providers/Microsoft.Insights/diagnosticSettings';
const answered = (settings: Read<readonly Row[]>) => withReads({ [path]: settings });

// After https://github.com/Azure/azure-rest-api-specs/blob/main/specification/monitor/resource-manager/Microsoft.Insights/preview/2021-05-01-preview/examples/listDiagnosticSettings.json
const setting = (logs: unknown): Row => ({ name: 'mysetting', properties: { workspaceId: '', metrics: [], logs } });
const category = (name: string, enabled: unknown = true): Row => ({ category: name, categoryGroup: null, enabled });
const group = (name: string, enabled: unknown = true): Row => ({ category: null, categoryGroup: name, enabled });
const settings = (...logs: readonly unknown[]) => answered(found(...logs.map(setting)));
const text = (logged: string) => `diagnosticSettings[].properties.logs is ${logged}; expected ["AuditEvent"]`;
const pass = text('["AuditEvent"]');
const fail = text('[]');

export const loggingTables: CheckTables = {
  'keyvault-diagnostic-logging': {
    pass: [
      [settings([group('audit')]), pass],
      [settings([group('allLogs')]), pass],
      [settings([category('AuditEvent')]), pass],
      [settings([category('AuditEvent', false)], null, [category('AuditEvent')]), pass],
      [settings([category('AzurePolicyEvaluationDetails'), group('audit')]), pass],
    ],
    fail: [
      [settings(), fail],
      [settings([]), fail],
      // A setting that sends metrics alone has no logs.
      [settings(null), fail],
      [settings([category('AzurePolicyEvaluationDetails')]), fail],
      [settings([category('AuditEvent', false), group('allLogs', false), group('audit', null)]), fail],
      [settings([category('AuditEvent', 'true')]), fail],
      [settings([group('someLogs')]), fail],
    ],
    unknown: [
      [answered(refused('denied', 'AuthorizationFailed', 'a/b')), 'denied: AuthorizationFailed'],
      [answered(found({ name: 'mysetting' })), 'malformed: properties is not set'],
      [settings('all'), 'malformed: properties.logs is "all", not a list'],
      [settings([7]), 'malformed: properties.logs[0] is 7, not an object'],
    ],
  },
};

import { children, within } from '../define.ts';

// Each need stands here once: the checks share the read.

/** An alert watches only the subscription that it lies in: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types#activity-log-alerts */
export const activityLogAlerts = within('microsoft.insights/activitylogalerts');

// In no table of Resource Graph: https://learn.microsoft.com/rest/api/monitor/subscription-diagnostic-settings/list
export const activityLogSettings = children(
  'providers/Microsoft.Insights/diagnosticSettings',
  '2021-05-01-preview',
  'Microsoft.Insights/diagnosticSettings/read',
);

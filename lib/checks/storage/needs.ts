import { child, childIfAny, children } from '../define.ts';
import { defenderPlan } from '../defenderPlan.ts';

export type Service = 'blob' | 'file' | 'queue' | 'table';

/** The subject's type of every check on an account. */
export const storageAccount = 'microsoft.storage/storageaccounts';

const storageVersion = '2024-01-01';

// Resource Graph lists accounts but none of their services (https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources),
// so what a service is set to costs one read an account. Each need stands here once: checks that share it share the call.

export const blobService = child(
  'blobServices/default',
  storageVersion,
  'Microsoft.Storage/storageAccounts/blobServices/read',
);

export const fileService = child(
  'fileServices/default',
  storageVersion,
  'Microsoft.Storage/storageAccounts/fileServices/read',
);

/** 404 (ManagementPolicyNotFound) means that the account has none. */
export const lifecyclePolicy = childIfAny(
  'managementPolicies/default',
  storageVersion,
  'Microsoft.Storage/storageAccounts/managementPolicies/read',
);

// The one version that knows categoryGroup: https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list
const diagnosticSettings = (service: Service) =>
  children(
    `${service}Services/default/providers/Microsoft.Insights/diagnosticSettings`,
    '2021-05-01-preview',
    'Microsoft.Insights/diagnosticSettings/read',
  );
export const blobLogging = diagnosticSettings('blob');
export const fileLogging = diagnosticSettings('file');
export const queueLogging = diagnosticSettings('queue');
export const tableLogging = diagnosticSettings('table');

export const storageDefender = defenderPlan('StorageAccounts');

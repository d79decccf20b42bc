import { children, childrenInFull, inVault } from '../define.ts';

/** The subjects' types. */
export const vault = 'microsoft.keyvault/vaults';
export const managedHsm = 'microsoft.keyvault/managedhsms';

const keyVaultVersion = '2026-02-01';

// Keys and secrets are in no table of Resource Graph (https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources).
// The control plane lists both, never a value.

/** The list tells neither type, size nor rotation policy, so each key is read whole: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/KeyVault/stable/2026-02-01/examples/getKey.json */
export const keysInFull = childrenInFull('keys', keyVaultVersion, 'Microsoft.KeyVault/vaults/keys/read');

export const secrets = children('secrets', keyVaultVersion, 'Microsoft.KeyVault/vaults/secrets/read');

/** Certificates are shown by the vault itself alone: https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificates/get-certificates */
export const certificates = inVault('certificates', '7.4', 'Microsoft.KeyVault/vaults/certificates/read');

// The one version that knows categoryGroup: https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list
export const diagnosticSettings = children(
  'providers/Microsoft.Insights/diagnosticSettings',
  '2021-05-01-preview',
  'Microsoft.Insights/diagnosticSettings/read',
);

import { defender, within } from '../define.ts';

/** The one version that knows `notificationsSources`: https://learn.microsoft.com/azure/templates/microsoft.security/securitycontacts */
export const securityContacts = defender(
  'securityContacts',
  '2023-12-01-preview',
  'Microsoft.Security/securityContacts/read',
);

export const securitySettings = defender('settings', '2022-05-01', 'Microsoft.Security/settings/read');

export const jitPolicies = defender(
  'jitNetworkAccessPolicies',
  '2020-01-01',
  'Microsoft.Security/locations/jitNetworkAccessPolicies/read',
);

export const securityAlerts = defender('alerts', '2022-01-01', 'Microsoft.Security/alerts/read');

export const virtualMachines = within('microsoft.compute/virtualmachines');

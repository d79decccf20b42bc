import { child, within } from '../define.ts';

// Each need stands here once: the checks share the read.

/** Also those of the management groups above, and those of the groups and resources below. */
export const roleAssignments = within('microsoft.authorization/roleassignments');

/** The custom roles that can be assigned in the subscription, and with them the built-in ones. */
export const roleDefinitions = within('microsoft.authorization/roledefinitions');

// Below the tenant: https://learn.microsoft.com/rest/api/subscription/subscription-policy/get-policy-for-tenant
// The action: https://learn.microsoft.com/azure/role-based-access-control/permissions/general#microsoftsubscription
export const subscriptionPolicy = child(
  'providers/Microsoft.Subscription/policies/default',
  '2021-10-01',
  'Microsoft.Subscription/Policies/default/read',
);

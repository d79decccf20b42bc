import { authorizationFailed } from './access.ts';
import type { Access } from './access.ts';
import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Estate } from './estate.ts';
import policyExample from './examples/subscriptionPolicy.json' with { type: 'json' };
import tenantsExample from './examples/tenants.json' with { type: 'json' };
import { tenantId } from './subscriptionIds.ts';

/** The one tenant that knows the caller, which whoever has a token may list. */
export function answerTenants(): Answer {
  const home = tenantsExample.body.value.find(({ tenantCategory }) => tenantCategory === 'Home');
  return jsonAnswer(200, { value: [{ ...home, id: `/tenants/${tenantId}`, tenantId }] });
}

/** What the permission reference calls it, unlike the type: https://learn.microsoft.com/azure/role-based-access-control/permissions/general#microsoftsubscription */
const readPolicy = 'Microsoft.Subscription/Policies/default/read';

/** Subscriptions may come and go unless the estate says otherwise, as in a tenant where nobody set the policy. */
export function answerSubscriptionPolicy({ subscriptionPolicy }: Estate, access: Access, path: string): Answer {
  if (access.isRefusedAtRoot(readPolicy)) return authorizationFailed(readPolicy, path);
  const { body } = policyExample;
  const open = { blockSubscriptionsLeavingTenant: false, blockSubscriptionsIntoTenant: false, exemptedPrincipals: [] };
  return jsonAnswer(200, { ...body, properties: { ...body.properties, ...open, ...subscriptionPolicy } });
}

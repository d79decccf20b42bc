import { tenantType } from '../../model/resourceTypes.ts';
import { define } from '../define.ts';
import { isTrue, judgePart } from '../property.ts';
import { subscriptionPolicy } from './needs.ts';

// Both are Allow everyone until somebody sets them.
const absentIs = false;

export const subscriptionTransfer = define({
  id: 'authorization-subscription-transfer',
  title: 'Subscriptions may neither leave nor enter the tenant',
  severity: 'medium',
  why: 'An owner, or whoever took over an owner, can move a subscription into a tenant of their own, out of reach of every role and policy here; one that is brought in comes with whatever runs in it.',
  fix: {
    text: 'In the portal, under Subscriptions, Manage policies, set both policies to Permit no one and name the few who may as exempted users. It takes a Global Administrator with elevated access.',
  },
  reference: 'https://learn.microsoft.com/azure/cost-management-billing/manage/manage-azure-subscription-policy',
  absent:
    'Fails: both policies are Allow everyone until they are set. Users of the directory may read them without a role; an application that Azure refuses them needs the role Reader at the root of the tenant.',
  on: tenantType,
  needs: { policy: subscriptionPolicy },
  evaluate: (_tenant, { policy }) => [
    judgePart('leaving', () => isTrue(policy, 'properties.blockSubscriptionsLeavingTenant', { absentIs })),
    judgePart('entering', () => isTrue(policy, 'properties.blockSubscriptionsIntoTenant', { absentIs })),
  ],
});

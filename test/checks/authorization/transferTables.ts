import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/resources/resource-manager/Microsoft.Resources/stable/2022-12-01/examples/GetTenants.json
const tenant: Row = {
  id: '/tenants/83abe5cd-bcc3-441a-bd86-e6a75360cecc',
  tenantId: '83abe5cd-bcc3-441a-bd86-e6a75360cecc',
  countryCode: 'US',
  displayName: 'Contoso Corp.',
  domains: ['auxteststagemanual.ccsctp.net'],
  tenantCategory: 'Home',
  defaultDomain: 'auxteststagemanual.ccsctp.net',
  tenantType: 'AAD',
};

const answered = (read: Read<readonly Row[]>): Given => ({
  subject: tenant,
  reads: { 'providers/Microsoft.Subscription/policies/default': read },
});

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/subscription/resource-manager/Microsoft.Subscription/Subscription/stable/2021-10-01/examples/getTenantPolicy.json
const policyOf = (properties: unknown): Given =>
  answered(
    found({
      id: 'providers/Microsoft.Subscription/policies/default',
      name: 'default',
      type: 'providers/Microsoft.Subscription/policies',
      properties,
    }),
  );
const policy = (leaving: unknown, into: unknown): Given =>
  policyOf({
    policyId: '291bba3f-e0a5-47bc-a099-3bdcb2a50a05',
    blockSubscriptionsLeavingTenant: leaving,
    blockSubscriptionsIntoTenant: into,
    exemptedPrincipals: ['e879cf0f-2b4d-5431-109a-f72fc9868693'],
  });

const is = (verdict: 'pass' | 'fail', leaving: string, into: string) => ({
  leaving: `${verdict}: properties.blockSubscriptionsLeavingTenant is ${leaving}; expected true`,
  entering: `${verdict}: properties.blockSubscriptionsIntoTenant is ${into}; expected true`,
});
const unset = 'not set (default false)';
const malformed = (text: string) => ({
  leaving: `unknown: malformed: ${text}`,
  entering: `unknown: malformed: ${text}`,
});
const permission = 'Microsoft.Subscription/Policies/default/read';

export const transferTables: CheckTables = {
  'authorization-subscription-transfer': {
    pass: [],
    fail: [],
    unknown: [
      [answered(refused('denied', 'AuthorizationFailed', permission)), 'denied: AuthorizationFailed'],
      // Microsoft does not say what a tenant answers whose policy nobody ever set, so that its absence proves nothing.
      [answered(refused('notFound', 'Azure answered 404', '')), 'notFound: Azure answered 404'],
    ],
    parts: [
      [policy(true, true), is('pass', 'true', 'true')],
      [policy(false, false), is('fail', 'false', 'false')],
      [policy(true, false), { ...is('fail', '', 'false'), leaving: is('pass', 'true', '').leaving }],
      [policy(false, true), { ...is('pass', '', 'true'), leaving: is('fail', 'false', '').leaving }],
      [policy(null, undefined), is('fail', unset, unset)],
      [policyOf({}), is('fail', unset, unset)],
      // Only the boolean counts: a changed wire format must not read as safe.
      [policy('true', 1), is('fail', '"true"', '1')],
      [policyOf(null), malformed('properties is not set')],
      [policyOf([]), malformed('properties is [], not an object')],
    ],
  },
};

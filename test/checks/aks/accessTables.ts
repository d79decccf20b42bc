import type { CheckTables } from '../checkTable.ts';
import { cluster } from './cluster.ts';
import { switchRows } from './rows.ts';

const issuer = 'properties.oidcIssuerProfile.enabled';
const workload = 'properties.securityProfile.workloadIdentity.enabled';
const on = { enabled: true };
const identities = 'expected "SystemAssigned" or "UserAssigned"';
const identity = (type: unknown) => cluster({}, { identity: type === undefined ? undefined : { type } });

export const accessTables: CheckTables = {
  'aks-local-accounts': switchRows('disableLocalAccounts', cluster),
  'aks-rbac': switchRows('enableRBAC', cluster, ''),
  'aks-entra-integration': {
    ...switchRows('aadProfile.managed', cluster, ''),
    unknown: [[cluster({ aadProfile: 'managed' }), 'malformed: properties.aadProfile is "managed", not an object']],
  },
  'aks-managed-identity': {
    pass: [
      [identity('SystemAssigned'), `identity.type is "SystemAssigned"; ${identities}`],
      [identity('UserAssigned'), `identity.type is "UserAssigned"; ${identities}`],
    ],
    fail: [
      [identity('None'), `identity.type is "None"; ${identities}`],
      [identity(undefined), `identity.type is not set; ${identities}`],
      [identity(null), `identity.type is not set; ${identities}`],
    ],
    unknown: [
      [
        identity('Federated'),
        'malformed: identity.type is "Federated", which is none of "SystemAssigned", "UserAssigned", "None"',
      ],
    ],
  },
  'aks-workload-identity': {
    pass: [
      [
        cluster({ oidcIssuerProfile: on, securityProfile: { workloadIdentity: on } }),
        `${workload} is true; expected true`,
      ],
    ],
    fail: [
      [
        cluster({ oidcIssuerProfile: on, securityProfile: { workloadIdentity: { enabled: false } } }),
        `${workload} is false; expected true`,
      ],
      [cluster({ oidcIssuerProfile: on }), `${workload} is not set (default false); expected true`],
      [
        cluster({ oidcIssuerProfile: on, securityProfile: { workloadIdentity: null } }),
        `${workload} is not set (default false); expected true`,
      ],
      [
        cluster({ oidcIssuerProfile: { enabled: false }, securityProfile: { workloadIdentity: on } }),
        `${issuer} is false; expected true`,
      ],
      [cluster({ securityProfile: { workloadIdentity: on } }), `${issuer} is not set (default false); expected true`],
      [cluster(), `${issuer} is not set (default false); expected true`],
    ],
  },
};

import { define } from '../define.ts';
import { isOneOf, isTrue } from '../property.ts';
import { managedCluster } from './needs.ts';

export const localAccounts = define({
  id: 'aks-local-accounts',
  title: 'Local accounts are disabled',
  severity: 'high',
  why: 'A local account is an administrator by a certificate that names nobody, skips conditional access and cannot be taken back from one person.',
  fix: {
    text: 'Integrate the cluster with Microsoft Entra ID, then disable local accounts and rotate the certificates of the cluster.',
    cli: 'az aks update --ids {id} --disable-local-accounts',
    set: { path: 'properties.disableLocalAccounts', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/aks/local-accounts',
  absent: 'Fails: local accounts are enabled by default.',
  policies: ['993c2fcd-2b29-49d2-9eb0-df2c3a730c32'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) => isTrue(cluster, 'properties.disableLocalAccounts', { absentIs: false }),
});

export const entraIntegration = define({
  id: 'aks-entra-integration',
  title: 'People sign in with Microsoft Entra ID',
  severity: 'medium',
  why: 'Multifactor authentication, conditional access and groups then decide who reaches the cluster, and logs name who did.',
  fix: {
    text: 'Turn on Microsoft Entra integration with a group of administrators. It cannot be turned off again.',
    cli: 'az aks update --ids {id} --enable-aad --aad-admin-group-object-ids GROUP_IDS',
    set: { path: 'properties.aadProfile.managed', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication',
  absent: 'Fails: a cluster without the profile, or with the retired one of its own applications, is not integrated.',
  policies: ['450d2877-ebea-41e8-b00c-e286317d21bf'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) => isTrue(cluster, 'properties.aadProfile.managed'),
});

export const kubernetesRbac = define({
  id: 'aks-rbac',
  title: 'Kubernetes checks what each identity may do',
  severity: 'high',
  why: 'Without role-based access control whoever gets in is an administrator of the whole cluster.',
  fix: {
    text: 'Role-based access control is set for good when a cluster is made: move the workloads to a new cluster with it.',
  },
  reference: 'https://learn.microsoft.com/azure/aks/concepts-identity',
  absent: 'Fails: every cluster reports whether it has it.',
  policies: ['ac4a19c2-fa67-49b4-8ae5-0b2e78c49457'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) => isTrue(cluster, 'properties.enableRBAC'),
});

export const managedIdentity = define({
  id: 'aks-managed-identity',
  title: 'The cluster acts by a managed identity',
  severity: 'medium',
  why: 'A service principal has a secret that expires, that nodes hold and that works from anywhere once stolen.',
  fix: {
    text: 'Move the cluster to a managed identity, then upgrade its node pools.',
    cli: 'az aks update --ids {id} --enable-managed-identity',
    set: { path: 'identity.type', value: 'SystemAssigned' },
  },
  reference: 'https://learn.microsoft.com/azure/aks/managed-identity-overview',
  absent: 'Fails: a cluster without an identity acts by a service principal.',
  policies: ['da6e2401-19da-4532-9141-fb8fbde08431'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) =>
    isOneOf(cluster, 'identity.type', { safe: ['SystemAssigned', 'UserAssigned'], unsafe: ['None'] }),
});

export const workloadIdentity = define({
  id: 'aks-workload-identity',
  title: 'Pods can have an identity without a secret',
  severity: 'medium',
  why: 'Otherwise secrets for other services lie in the cluster, or pods borrow the identity of their node.',
  fix: {
    text: 'Turn on the OIDC issuer and workload identity, then move pods to federated identities.',
    cli: 'az aks update --ids {id} --enable-oidc-issuer --enable-workload-identity',
  },
  reference: 'https://learn.microsoft.com/azure/aks/workload-identity-overview',
  absent: 'Fails: both are off on a cluster that never turned them on.',
  policies: ['2cc2e023-0dac-4046-875b-178f683929d5'],
  on: managedCluster,
  needs: {},
  // Workload identity rests on tokens of the issuer.
  evaluate(cluster) {
    const issuer = isTrue(cluster, 'properties.oidcIssuerProfile.enabled', { absentIs: false });
    if (issuer.verdict === 'fail') return issuer;
    return isTrue(cluster, 'properties.securityProfile.workloadIdentity.enabled', { absentIs: false });
  },
});

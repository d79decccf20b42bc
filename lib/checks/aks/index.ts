import type { CatalogueCheck } from '../../model/check.ts';
import { entraIntegration, kubernetesRbac, localAccounts, managedIdentity, workloadIdentity } from './access.ts';
import { azurePolicy, defenderSensor, monitoring } from './addOns.ts';
import { apiServerAccess, privateCluster } from './apiServer.ts';
import { networkPolicy, nodePublicIps } from './nodes.ts';
import { autoUpgrade, nodeOsUpgrade } from './upgrades.ts';

/** By id. */
export const aksChecks: readonly CatalogueCheck[] = [
  apiServerAccess,
  autoUpgrade,
  azurePolicy,
  defenderSensor,
  entraIntegration,
  localAccounts,
  managedIdentity,
  monitoring,
  networkPolicy,
  nodeOsUpgrade,
  nodePublicIps,
  privateCluster,
  kubernetesRbac,
  workloadIdentity,
];

import type { CatalogueCheck } from '../../model/check.ts';
import { blobPublicAccess, crossTenantReplication, defaultToEntra, sharedKeyAccess } from './access.ts';
import { keyAge, keyExpirationPolicy } from './accountKeys.ts';
import { blobSoftDelete, blobVersioning, containerSoftDelete } from './dataProtection.ts';
import { defenderMalwareScanning, defenderPlan, defenderSensitiveData } from './defender.ts';
import { customerManagedKeys, infrastructureEncryption, minimumTls, secureTransfer } from './encryption.ts';
import { fileShareSoftDelete, smbChannelEncryption, smbProtocolVersion } from './fileShares.ts';
import { diagnosticLogging } from './logging.ts';
import { defaultNetworkAction, privateEndpoints, publicNetworkAccess, trustedServices } from './network.ts';
import { geoRedundancy, lifecycleRules } from './resilience.ts';
import { terraformStateChecks } from './terraformState.ts';

/** By id. */
export const storageChecks: readonly CatalogueCheck[] = [
  blobPublicAccess,
  blobSoftDelete,
  blobVersioning,
  containerSoftDelete,
  crossTenantReplication,
  customerManagedKeys,
  defaultToEntra,
  defaultNetworkAction,
  defenderMalwareScanning,
  defenderPlan,
  defenderSensitiveData,
  diagnosticLogging,
  fileShareSoftDelete,
  geoRedundancy,
  infrastructureEncryption,
  keyAge,
  keyExpirationPolicy,
  lifecycleRules,
  minimumTls,
  privateEndpoints,
  publicNetworkAccess,
  secureTransfer,
  sharedKeyAccess,
  smbChannelEncryption,
  smbProtocolVersion,
  ...terraformStateChecks,
  trustedServices,
];

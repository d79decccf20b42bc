import type { CatalogueCheck } from '../../model/check.ts';
import { rbacAuthorization } from './access.ts';
import { certificateExpiry } from './certificateExpiry.ts';
import { certificateKeyAlgorithm } from './certificateKeys.ts';
import { purgeProtection, softDelete } from './deletion.ts';
import { keyExpiration, secretExpiration } from './expiry.ts';
import { keyRotation } from './keyRotation.ts';
import { keyAlgorithm, keySize } from './keyStrength.ts';
import { diagnosticLogging } from './logging.ts';
import { hsmPublicNetworkAccess, hsmPurgeProtection } from './managedHsm.ts';
import { defaultNetworkAction, privateEndpoints, publicNetworkAccess, trustedServices } from './network.ts';

/** By id. */
export const keyVaultChecks: readonly CatalogueCheck[] = [
  certificateExpiry,
  certificateKeyAlgorithm,
  defaultNetworkAction,
  diagnosticLogging,
  hsmPublicNetworkAccess,
  hsmPurgeProtection,
  keyAlgorithm,
  keyExpiration,
  keyRotation,
  keySize,
  privateEndpoints,
  publicNetworkAccess,
  purgeProtection,
  rbacAuthorization,
  secretExpiration,
  softDelete,
  trustedServices,
];

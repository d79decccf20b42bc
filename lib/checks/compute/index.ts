import type { CatalogueCheck } from '../../model/check.ts';
import { passwordAuthentication, setPasswordAuthentication } from './authentication.ts';
import { backup, backupRetention } from './backup.ts';
import { diskCustomerManagedKeys, diskNetworkAccess } from './disks.ts';
import { azureDiskEncryption, encryptionAtHost, setEncryptionAtHost } from './encryption.ts';
import { endpointProtection } from './endpointProtection.ts';
import { automaticPatching, periodicAssessment } from './patching.ts';
import {
  vaultImmutability,
  vaultMultiUserAuthorization,
  vaultProtectedItems,
  vaultPublicNetworkAccess,
  vaultRedundancy,
  vaultSoftDelete,
} from './recoveryVaults.ts';
import { automaticUpgrades, capacity, loadBalancer } from './scaleSets.ts';
import { setTrustedLaunch, trustedLaunch } from './trustedLaunch.ts';

/** By id. */
export const computeChecks: readonly CatalogueCheck[] = [
  automaticPatching,
  azureDiskEncryption,
  backup,
  backupRetention,
  diskCustomerManagedKeys,
  diskNetworkAccess,
  encryptionAtHost,
  endpointProtection,
  passwordAuthentication,
  periodicAssessment,
  vaultImmutability,
  vaultMultiUserAuthorization,
  vaultProtectedItems,
  vaultPublicNetworkAccess,
  vaultRedundancy,
  vaultSoftDelete,
  automaticUpgrades,
  capacity,
  setEncryptionAtHost,
  loadBalancer,
  setPasswordAuthentication,
  setTrustedLaunch,
  trustedLaunch,
];

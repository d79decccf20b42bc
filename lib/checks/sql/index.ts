import type { CatalogueCheck } from '../../model/check.ts';
import { auditingEnabled, auditingRetention } from './auditing.ts';
import { customerManagedKey, minimumTls, transparentDataEncryption } from './encryption.ts';
import { entraAdministrator, entraOnlyAuthentication } from './identity.ts';
import { firewallAzureServices, firewallInternet, privateEndpoints, publicNetworkAccess } from './network.ts';
import { threatProtection, vulnerabilityAssessment } from './protection.ts';

/** By id. */
export const sqlChecks: readonly CatalogueCheck[] = [
  auditingEnabled,
  auditingRetention,
  customerManagedKey,
  entraAdministrator,
  entraOnlyAuthentication,
  firewallAzureServices,
  firewallInternet,
  minimumTls,
  privateEndpoints,
  publicNetworkAccess,
  threatProtection,
  transparentDataEncryption,
  vulnerabilityAssessment,
];

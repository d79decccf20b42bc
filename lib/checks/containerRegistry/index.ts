import type { CatalogueCheck } from '../../model/check.ts';
import { adminUser, anonymousPull } from './access.ts';
import { networkRules, privateEndpoints, publicNetworkAccess } from './network.ts';
import { quarantinePolicy, retentionPolicy } from './policies.ts';

/** By id. */
export const containerRegistryChecks: readonly CatalogueCheck[] = [
  adminUser,
  anonymousPull,
  networkRules,
  privateEndpoints,
  publicNetworkAccess,
  quarantinePolicy,
  retentionPolicy,
];

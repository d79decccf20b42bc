import type { CatalogueCheck } from '../../model/check.ts';
import { openAlerts } from './alerts.ts';
import { contactAddress, contactAlerts, contactAttackPaths, contactOwners } from './contacts.ts';
import { agentlessScanning, registryScanning } from './extensions.ts';
import { cloudAppsIntegration, endpointIntegration } from './integrations.ts';
import { planChecks } from './plans.ts';
import { justInTimeAccess } from './servers.ts';

export const defenderChecks: readonly CatalogueCheck[] = [
  agentlessScanning,
  cloudAppsIntegration,
  contactAddress,
  contactAlerts,
  contactAttackPaths,
  contactOwners,
  endpointIntegration,
  justInTimeAccess,
  openAlerts,
  registryScanning,
  ...planChecks,
];

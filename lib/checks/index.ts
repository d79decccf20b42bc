import type { CatalogueCheck } from '../model/check.ts';
import { aksChecks } from './aks/index.ts';
import { appServiceChecks } from './appService/index.ts';
import { authorizationChecks } from './authorization/index.ts';
import { computeChecks } from './compute/index.ts';
import { containerRegistryChecks } from './containerRegistry/index.ts';
import { defenderChecks } from './defender/index.ts';
import { keyVaultChecks } from './keyVault/index.ts';
import { monitorChecks } from './monitor/index.ts';
import { networkChecks } from './network/index.ts';
import { postgresqlChecks } from './postgresql/index.ts';
import { sqlChecks } from './sql/index.ts';
import { storageChecks } from './storage/index.ts';

/** Every check of the product, by id. */
export const catalogue: readonly CatalogueCheck[] = Object.freeze(
  [
    ...aksChecks,
    ...appServiceChecks,
    ...authorizationChecks,
    ...computeChecks,
    ...containerRegistryChecks,
    ...defenderChecks,
    ...keyVaultChecks,
    ...monitorChecks,
    ...networkChecks,
    ...postgresqlChecks,
    ...sqlChecks,
    ...storageChecks,
  ].sort((a, b) => (a.id < b.id ? -1 : 1)),
);

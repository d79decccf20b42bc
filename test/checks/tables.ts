import { aksTables } from './aks/tables.ts';
import { appServiceTables } from './appService/tables.ts';
import { authorizationTables } from './authorization/tables.ts';
import type { CheckTables } from './checkTable.ts';
import { computeTables } from './compute/tables.ts';
import { containerRegistryTables } from './containerRegistry/tables.ts';
import { defenderTables } from './defender/tables.ts';
import { keyVaultTables } from './keyVault/tables.ts';
import { monitorTables } from './monitor/tables.ts';
import { networkTables } from './network/tables.ts';
import { postgresqlTables } from './postgresql/tables.ts';
import { sqlTables } from './sql/tables.ts';
import { storageTables } from './storage/tables.ts';

/** The table of every check, by its id. */
export const tables: CheckTables = {
  ...aksTables,
  ...appServiceTables,
  ...authorizationTables,
  ...computeTables,
  ...containerRegistryTables,
  ...defenderTables,
  ...keyVaultTables,
  ...monitorTables,
  ...networkTables,
  ...postgresqlTables,
  ...sqlTables,
  ...storageTables,
};

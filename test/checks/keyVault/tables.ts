import type { CheckTables } from '../checkTable.ts';
import { certificateTables } from './certificateTables.ts';
import { expiryTables } from './expiryTables.ts';
import { keyTables } from './keyTables.ts';
import { loggingTables } from './loggingTables.ts';
import { managedHsmTables } from './managedHsmTables.ts';
import { networkTables } from './networkTables.ts';
import { settingsTables } from './settingsTables.ts';

export const keyVaultTables: CheckTables = {
  ...certificateTables,
  ...expiryTables,
  ...keyTables,
  ...loggingTables,
  ...managedHsmTables,
  ...networkTables,
  ...settingsTables,
};

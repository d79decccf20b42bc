import type { CheckTables } from '../checkTable.ts';
import { backupTables } from './backupTables.ts';
import { diskTables } from './diskTables.ts';
import { extensionTables } from './extensionTables.ts';
import { machineTables } from './machineTables.ts';
import { recoveryVaultTables } from './recoveryVaultTables.ts';
import { scaleSetTables } from './scaleSetTables.ts';

export const computeTables: CheckTables = {
  ...backupTables,
  ...diskTables,
  ...extensionTables,
  ...machineTables,
  ...recoveryVaultTables,
  ...scaleSetTables,
};

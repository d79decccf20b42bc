import type { CheckTables } from '../checkTable.ts';
import { accessTables } from './accessTables.ts';
import { accountKeyTables } from './accountKeyTables.ts';
import { dataProtectionTables } from './dataProtectionTables.ts';
import { defenderTables } from './defenderTables.ts';
import { encryptionTables } from './encryptionTables.ts';
import { fileShareTables } from './fileShareTables.ts';
import { loggingTables } from './loggingTables.ts';
import { networkTables } from './networkTables.ts';
import { resilienceTables } from './resilienceTables.ts';
import { terraformStateTables } from './terraformStateTables.ts';

export const storageTables: CheckTables = {
  ...accessTables,
  ...accountKeyTables,
  ...dataProtectionTables,
  ...defenderTables,
  ...encryptionTables,
  ...fileShareTables,
  ...loggingTables,
  ...networkTables,
  ...resilienceTables,
  ...terraformStateTables,
};

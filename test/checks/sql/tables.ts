import type { CheckTables } from '../checkTable.ts';
import { auditingTables } from './auditingTables.ts';
import { encryptionTables } from './encryptionTables.ts';
import { identityTables } from './identityTables.ts';
import { networkTables } from './networkTables.ts';
import { protectionTables } from './protectionTables.ts';

export const sqlTables: CheckTables = {
  ...auditingTables,
  ...encryptionTables,
  ...identityTables,
  ...networkTables,
  ...protectionTables,
};

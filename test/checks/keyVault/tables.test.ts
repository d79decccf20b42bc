import { keyVaultChecks } from '../../../lib/checks/keyVault/index.ts';
import { checkTable } from '../checkTable.ts';
import { keyVaultTables } from './tables.ts';

checkTable(keyVaultChecks, keyVaultTables);

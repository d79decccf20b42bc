import { storageChecks } from '../../lib/checks/storage/index.ts';
import { checkTable } from './checkTable.ts';
import { storageTables } from './storage/tables.ts';

checkTable(storageChecks, storageTables);

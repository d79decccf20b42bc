import { sqlChecks } from '../../../lib/checks/sql/index.ts';
import { checkTable } from '../checkTable.ts';
import { sqlTables } from './tables.ts';

checkTable(sqlChecks, sqlTables);

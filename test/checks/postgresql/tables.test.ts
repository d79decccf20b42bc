import { postgresqlChecks } from '../../../lib/checks/postgresql/index.ts';
import { checkTable } from '../checkTable.ts';
import { postgresqlTables } from './tables.ts';

checkTable(postgresqlChecks, postgresqlTables);

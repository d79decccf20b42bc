import { defenderChecks } from '../../../lib/checks/defender/index.ts';
import { checkTable } from '../checkTable.ts';
import { defenderTables } from './tables.ts';

checkTable(defenderChecks, defenderTables);

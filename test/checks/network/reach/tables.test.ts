import { reachChecks } from '../../../../lib/checks/network/reach/index.ts';
import { checkTable } from '../../checkTable.ts';
import { reachTables } from './tables.ts';

checkTable(reachChecks, reachTables);

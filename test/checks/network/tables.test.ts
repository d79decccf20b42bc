import { networkChecks } from '../../../lib/checks/network/index.ts';
import { checkTable } from '../checkTable.ts';
import { networkTables } from './tables.ts';

checkTable(networkChecks, networkTables);

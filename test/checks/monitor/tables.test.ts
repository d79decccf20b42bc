import { monitorChecks } from '../../../lib/checks/monitor/index.ts';
import { checkTable } from '../checkTable.ts';
import { monitorTables } from './tables.ts';

checkTable(monitorChecks, monitorTables);

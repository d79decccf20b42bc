import { appServiceChecks } from '../../../lib/checks/appService/index.ts';
import { checkTable } from '../checkTable.ts';
import { appServiceTables } from './tables.ts';

checkTable(appServiceChecks, appServiceTables);

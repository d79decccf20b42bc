import { containerRegistryChecks } from '../../../lib/checks/containerRegistry/index.ts';
import { checkTable } from '../checkTable.ts';
import { containerRegistryTables } from './tables.ts';

checkTable(containerRegistryChecks, containerRegistryTables);

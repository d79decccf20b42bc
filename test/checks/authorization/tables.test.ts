import { authorizationChecks } from '../../../lib/checks/authorization/index.ts';
import { checkTable } from '../checkTable.ts';
import { authorizationTables } from './tables.ts';

checkTable(authorizationChecks, authorizationTables);

import { aksChecks } from '../../../lib/checks/aks/index.ts';
import { checkTable } from '../checkTable.ts';
import { aksTables } from './tables.ts';

checkTable(aksChecks, aksTables);

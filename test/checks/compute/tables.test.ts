import { computeChecks } from '../../../lib/checks/compute/index.ts';
import { checkTable } from '../checkTable.ts';
import { computeTables } from './tables.ts';

checkTable(computeChecks, computeTables);

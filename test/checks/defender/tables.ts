import type { CheckTables } from '../checkTable.ts';
import { contactTables } from './contactTables.ts';
import { otherTables } from './otherTables.ts';
import { planTables } from './planTables.ts';

export const defenderTables: CheckTables = { ...contactTables, ...otherTables, ...planTables };

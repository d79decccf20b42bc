import type { CheckTables } from '../checkTable.ts';
import { alertTables } from './alertTables.ts';
import { exportTables } from './exportTables.ts';

export const monitorTables: CheckTables = { ...alertTables, ...exportTables };

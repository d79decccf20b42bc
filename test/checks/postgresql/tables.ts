import type { CheckTables } from '../checkTable.ts';
import { networkTables } from './networkTables.ts';
import { parameterTables } from './parameterTables.ts';
import { serverTables } from './serverTables.ts';

export const postgresqlTables: CheckTables = { ...networkTables, ...parameterTables, ...serverTables };

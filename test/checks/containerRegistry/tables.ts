import type { CheckTables } from '../checkTable.ts';
import { accessTables } from './accessTables.ts';
import { networkTables } from './networkTables.ts';
import { policyTables } from './policyTables.ts';

export const containerRegistryTables: CheckTables = { ...accessTables, ...networkTables, ...policyTables };

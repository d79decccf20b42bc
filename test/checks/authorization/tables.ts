import type { CheckTables } from '../checkTable.ts';
import { accessTables } from './accessTables.ts';
import { ownerTables } from './ownerTables.ts';
import { principalTables } from './principalTables.ts';
import { roleTables } from './roleTables.ts';
import { transferTables } from './transferTables.ts';

export const authorizationTables: CheckTables = {
  ...accessTables,
  ...ownerTables,
  ...principalTables,
  ...roleTables,
  ...transferTables,
};

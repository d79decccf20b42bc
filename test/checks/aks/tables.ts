import type { CheckTables } from '../checkTable.ts';
import { accessTables } from './accessTables.ts';
import { addOnTables } from './addOnTables.ts';
import { apiServerTables } from './apiServerTables.ts';
import { nodeTables } from './nodeTables.ts';
import { upgradeTables } from './upgradeTables.ts';

export const aksTables: CheckTables = {
  ...accessTables,
  ...addOnTables,
  ...apiServerTables,
  ...nodeTables,
  ...upgradeTables,
};

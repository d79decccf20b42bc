import type { CheckTables } from '../checkTable.ts';
import { addressTables } from './addressTables.ts';
import { dnsTables } from './dnsTables.ts';
import { flowLogTables } from './flowLogTables.ts';
import { groupTables } from './groupTables.ts';
import { peeringTables } from './peeringTables.ts';
import { reachTables } from './reach/tables.ts';
import { subnetTables } from './subnetTables.ts';

export const networkTables: CheckTables = {
  ...addressTables,
  ...dnsTables,
  ...flowLogTables,
  ...groupTables,
  ...peeringTables,
  ...reachTables,
  ...subnetTables,
};

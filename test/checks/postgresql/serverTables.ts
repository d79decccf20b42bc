import { choiceRows } from '../aks/rows.ts';
import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { alone } from './server.ts';

const replica = (properties: Row, replicationRole = 'AsyncReplica') => alone({ ...properties, replicationRole });
const single = { highAvailability: { mode: 'Disabled' } };
const local = { backup: { geoRedundantBackup: 'Disabled' } };
const burstable = { sku: { name: 'Standard_B1ms', tier: 'Burstable' } };

export const serverTables: CheckTables = {
  'postgresql-entra-authentication': choiceRows(
    'authConfig.activeDirectoryAuth',
    { safe: ['Enabled'], unsafe: ['Disabled'], absentIs: 'Disabled' },
    alone,
  ),
  'postgresql-password-authentication': choiceRows(
    'authConfig.passwordAuth',
    { safe: ['Disabled'], unsafe: ['Enabled'], absentIs: 'Enabled' },
    alone,
  ),
  'postgresql-geo-redundant-backup': {
    ...choiceRows(
      'backup.geoRedundantBackup',
      { safe: ['Enabled'], unsafe: ['Disabled'], absentIs: 'Disabled' },
      alone,
    ),
    notApplicable: [
      [replica(local), 'a read replica has no backups'],
      [replica(local, 'GeoAsyncReplica'), 'a read replica has no backups'],
    ],
  },
  'postgresql-high-availability': {
    ...choiceRows(
      'highAvailability.mode',
      { safe: ['ZoneRedundant', 'SameZone'], unsafe: ['Disabled'], absentIs: 'Disabled' },
      alone,
    ),
    notApplicable: [
      [replica(single), 'a read replica has no high availability'],
      [alone(single, burstable), 'the Burstable tier has no high availability'],
    ],
  },
};

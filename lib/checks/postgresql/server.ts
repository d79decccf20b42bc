import { define } from '../define.ts';
import { isOneOf, notApplicable, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { postgresqlServer } from './needs.ts';

export const entraAuthentication = define({
  id: 'postgresql-entra-authentication',
  title: 'Microsoft Entra ID can sign in',
  severity: 'medium',
  why: 'People and applications then need no password in the database, and multifactor authentication and sign-in logs apply.',
  fix: {
    text: 'Turn on Microsoft Entra authentication and make a group the administrator.',
    cli: 'az postgres flexible-server update --ids {id} --microsoft-entra-auth Enabled',
    set: { path: 'properties.authConfig.activeDirectoryAuth', value: 'Enabled' },
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/security/security-entra-concepts',
  absent: 'Fails: a server takes passwords only until Microsoft Entra authentication is turned on.',
  on: postgresqlServer,
  needs: {},
  evaluate: (server) =>
    isOneOf(server, 'properties.authConfig.activeDirectoryAuth', {
      safe: ['Enabled'],
      unsafe: ['Disabled'],
      absentIs: 'Disabled',
    }),
});

export const passwordAuthentication = define({
  id: 'postgresql-password-authentication',
  title: 'Passwords cannot sign in',
  severity: 'medium',
  why: 'Passwords can be guessed, shared and forgotten in configuration, and know no second factor.',
  fix: {
    text: 'Move clients to Microsoft Entra ID, then turn password authentication off.',
    cli: 'az postgres flexible-server update --ids {id} --password-auth Disabled',
    set: { path: 'properties.authConfig.passwordAuth', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/security/security-entra-configure',
  absent: 'Fails: the default is Enabled.',
  policies: ['fa498b91-8a7e-4710-9578-da944c68d1fe'],
  on: postgresqlServer,
  needs: {},
  evaluate: (server) =>
    isOneOf(server, 'properties.authConfig.passwordAuth', {
      safe: ['Disabled'],
      unsafe: ['Enabled'],
      absentIs: 'Enabled',
    }),
});

// https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas
const isReplica = (server: Row): boolean =>
  ['AsyncReplica', 'GeoAsyncReplica'].includes(textAt(server, 'properties.replicationRole') ?? '');

export const geoRedundantBackup = define({
  id: 'postgresql-geo-redundant-backup',
  title: 'Backups survive the loss of a region',
  severity: 'low',
  why: 'Otherwise the backups are lost together with the server.',
  fix: {
    text: 'Only a new server can have geo-redundant backups: restore or dump this one into a server that was created with them.',
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore',
  absent: 'Fails: the default is Disabled. Not applicable on read replicas, which have no backups.',
  policies: ['cee2f9fd-3968-44be-a863-bd62c9884423'],
  on: postgresqlServer,
  needs: {},
  evaluate(server) {
    const verdict = isOneOf(server, 'properties.backup.geoRedundantBackup', {
      safe: ['Enabled'],
      unsafe: ['Disabled'],
      absentIs: 'Disabled',
    });
    return verdict.verdict === 'fail' && isReplica(server) ? notApplicable('a read replica has no backups') : verdict;
  },
});

export const highAvailability = define({
  id: 'postgresql-high-availability',
  title: 'A standby takes over when the server fails',
  severity: 'low',
  why: 'Without one an outage lasts until Azure has made a new server.',
  fix: {
    text: 'Turn on high availability, in another zone where the region has them. The standby is billed like the server.',
    set: { path: 'properties.highAvailability.mode', value: 'ZoneRedundant' },
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/high-availability/concepts-high-availability',
  absent:
    'Fails: the default is Disabled. Not applicable on read replicas and in the Burstable tier, which cannot have it.',
  on: postgresqlServer,
  needs: {},
  evaluate(server) {
    const verdict = isOneOf(server, 'properties.highAvailability.mode', {
      safe: ['ZoneRedundant', 'SameZone'],
      unsafe: ['Disabled'],
      absentIs: 'Disabled',
    });
    if (verdict.verdict !== 'fail') return verdict;
    if (textAt(server, 'sku.tier') === 'Burstable') return notApplicable('the Burstable tier has no high availability');
    return isReplica(server) ? notApplicable('a read replica has no high availability') : verdict;
  },
});

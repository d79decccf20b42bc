import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, found, refused } from '../given.ts';
import { ofSynapse, reading, synapse } from './server.ts';

const path = 'auditingSettings/default';
const state = 'properties.state';
const monitor = 'properties.isAzureMonitorTargetEnabled';
const endpoint = 'properties.storageEndpoint';
const days = 'properties.retentionDays';
const destination = 'expected true, or a storageEndpoint';
const kept = 'expected 0 (for good) or at least 90';
const storageEndpoint = 'https://mystorage.blob.core.windows.net';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/sql/resource-manager/Microsoft.Sql/stable/2023-08-01/examples/ServerBlobAuditingGet.json
const exampleProperties: Row = {
  state: 'Disabled',
  storageEndpoint: '',
  retentionDays: 0,
  auditActionsAndGroups: [],
  storageAccountSubscriptionId: '00000000-0000-0000-0000-000000000000',
  isStorageSecondaryKeyInUse: false,
  isAzureMonitorTargetEnabled: false,
  isManagedIdentityInUse: false,
};
const settings = (properties: Row) => reading(path, found({ properties: changed(exampleProperties, properties) }));
const on = (properties: Row) => settings({ state: 'Enabled', ...properties });
const stored = (retentionDays: unknown) => on({ storageEndpoint, retentionDays });
const denied = reading(path, refused('denied', 'AuthorizationFailed', 'the/action'));

export const auditingTables: CheckTables = {
  'sql-auditing': {
    pass: [
      [on({ storageEndpoint }), `${state} is "Enabled"; expected "Enabled"`],
      [on({ isAzureMonitorTargetEnabled: true }), `${monitor} is true; ${destination}`],
    ],
    fail: [
      [settings({}), `${state} is "Disabled"; expected "Enabled"`],
      [settings({ isAzureMonitorTargetEnabled: true }), `${state} is "Disabled"; expected "Enabled"`],
      // On, but sent nowhere.
      [on({}), `${monitor} is false; ${destination}`],
      [on({ storageEndpoint: null, isAzureMonitorTargetEnabled: null }), `${monitor} is not set; ${destination}`],
      [
        on({ storageEndpoint: undefined, isAzureMonitorTargetEnabled: undefined }),
        `${monitor} is not set; ${destination}`,
      ],
      [on({ isAzureMonitorTargetEnabled: 'true' }), `${monitor} is "true"; ${destination}`],
    ],
    unknown: [
      [settings({ state: null }), `malformed: ${state} is not set`],
      [settings({ state: 'On' }), `malformed: ${state} is "On", which is none of "Enabled", "Disabled"`],
      [on({ storageEndpoint: 'somewhere' }), `malformed: ${endpoint} is "somewhere", not an address`],
      [on({ storageEndpoint: true }), `malformed: ${endpoint} is true, not text`],
      [reading(path, found({ properties: null })), 'malformed: properties is not set'],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: [[synapse, ofSynapse]],
  },
  'sql-auditing-retention': {
    pass: [
      [stored(0), `${days} is 0; ${kept}`],
      [stored(90), `${days} is 90; ${kept}`],
      [stored(undefined), `${days} is not set (default 0); ${kept}`],
      [stored(null), `${days} is not set (default 0); ${kept}`],
    ],
    fail: [
      [stored(89), `${days} is 89; ${kept}`],
      [stored(1), `${days} is 1; ${kept}`],
    ],
    unknown: [
      [stored('90'), `malformed: ${days} is "90", not a number`],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [settings({ storageEndpoint }), 'auditing is off, which sql-auditing shows'],
      [on({ isAzureMonitorTargetEnabled: true }), 'audit logs do not go to a storage account'],
      [synapse, ofSynapse],
    ],
  },
};

import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { changed, found, refused, type Given } from '../given.ts';

// Microsoft's example, in part:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/recoveryservices/resource-manager/Microsoft.RecoveryServices/RecoveryServices/stable/2025-08-01/examples/GETVault.json
const vault = (properties: Row): Row => ({
  id: '/subscriptions/77777777-b0c6-47a2-b37c-d8e65a629c18/resourceGroups/Default-RecoveryServices-ResourceGroup/providers/Microsoft.RecoveryServices/vaults/swaggerExample',
  name: 'swaggerExample',
  type: 'Microsoft.RecoveryServices/vaults',
  location: 'westus',
  sku: { name: 'Standard' },
  properties: changed(
    {
      provisioningState: 'Succeeded',
      publicNetworkAccess: 'Enabled',
      redundancySettings: { crossRegionRestore: 'Enabled', standardTierStorageRedundancy: 'GeoRedundant' },
      securitySettings: {
        immutabilitySettings: { state: 'Disabled' },
        multiUserAuthorization: 'Disabled',
        softDeleteSettings: { softDeleteRetentionPeriodInDays: 14, softDeleteState: 'Enabled' },
      },
    },
    properties,
  ),
});
const alone = (properties: Row): Given => ({ subject: vault(properties), reads: {} });

interface Choice {
  readonly path: string;
  /** The properties that hold a value there. */
  readonly holding: (value: unknown) => Row;
  readonly above: string;
  readonly safe: readonly string[];
  readonly unsafe: readonly string[];
  readonly absentIs: string;
}

/** Rows of a check on one enumeration with a documented default. */
function choice({ path, holding, above, safe, unsafe, absentIs }: Choice): CheckRows {
  const expected = `expected ${safe.map((value) => `"${value}"`).join(' or ')}`;
  const absent = `properties.${path} is not set (default "${absentIs}"); ${expected}`;
  const stated = (value: string) => [alone(holding(value)), `properties.${path} is "${value}"; ${expected}`] as const;
  const unset = [
    [alone(holding(undefined)), absent] as const,
    [alone(holding(null)), absent] as const,
    [alone({ [above]: undefined }), absent] as const,
  ];
  const known = [...safe, ...unsafe].map((value) => `"${value}"`).join(', ');
  return {
    pass: [...safe.map(stated), ...(safe.includes(absentIs) ? unset : [])],
    fail: [...unsafe.map(stated), ...(safe.includes(absentIs) ? [] : unset)],
    unknown: [
      [alone(holding('Invalid')), `malformed: properties.${path} is "Invalid", which is none of ${known}`],
      [alone(holding(true)), `malformed: properties.${path} is true, which is none of ${known}`],
    ],
  };
}

const backedUpRead = 'backupProtectedItems';
const replicatedRead =
  'microsoft.recoveryservices/vaults/replicationfabrics/replicationprotectioncontainers/replicationprotecteditems by id';
const protecting = (backedUp: Read<readonly Row[]>, replicated: Read<readonly Row[]>): Given => ({
  subject: vault({}),
  reads: { [backedUpRead]: backedUp, [replicatedRead]: replicated },
});
const item: Row = { name: 'VM;iaasvmcontainer;iaasvm-rg;iaasvm-1', properties: { protectionState: 'Protected' } };
const hidden = refused('denied', 'items are hidden', 'Microsoft.RecoveryServices/vaults/read');

export const recoveryVaultTables: CheckTables = {
  'compute-recovery-vault-immutability': choice({
    path: 'securitySettings.immutabilitySettings.state',
    holding: (state) => ({ securitySettings: { immutabilitySettings: { state } } }),
    above: 'securitySettings',
    safe: ['Locked', 'Unlocked'],
    unsafe: ['Disabled'],
    absentIs: 'Disabled',
  }),
  'compute-recovery-vault-multi-user-authorization': choice({
    path: 'securitySettings.multiUserAuthorization',
    holding: (multiUserAuthorization) => ({ securitySettings: { multiUserAuthorization } }),
    above: 'securitySettings',
    safe: ['Enabled'],
    unsafe: ['Disabled'],
    absentIs: 'Disabled',
  }),
  'compute-recovery-vault-protected-items': {
    pass: [
      [protecting(found(item), found()), 'backupProtectedItems is a list of 1; expected an item'],
      [protecting(found(item, item), hidden), 'backupProtectedItems is a list of 2; expected an item'],
      [protecting(found(), found(item)), 'replicationProtectedItems is a list of 1; expected an item'],
    ],
    fail: [
      [protecting(found(), found()), 'backupProtectedItems and replicationProtectedItems is empty; expected an item'],
    ],
    unknown: [
      [protecting(found(), hidden), 'denied: items are hidden'],
      [protecting(hidden, found(item)), 'denied: items are hidden'],
    ],
  },
  'compute-recovery-vault-public-network-access': choice({
    path: 'publicNetworkAccess',
    holding: (publicNetworkAccess) => ({ publicNetworkAccess }),
    above: 'publicNetworkAccess',
    safe: ['Disabled'],
    unsafe: ['Enabled'],
    absentIs: 'Enabled',
  }),
  'compute-recovery-vault-redundancy': choice({
    path: 'redundancySettings.standardTierStorageRedundancy',
    holding: (standardTierStorageRedundancy) => ({ redundancySettings: { standardTierStorageRedundancy } }),
    above: 'redundancySettings',
    safe: ['GeoRedundant', 'ZoneRedundant'],
    unsafe: ['LocallyRedundant'],
    absentIs: 'GeoRedundant',
  }),
  'compute-recovery-vault-soft-delete': choice({
    path: 'securitySettings.softDeleteSettings.softDeleteState',
    holding: (softDeleteState) => ({ securitySettings: { softDeleteSettings: { softDeleteState } } }),
    above: 'securitySettings',
    safe: ['Enabled', 'AlwaysON'],
    unsafe: ['Disabled'],
    absentIs: 'Enabled',
  }),
};

import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, found, type Given } from '../given.ts';
import { backedUp, ofService, runByService, windows } from './machine.ts';

const vault =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/SwaggerTestRg/providers/Microsoft.RecoveryServices/vaults/NetSDKTestRsVault';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/recoveryservicesbackup/resource-manager/Microsoft.RecoveryServices/RecoveryServicesBackup/stable/2025-08-01/examples/AzureIaasVm/BackupProtectedItems_List.json
const item = (protectionState: unknown): Row => ({
  id: `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;myresourcegroup;myvm/protectedItems/VM;iaasvmcontainerv2;myresourcegroup;myvm`,
  name: 'VM;iaasvmcontainerv2;myresourcegroup;myvm',
  type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems',
  properties: {
    backupManagementType: 'AzureIaasVM',
    lastBackupStatus: 'Completed',
    protectedItemType: 'Microsoft.Compute/virtualMachines',
    protectionState,
    workloadType: 'VM',
  },
});

const state = 'properties.protectionState';
const running = 'expected "Protected" or "IRPending"';

const daily = (count: unknown, durationType: unknown = 'Days'): Row => ({
  dailySchedule: { retentionDuration: { count, durationType } },
});
const weekly = (count: number): Row => ({ weeklySchedule: { retentionDuration: { count, durationType: 'Weeks' } } });
const longTerm: Row = { retentionPolicyType: 'LongTermRetentionPolicy' };

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/recoveryservicesbackup/resource-manager/Microsoft.RecoveryServices/RecoveryServicesBackup/stable/2025-08-01/examples/AzureIaasVm/V2Policy/IaaS_v2_daily.json
const policy = (properties: Row): Row => ({
  id: `${vault}/backupPolicies/v2-daily-sample`,
  name: 'v2-daily-sample',
  type: 'Microsoft.RecoveryServices/vaults/backupPolicies',
  properties: changed(
    { backupManagementType: 'AzureIaasVM', policyType: 'V2', protectedItemsCount: 2, instantRpRetentionRangeInDays: 5 },
    properties,
  ),
});
const keeping = (...schedules: readonly Row[]): Row =>
  policy({ retentionPolicy: Object.assign({}, longTerm, ...schedules) });
const workload = (...subProtectionPolicy: readonly Row[]): Row =>
  policy({ backupManagementType: 'AzureWorkload', subProtectionPolicy });

const policiesRead = 'microsoft.recoveryservices/vaults/backuppolicies by id';
const having = (...policies: readonly Row[]): Given => ({
  subject: { id: vault, name: 'NetSDKTestRsVault', type: 'Microsoft.RecoveryServices/vaults', properties: {} },
  reads: { [policiesRead]: found(...policies) },
});
const told = (one: Row, text: string) => [having(one), { 'v2-daily-sample': text }] as const;

const dailyPath = 'properties.retentionPolicy.dailySchedule.retentionDuration';
const weeklyPath = 'properties.retentionPolicy.weeklySchedule.retentionDuration';
const enough = 'expected 30 days or more';

export const backupTables: CheckTables = {
  'compute-backup': {
    pass: [
      [backedUp(windows(), item('Protected')), `${state} is "Protected"; ${running}`],
      [backedUp(windows(), item('IRPending')), `${state} is "IRPending"; ${running}`],
      // Moved from one vault to another.
      [backedUp(windows(), item('ProtectionStopped'), item('Protected')), `${state} is "Protected"; ${running}`],
    ],
    fail: [
      [backedUp(windows()), 'protectedItems is empty; expected an item of a Recovery Services vault'],
      [backedUp(windows(), item('ProtectionStopped')), `${state} is "ProtectionStopped"; ${running}`],
      [backedUp(windows(), item('ProtectionError')), `${state} is "ProtectionError"; ${running}`],
      [backedUp(windows(), item(null)), `${state} is not set; ${running}`],
    ],
    unknown: [
      [
        backedUp(windows(), item('protected')),
        `malformed: ${state} is "protected", which is none of "Protected", "IRPending", "ProtectionError", "ProtectionStopped", "ProtectionPaused", "BackupsSuspended", "Invalid"`,
      ],
    ],
    notApplicable: [[backedUp(ofService), runByService]],
  },
  'compute-backup-retention': {
    pass: [],
    fail: [],
    notApplicable: [[having(), 'it holds nothing that this judges']],
    parts: [
      told(keeping(daily(180)), `pass: ${dailyPath} is 180 Days; ${enough}`),
      told(keeping(daily(30)), `pass: ${dailyPath} is 30 Days; ${enough}`),
      told(keeping(weekly(5)), `pass: ${weeklyPath} is 5 Weeks; ${enough}`),
      told(
        policy({
          retentionPolicy: {
            retentionPolicyType: 'SimpleRetentionPolicy',
            retentionDuration: { count: 1, durationType: 'Years' },
          },
        }),
        `pass: properties.retentionPolicy.retentionDuration is 1 Years; ${enough}`,
      ),
      told(
        policy({
          backupManagementType: 'AzureStorage',
          retentionPolicy: null,
          vaultRetentionPolicy: { snapshotRetentionInDays: 5, vaultRetention: { ...longTerm, ...daily(30) } },
        }),
        `pass: properties.vaultRetentionPolicy.vaultRetention.dailySchedule.retentionDuration is 30 Days; ${enough}`,
      ),
      told(
        workload(
          { policyType: 'Log', retentionPolicy: { retentionDuration: { count: 15, durationType: 'Days' } } },
          { policyType: 'Full', retentionPolicy: { ...longTerm, ...daily(1, 'Months') } },
        ),
        `pass: retentionPolicy.dailySchedule.retentionDuration is 1 Months; ${enough}`,
      ),
      told(keeping(daily(29)), `fail: ${dailyPath} is 29 Days; ${enough}`),
      // A copy a week does not make up for days that are lost after seven.
      told(keeping(daily(7), weekly(52)), `fail: ${dailyPath} is 7 Days; ${enough}`),
      told(keeping(weekly(4)), `fail: ${weeklyPath} is 4 Weeks; ${enough}`),
      told(keeping(), `fail: ${weeklyPath} is not set; ${enough}`),
      told(policy({}), `fail: ${weeklyPath} is not set; ${enough}`),
      told(policy({ retentionPolicy: null }), `fail: ${weeklyPath} is not set; ${enough}`),
      told(
        workload({ policyType: 'Full', retentionPolicy: { ...longTerm, ...weekly(2) } }),
        `fail: retentionPolicy.weeklySchedule.retentionDuration is 2 Weeks; ${enough}`,
      ),
      told(
        keeping(daily('180')),
        `unknown: malformed: ${dailyPath} is {"count":"180","durationType":"Days"}, not a duration`,
      ),
      told(
        keeping(daily(180, 'Invalid')),
        `unknown: malformed: ${dailyPath} is {"count":180,"durationType":"Invalid"}, not a duration`,
      ),
      told(policy({ protectedItemsCount: 0 }), 'notApplicable: nothing is backed up by it'),
      told(workload({ policyType: 'Log' }), 'notApplicable: it makes no full backups'),
    ],
  },
};

import { children, partly, referrers, when, within } from '../define.ts';
import { isOnUserSchedule, isFlexible } from './settings.ts';

/** The subjects' types. */
export const virtualMachine = 'microsoft.compute/virtualmachines';
export const scaleSet = 'microsoft.compute/virtualmachinescalesets';
export const disk = 'microsoft.compute/disks';
export const recoveryVault = 'microsoft.recoveryservices/vaults';

/** Extensions name their machine by their own id alone. */
export const extensions = referrers('microsoft.compute/virtualmachines/extensions', 'id');

/** The same where some machines can be judged without. */
export const extensionsIfRead = partly(extensions);

/** Joined as Microsoft's own query does: https://learn.microsoft.com/azure/backup/query-backups-using-azure-resource-graph */
export const backupItems = referrers(
  'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems',
  'properties.sourceResourceId',
);

export const backupPolicies = referrers('microsoft.recoveryservices/vaults/backuppolicies', 'id');

/** Schedules that are assigned to the machine itself; those of a dynamic scope are assigned to a subscription. */
export const patchSchedules = when(
  isOnUserSchedule,
  children(
    'providers/Microsoft.Maintenance/configurationAssignments',
    '2023-04-01',
    'Microsoft.Maintenance/configurationAssignments/read',
  ),
);

/** The machines of a flexible scale set are machines of their own. */
export const machinesOfFlexibleSet = when(
  isFlexible,
  referrers('microsoft.compute/virtualmachines', 'properties.virtualMachineScaleSet.id'),
);

/** Which resource groups hold nodes of AKS clusters. */
export const clusters = partly(within('microsoft.containerservice/managedclusters'));

/** Every item, also those that Resource Graph does not list: https://learn.microsoft.com/rest/api/backup/backup-protected-items/list */
export const backedUpItems = children(
  'backupProtectedItems',
  '2025-08-01',
  'Microsoft.RecoveryServices/Vaults/backupProtectedItems/read',
);

export const replicatedItems = partly(
  referrers(
    'microsoft.recoveryservices/vaults/replicationfabrics/replicationprotectioncontainers/replicationprotecteditems',
    'id',
  ),
);

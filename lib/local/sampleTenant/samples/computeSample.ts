import itemExample from '../examples/backupProtectedItem.json' with { type: 'json' };
import policyExample from '../examples/backupPolicy.json' with { type: 'json' };
import diskExample from '../examples/disk.json' with { type: 'json' };
import vaultExample from '../examples/recoveryServicesVault.json' with { type: 'json' };
import machineExample from '../examples/virtualMachine.json' with { type: 'json' };
import extensionExample from '../examples/virtualMachineExtension.json' with { type: 'json' };
import setExample from '../examples/virtualMachineScaleSet.json' with { type: 'json' };
import { isRow, type Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleChildren, SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample, type Example, type Placement } from './fromExample.ts';

const production = { subscription: productionSubscription, location: 'westeurope' };
const development = { subscription: developmentSubscription, location: 'swedencentral' };
const inWeb = (name: string): Placement => ({ ...production, group: 'rg-web', name });
const inPayments = (name: string): Placement => ({ ...production, group: 'rg-payments', name });
const inDev = (name: string): Placement => ({ ...development, group: 'rg-dev', name });

const propertiesOf = (body: Row): Row => (isRow(body['properties']) ? body['properties'] : {});

interface Changes {
  /** `undefined` takes a property away. */
  readonly properties?: Row;
  readonly top?: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
  readonly children?: SampleChildren;
}

/** An example in its place, with some of it replaced. */
function resource(example: Example, place: Placement, changes: Changes = {}): SampleResource {
  const body = fromExample(example, place);
  const { properties, top, omitted, children } = changes;
  const changed = { ...body, ...top, properties: { ...propertiesOf(body), ...properties } };
  return { row: graphRow(changed, omitted), body: changed, ...(children && { children }) };
}

const idOf = ({ row }: SampleResource): string => String(row['id']);

const ubuntu: Row = {
  imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
  osDisk: { osType: 'Linux', name: 'osDisk', createOption: 'FromImage' },
  dataDisks: [],
};
const linux = (linuxConfiguration: Row): Row => ({
  storageProfile: ubuntu,
  osProfile: { computerName: 'sample', adminUsername: 'operator', linuxConfiguration },
});
const patched = { patchMode: 'AutomaticByPlatform', assessmentMode: 'AutomaticByPlatform' };
const signed = { securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } };
const hardened: Row = {
  ...linux({ disablePasswordAuthentication: true, patchSettings: patched }),
  securityProfile: { encryptionAtHost: true, ...signed },
};

// Patches wait for a schedule, which the machine has: https://learn.microsoft.com/rest/api/maintenance/configuration-assignments/list
const onSchedule: Row = linux({
  disablePasswordAuthentication: false,
  patchSettings: {
    patchMode: 'AutomaticByPlatform',
    automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true },
  },
});
const assignment: Row = {
  name: 'nightly',
  type: 'Microsoft.Maintenance/configurationAssignments',
  properties: {
    maintenanceConfigurationId: `/subscriptions/${productionSubscription}/resourcegroups/rg-operations/providers/Microsoft.Maintenance/maintenanceConfigurations/nightly`,
  },
};

const flexibleSet = resource(setExample, inDev('compute-set-workers'), {
  top: { sku: null },
  properties: { orchestrationMode: 'Flexible', virtualMachineProfile: null, upgradePolicy: null },
});

const machines = {
  ledger: resource(machineExample, inPayments('compute-ledger'), { properties: hardened }),
  receipts: resource(machineExample, inPayments('compute-receipts'), {
    properties: hardened,
    omitted: ['securityProfile', 'osProfile'],
  }),
  batch: resource(machineExample, inWeb('compute-batch'), {
    properties: onSchedule,
    children: { 'providers/microsoft.maintenance/configurationassignments': [assignment] },
  }),
  // Windows without patches, encrypted from inside.
  legacy: resource(machineExample, inWeb('compute-legacy')),
  worker: resource(machineExample, inDev('compute-set-workers-0'), {
    properties: { ...hardened, virtualMachineScaleSet: { id: idOf(flexibleSet) } },
  }),
};

/** An example below a resource, with some of its properties replaced. */
function below(parent: SampleResource, path: string, name: string, example: Example, properties: Row): SampleResource {
  const { location } = 'location' in example.body ? parent.row : {};
  const placed = { id: `${idOf(parent)}/${path}/${name}`, name, ...(location === undefined ? {} : { location }) };
  const body = { ...example.body, ...placed, properties: { ...propertiesOf(example.body), ...properties } };
  return { row: graphRow(body), body };
}

function extension(machine: SampleResource, publisher: string, type: string, settings: Row = {}): SampleResource {
  const held = { provisioningState: 'Succeeded', publisher, type, settings };
  const left = { instanceView: undefined, forceUpdateTag: undefined, protectedSettings: undefined };
  return below(machine, 'extensions', type, extensionExample, { ...held, ...left });
}

const defender = 'Microsoft.Azure.AzureDefenderForServers';
const encrypting = { EncryptionOperation: 'EnableEncryption', VolumeType: 'All', SequenceVersion: '1' };
const extensions = [
  extension(machines.ledger, defender, 'MDE.Linux'),
  extension(machines.receipts, 'CrowdStrike.Falcon', 'FalconSensorLinux'),
  extension(machines.batch, 'Microsoft.Azure.Extensions', 'CustomScript'),
  extension(machines.legacy, 'Microsoft.Azure.Security', 'AzureDiskEncryption', encrypting),
];

const disks = [
  resource(diskExample, inPayments('compute-disk-ledger'), {
    properties: {
      encryption: {
        type: 'EncryptionAtRestWithCustomerKey',
        diskEncryptionSetId: `/subscriptions/${productionSubscription}/resourceGroups/rg-payments/providers/Microsoft.Compute/diskEncryptionSets/ledger`,
      },
      networkAccessPolicy: 'DenyAll',
      publicNetworkAccess: 'Disabled',
    },
  }),
  resource(diskExample, inWeb('compute-disk-forgotten'), {
    top: { managedBy: undefined },
    properties: { diskState: 'Unattached', networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Enabled' },
  }),
  resource(diskExample, inDev('compute-disk-build'), {
    properties: { networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Disabled' },
    omitted: ['publicNetworkAccess'],
  }),
];

const exampleProfile = setExample.body.properties.virtualMachineProfile;

const sets = [
  flexibleSet,
  resource(setExample, inWeb('compute-set-front'), {
    properties: {
      virtualMachineProfile: { ...exampleProfile, ...hardened },
      upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } },
    },
  }),
  resource(setExample, inWeb('compute-set-empty'), {
    top: { sku: { tier: 'Standard', capacity: 0, name: 'Standard_D1_v2' } },
    properties: {
      virtualMachineProfile: {
        ...linux({ disablePasswordAuthentication: false }),
        networkProfile: { networkInterfaceConfigurations: [] },
      },
    },
  }),
  // The node pool of a cluster of this subscription: https://learn.microsoft.com/azure/aks/core-aks-concepts#node-resource-group
  resource(setExample, { ...production, group: 'MC_rg1_clustername1_location1', name: 'aks-system-vmss' }),
];

const vaults = {
  main: resource(vaultExample, inPayments('compute-recovery-main'), {
    properties: {
      publicNetworkAccess: 'Disabled',
      redundancySettings: { crossRegionRestore: 'Disabled', standardTierStorageRedundancy: 'ZoneRedundant' },
      securitySettings: {
        immutabilitySettings: { state: 'Locked' },
        multiUserAuthorization: 'Enabled',
        softDeleteSettings: { softDeleteRetentionPeriodInDays: 30, softDeleteState: 'AlwaysON' },
      },
    },
  }),
  // Nothing told but what the vault was made with, and nothing in it.
  old: resource(vaultExample, inDev('compute-recovery-old'), {
    properties: {
      publicNetworkAccess: undefined,
      redundancySettings: { standardTierStorageRedundancy: 'LocallyRedundant' },
      securitySettings: { softDeleteSettings: { softDeleteState: 'Disabled' } },
    },
  }),
};

function policy(name: string, count: number, protectedItemsCount: number): SampleResource {
  const daily = { dailySchedule: { retentionDuration: { count, durationType: 'Days' } } };
  const retentionPolicy = { retentionPolicyType: 'LongTermRetentionPolicy', ...daily };
  return below(vaults.main, 'backupPolicies', name, policyExample, { protectedItemsCount, retentionPolicy });
}

/** As Azure names one: https://learn.microsoft.com/rest/api/backup/protected-items/get */
function item(machine: SampleResource, protectionState: string): SampleResource {
  const { resourceGroup, name } = machine.row;
  const container = `iaasvmcontainerv2;${String(resourceGroup)};${String(name)}`;
  const path = `backupFabrics/Azure/protectionContainers/IaasVMContainer;${container}/protectedItems`;
  return below(vaults.main, path, `VM;${container}`, itemExample, {
    containerName: container,
    friendlyName: name,
    policyId: `${idOf(vaults.main)}/backupPolicies/long`,
    protectedItemType: 'Microsoft.Compute/virtualMachines',
    protectionState,
    sourceResourceId: idOf(machine),
    virtualMachineId: idOf(machine),
  });
}

/** Machines, their extensions, disks and backups; scale sets and Recovery Services vaults. */
export function computeSample(): readonly SampleResource[] {
  return [
    ...Object.values(machines),
    ...extensions,
    ...disks,
    ...sets,
    ...Object.values(vaults),
    policy('long', 180, 2),
    policy('week', 7, 1),
    policy('unused', 7, 0),
    item(machines.ledger, 'Protected'),
    item(machines.receipts, 'Protected'),
    item(machines.batch, 'ProtectionStopped'),
  ];
}

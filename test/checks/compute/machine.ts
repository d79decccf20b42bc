import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, refused, type Given } from '../given.ts';

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myResourceGroup';
const id = `${group}/providers/Microsoft.Compute/virtualMachines/myVM`;

const image: Row = {
  publisher: 'MicrosoftWindowsServer',
  offer: 'WindowsServer',
  sku: '2016-Datacenter',
  version: 'latest',
};

// Properties of Microsoft's example, without data disks:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/compute/resource-manager/Microsoft.Compute/ComputeRP/stable/2023-03-01/examples/virtualMachineExamples/VirtualMachine_Get.json
const exampleProperties: Row = {
  vmId: '0f47b100-583c-48e3-a4c0-aefc2c9bbcc1',
  hardwareProfile: { vmSize: 'Standard_DS3_v2' },
  storageProfile: { imageReference: image, osDisk: { osType: 'Windows', name: 'myOsDisk', createOption: 'FromImage' } },
  osProfile: {
    computerName: 'myVM',
    adminUsername: 'admin',
    windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: false },
  },
  provisioningState: 'Succeeded',
};

/** The example with the changes given. */
export const windows = (properties: Row = {}): Row => ({
  id,
  name: 'myVM',
  type: 'Microsoft.Compute/virtualMachines',
  location: 'West US',
  properties: changed(exampleProperties, properties),
});

export const linuxDisk: Row = {
  imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
  osDisk: { osType: 'Linux', name: 'myOsDisk', createOption: 'FromImage' },
};

/** The example as a Linux machine; without settings of the system where they are undefined. */
export const linux = (linuxConfiguration: unknown, properties: Row = {}): Row =>
  windows({
    storageProfile: linuxDisk,
    osProfile: { computerName: 'myVM', adminUsername: 'admin', linuxConfiguration },
    ...properties,
  });

/** A machine made from a specialized disk. */
export const specialized = (osType: string): Row =>
  windows({ storageProfile: { osDisk: { osType, createOption: 'Attach' } }, osProfile: undefined });

/** A machine that only its service may change. */
export const ofService = windows({
  storageProfile: { imageReference: { publisher: 'AzureDatabricks' }, osDisk: { osType: 'Linux' } },
});
export const runByService = 'a service runs it from an image of AzureDatabricks';

export const alone = (subject: Row): Given => ({ subject, reads: {} });

const extensionsRead = 'microsoft.compute/virtualmachines/extensions by id';
const itemsRead =
  'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems by properties.sourceResourceId';

const withRead = (name: string) => (read: Read<readonly Row[]>, subject: Row) => ({ subject, reads: { [name]: read } });

/** A machine with its extensions. */
export const having = (subject: Row, ...extensions: readonly Row[]): Given =>
  withRead(extensionsRead)(found(...extensions), subject);

export const hiddenExtensions = (subject: Row): Given =>
  withRead(extensionsRead)(
    refused('partialView', 'extensions cannot be listed', 'Microsoft.Compute/virtualMachines/extensions/read'),
    subject,
  );

/** A machine with the backup items that name it. */
export const backedUp = (subject: Row, ...items: readonly Row[]): Given =>
  withRead(itemsRead)(found(...items), subject);

export const withSchedules = (subject: Row, ...schedules: readonly Row[]): Given =>
  withRead('providers/Microsoft.Maintenance/configurationAssignments')(found(...schedules), subject);

/** An extension: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/compute/resource-manager/Microsoft.Compute/ComputeRP/stable/2024-07-01/examples/virtualMachineExamples/VirtualMachineExtension_Get_MaximumSet_Gen.json */
export const extension = (publisher: unknown, type: unknown, properties: Row = {}): Row => ({
  id: `${id}/extensions/${String(type)}`,
  name: String(type),
  type: 'Microsoft.Compute/virtualMachines/extensions',
  location: 'westus',
  properties: changed(
    {
      autoUpgradeMinorVersion: true,
      provisioningState: 'Succeeded',
      publisher,
      type,
      typeHandlerVersion: '1.2',
    },
    properties,
  ),
});

export const customScript = extension('Microsoft.Compute', 'CustomScriptExtension');

/** https://learn.microsoft.com/azure/virtual-machines/extensions/azure-disk-enc-linux */
export const diskEncryption = (settings: unknown): Row =>
  extension('Microsoft.Azure.Security', 'AzureDiskEncryptionForLinux', { settings });

import { define, MalformedError, unknownBecause } from '../define.ts';
import { fail, isTrue, notApplicable, observedText, pass, rowsAt, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { extensionTypes, isFrom, isOfType, withTrail } from './extension.ts';
import { clusters, extensions, extensionsIfRead, scaleSet, virtualMachine } from './needs.ts';
import { judgeOwnSet } from './nodePools.ts';
import { hasProfile } from './settings.ts';

const why =
  'Temporary disks and the caches of the others lie in clear on the server that runs the machine, and are written from there without encryption.';
const absent = 'Fails: encryption at host is off unless it is set to true.';
const policies = ['fc4d8e41-e223-45ea-9bf5-eada37891d87'];

const publisher = 'Microsoft.Azure.Security';
const encryptionTypes = ['AzureDiskEncryption', 'AzureDiskEncryptionForLinux'];

const operationPath = 'properties.settings.EncryptionOperation';
const encrypting = ['EnableEncryption', 'EnableEncryptionFormat', 'EnableEncryptionFormatAll'];
// The extension stays where encryption was turned off again.
const idle = ['DisableEncryption', 'QueryEncryptionStatus'];

/** Whether an extension is Azure Disk Encryption at work: https://learn.microsoft.com/azure/virtual-machines/extensions/azure-disk-enc-windows */
function encrypts(extension: Row): boolean {
  const named = isOfType(extension, encryptionTypes);
  // Whatever else its publisher may call it; the other product of that publisher is told apart without its settings.
  if (!named && !isFrom(extension, publisher)) return false;
  if (!named && isOfType(extension, ['IaaSAntimalware'])) return false;
  const operation = textAt(extension, operationPath);
  if (operation === undefined && !named) return false;
  if (operation !== undefined && encrypting.includes(operation)) return true;
  if (operation !== undefined && idle.includes(operation)) return false;
  throw new MalformedError(`${operationPath} is ${observedText(operation)}, which is no operation known`);
}

/** Of every volume, as encryption at host does it. */
const encryptsAll = (extension: Row): boolean =>
  encrypts(extension) && textAt(extension, 'properties.settings.VolumeType')?.toLowerCase() === 'all';

/** Encryption at host stays off there: https://learn.microsoft.com/azure/confidential-computing/confidential-vm-overview#confidential-os-disk-encryption */
function isConfidentialDisk(row: Row, of: string): boolean {
  if (valueAt(row, `${of}.securityProfile.securityType`) !== 'ConfidentialVM') return false;
  const path = `${of}.storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType`;
  return valueAt(row, path) === 'DiskWithVMGuestState';
}

function judgeAtHost(row: Row, of: string, extensionsOf: () => readonly Row[] | Verdict): Verdict {
  const atHost = isTrue(row, `${of}.securityProfile.encryptionAtHost`);
  if (atHost.verdict === 'pass') return atHost;
  if (isConfidentialDisk(row, of)) return notApplicable('a confidential machine encrypts its disk with its own state');
  const installed = extensionsOf();
  if ('verdict' in installed) return installed;
  const inside = installed.filter(encryptsAll);
  if (inside.length === 0) return atHost;
  return withTrail(pass('extensions[].properties.settings.VolumeType', '"All"', 'encryption of every volume'), inside);
}

export const encryptionAtHost = define({
  id: 'compute-encryption-at-host',
  title: 'Temporary disks and caches are encrypted',
  severity: 'medium',
  why,
  fix: {
    text: 'Register the feature EncryptionAtHost, stop the machine and turn on encryption at host. A machine that ever had Azure Disk Encryption has to be made again.',
    cli: 'az vm update --ids {id} --set securityProfile.encryptionAtHost=true',
    set: { path: 'properties.securityProfile.encryptionAtHost', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview',
  absent,
  policies,
  on: virtualMachine,
  needs: { extensions: extensionsIfRead },
  evaluate: (machine, data) =>
    judgeAtHost(machine, 'properties', () =>
      data.extensions.state === 'read' ? data.extensions.value : unknownBecause(data.extensions),
    ),
});

export const setEncryptionAtHost = define({
  id: 'compute-scale-set-encryption-at-host',
  title: 'Temporary disks and caches of the scale set are encrypted',
  severity: 'medium',
  why,
  fix: {
    text: 'Register the feature EncryptionAtHost and turn on encryption at host; machines get it when they are made again.',
    cli: 'az vmss update --ids {id} --set virtualMachineProfile.securityProfile.encryptionAtHost=true',
    set: { path: 'properties.virtualMachineProfile.securityProfile.encryptionAtHost', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview',
  absent,
  policies,
  on: scaleSet,
  applies: hasProfile,
  needs: { clusters },
  evaluate: (set, data) =>
    judgeOwnSet(set, data.clusters, () =>
      judgeAtHost(
        set,
        'properties.virtualMachineProfile',
        () => rowsAt(set, 'properties.virtualMachineProfile.extensionProfile.extensions') ?? [],
      ),
    ),
});

export const azureDiskEncryption = define({
  id: 'compute-azure-disk-encryption',
  title: 'No machine depends on Azure Disk Encryption, which retires',
  severity: 'medium',
  why: 'From 15 September 2028 disks that it encrypted are not unlocked after a restart: the machine and its data are out of reach.',
  fix: {
    text: 'Move to encryption at host: data to new disks, the system to a new machine, as there is no way to convert them in place.',
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-migrate',
  absent: 'Passes: without the extension nothing in the machine is encrypted by it.',
  on: virtualMachine,
  needs: { extensions },
  evaluate(_machine, { extensions: installed }) {
    const path = 'extensions[].properties.type';
    const expected = 'no Azure Disk Encryption';
    const found = installed.filter(encrypts);
    if (found.length === 0) return pass(path, extensionTypes(installed), expected);
    return withTrail(fail(path, extensionTypes(found), expected), found);
  },
});

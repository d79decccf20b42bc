import { MalformedError } from '../define.ts';
import { observedText, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';

export type OperatingSystem = 'Linux' | 'Windows';

function operatingSystem(row: Row, path: string): OperatingSystem {
  const value = valueAt(row, path);
  if (value === 'Linux' || value === 'Windows') return value;
  throw new MalformedError(`${path} is ${observedText(value)}, which is none of "Linux", "Windows"`);
}

/** Azure tells it of every machine: https://learn.microsoft.com/rest/api/compute/virtual-machines/get */
export function systemOf(machine: Row): OperatingSystem {
  return operatingSystem(machine, 'properties.storageProfile.osDisk.osType');
}

const profile = 'properties.virtualMachineProfile';

/** A scale set from an image of the marketplace tells it by its settings alone. */
export function systemOfSet(set: Row): OperatingSystem {
  if (valueAt(set, `${profile}.osProfile.linuxConfiguration`) !== undefined) return 'Linux';
  if (valueAt(set, `${profile}.osProfile.windowsConfiguration`) !== undefined) return 'Windows';
  return operatingSystem(set, `${profile}.storageProfile.osDisk.osType`);
}

/** Where the settings of the operating system stand. */
export function configurationPath(system: OperatingSystem): string {
  return system === 'Linux' ? 'properties.osProfile.linuxConfiguration' : 'properties.osProfile.windowsConfiguration';
}

/** Whether patches wait for a schedule: https://learn.microsoft.com/azure/update-manager/prerequsite-for-schedule-patching */
export function isOnUserSchedule(machine: Row): boolean {
  const settings = `${configurationPath(systemOf(machine))}.patchSettings`;
  const platform = valueAt(machine, `${settings}.patchMode`) === 'AutomaticByPlatform';
  const bypass = 'automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule';
  return platform && valueAt(machine, `${settings}.${bypass}`) === true;
}

/** A set from before there were two modes has none: it is uniform. */
export function isFlexible(set: Row): boolean {
  const path = 'properties.orchestrationMode';
  const mode = valueAt(set, path) ?? 'Uniform';
  if (mode === 'Flexible' || mode === 'Uniform') return mode === 'Flexible';
  throw new MalformedError(`${path} is ${observedText(mode)}, which is none of "Flexible", "Uniform"`);
}

/** A flexible scale set may do without: https://learn.microsoft.com/azure/virtual-machine-scale-sets/flexible-virtual-machine-scale-sets-migration-resources */
export function hasProfile(set: Row): true | string {
  return (
    valueAt(set, profile) !== undefined ||
    'it is a flexible scale set without a profile: its machines are judged one by one'
  );
}

/** Made from a specialized disk: what is set inside it, Azure does not know. */
export function unknownSystem(what: string): Verdict {
  const detail = `Azure holds no settings of its operating system, so ${what} cannot be told`;
  return { verdict: 'unknown', reason: 'notFound', detail, permission: '' };
}

// The images that Microsoft's own policies leave out, as nobody but their service may change such a machine:
// https://github.com/Azure/azure-policy/blob/master/built-in-policies/policyDefinitions/Backup/VirtualMachines_EnableAzureBackup_Audit.json
const servicePublishers: readonly string[] = ['azuredatabricks', 'azureopenshift', 'microsoft-aks'];

export function isOwn(machine: Row): true | string {
  const publisher = textAt(machine, 'properties.storageProfile.imageReference.publisher');
  if (publisher === undefined || !servicePublishers.includes(publisher.toLowerCase())) return true;
  return `a service runs it from an image of ${publisher}`;
}

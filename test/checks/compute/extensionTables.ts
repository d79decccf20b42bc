import type { CheckTables } from '../checkTable.ts';
import {
  customScript,
  diskEncryption,
  extension,
  having,
  hiddenExtensions,
  ofService,
  runByService,
  windows,
} from './machine.ts';

const atHost = 'properties.securityProfile.encryptionAtHost';
const volumes = 'extensions[].properties.settings.VolumeType is "All"; expected encryption of every volume';
const hidden = 'partialView: extensions cannot be listed';
const encrypted = windows({ securityProfile: { encryptionAtHost: true } });
const plain = windows();
const confidential = (securityEncryptionType: string) =>
  windows({
    securityProfile: { securityType: 'ConfidentialVM' },
    storageProfile: { osDisk: { osType: 'Linux', managedDisk: { securityProfile: { securityEncryptionType } } } },
  });
const everything = { EncryptionOperation: 'EnableEncryption', VolumeType: 'All' };
const off = { EncryptionOperation: 'DisableEncryption', VolumeType: 'All' };

const operation = 'properties.settings.EncryptionOperation';
const types = 'extensions[].properties.type';
const noDiskEncryption = 'expected no Azure Disk Encryption';
const protection = 'expected an extension known as endpoint protection';
const state = 'properties.provisioningState';
const running = 'expected "Succeeded" or "Updating"';
const defender = 'Microsoft.Azure.AzureDefenderForServers';

export const extensionTables: CheckTables = {
  'compute-encryption-at-host': {
    pass: [
      [having(encrypted), `${atHost} is true; expected true`],
      [hiddenExtensions(encrypted), `${atHost} is true; expected true`],
      [having(plain, customScript, diskEncryption(everything)), volumes],
      [having(plain, diskEncryption({ EncryptionOperation: 'EnableEncryptionFormatAll', VolumeType: 'ALL' })), volumes],
    ],
    fail: [
      [having(plain), `${atHost} is not set; expected true`],
      [having(windows({ securityProfile: null })), `${atHost} is not set; expected true`],
      [having(windows({ securityProfile: { encryptionAtHost: false } })), `${atHost} is false; expected true`],
      [having(windows({ securityProfile: { encryptionAtHost: 'true' } })), `${atHost} is "true"; expected true`],
      [having(plain, customScript), `${atHost} is not set; expected true`],
      // Temporary disks are left out, encryption was turned off again, or the volumes are not told.
      [having(plain, diskEncryption({ ...everything, VolumeType: undefined })), `${atHost} is not set; expected true`],
      [having(plain, diskEncryption({ ...everything, VolumeType: 'OS' })), `${atHost} is not set; expected true`],
      [having(plain, diskEncryption(off)), `${atHost} is not set; expected true`],
      [having(confidential('VMGuestStateOnly')), `${atHost} is not set; expected true`],
    ],
    unknown: [
      [hiddenExtensions(plain), hidden],
      [having(plain, diskEncryption(undefined)), `malformed: ${operation} is not set, which is no operation known`],
      [having(windows({ securityProfile: 7 })), 'malformed: properties.securityProfile is 7, not an object'],
    ],
    notApplicable: [
      [having(confidential('DiskWithVMGuestState')), 'a confidential machine encrypts its disk with its own state'],
    ],
  },
  'compute-azure-disk-encryption': {
    pass: [
      [having(plain), `${types} is empty; ${noDiskEncryption}`],
      [having(plain, customScript), `${types} is "CustomScriptExtension"; ${noDiskEncryption}`],
      [having(plain, diskEncryption(off)), `${types} is "AzureDiskEncryptionForLinux"; ${noDiskEncryption}`],
      [
        having(plain, extension('Microsoft.Azure.Security', 'IaaSAntimalware')),
        `${types} is "IaaSAntimalware"; ${noDiskEncryption}`,
      ],
      [
        having(plain, extension('Microsoft.Azure.Security', 'Dsms', { settings: {} })),
        `${types} is "Dsms"; ${noDiskEncryption}`,
      ],
    ],
    fail: [
      [
        having(plain, customScript, diskEncryption({ ...everything, VolumeType: 'Data' })),
        `${types} is "AzureDiskEncryptionForLinux"; ${noDiskEncryption}`,
      ],
    ],
    unknown: [
      [hiddenExtensions(plain), hidden],
      [
        having(plain, diskEncryption({ EncryptionOperation: 'Reencrypt' })),
        `malformed: ${operation} is "Reencrypt", which is no operation known`,
      ],
      [
        having(plain, diskEncryption({ EncryptionOperation: 1 })),
        'malformed: properties.settings.EncryptionOperation is 1, not text',
      ],
      [
        having(plain, extension('Microsoft.Azure.Security', 'AzureDiskEncryption', { settings: 'secret' })),
        'malformed: properties.settings is "secret", not an object',
      ],
    ],
  },
  'compute-endpoint-protection': {
    pass: [
      [having(plain, customScript, extension(defender, 'MDE.Windows')), `${state} is "Succeeded"; ${running}`],
      [having(plain, extension(defender.toLowerCase(), 'mde.linux')), `${state} is "Succeeded"; ${running}`],
      [having(plain, extension('Microsoft.Azure.Security', 'IaaSAntimalware')), `${state} is "Succeeded"; ${running}`],
      [having(plain, extension('Crowdstrike.Falcon', 'FalconSensorLinux')), `${state} is "Succeeded"; ${running}`],
      [
        having(plain, extension('SentinelOne.LinuxExtension', 'LinuxExtension', { provisioningState: 'Updating' })),
        `${state} is "Updating"; ${running}`,
      ],
      [
        having(
          plain,
          extension(defender, 'MDE.Linux', { provisioningState: 'Failed' }),
          extension('TrendMicro.DeepSecurity', 'TrendMicroDSA'),
        ),
        `${state} is "Succeeded"; ${running}`,
      ],
    ],
    fail: [
      [having(plain), `${types} is empty; ${protection}`],
      [having(plain, customScript), `${types} is "CustomScriptExtension"; ${protection}`],
      // The agents of Log Analytics and of encryption protect nothing.
      [
        having(
          plain,
          extension('Microsoft.EnterpriseCloud.Monitoring', 'MicrosoftMonitoringAgent'),
          diskEncryption(everything),
        ),
        `${types} is "MicrosoftMonitoringAgent", "AzureDiskEncryptionForLinux"; ${protection}`,
      ],
      [having(plain, extension(defender, undefined)), `${types} is not set; ${protection}`],
      [having(plain, extension(null, 'MDE.Linux')), `${types} is "MDE.Linux"; ${protection}`],
      [
        having(plain, extension(defender, 'MDE.Linux', { provisioningState: 'Failed' })),
        `${state} is "Failed"; ${running}`,
      ],
      [having(plain, extension(defender, 'MDE.Linux', { provisioningState: null })), `${state} is not set; ${running}`],
    ],
    unknown: [
      [hiddenExtensions(plain), hidden],
      [
        having(plain, extension(defender, 'MDE.Linux', { provisioningState: 'Asleep' })),
        `malformed: ${state} is "Asleep", which is none of "Succeeded", "Updating", "Creating", "Deleting", "Failed", "Canceled", "Migrating"`,
      ],
    ],
    notApplicable: [[having(ofService), runByService]],
  },
};

/** Objects that Azure publishes no type of for Bicep, with the Microsoft page that documents what they hold. */
export const documentedObjects: Readonly<Record<string, string>> = {
  'Microsoft.RecoveryServices/vaults/backupProtectedItems@2025-08-01':
    'https://learn.microsoft.com/rest/api/backup/backup-protected-items/list',
  'Microsoft.Resources/subscriptions/providers/Microsoft.Security/alerts@2022-01-01':
    'https://learn.microsoft.com/rest/api/defenderforcloud/alerts/list',
  'Microsoft.Resources/subscriptions/providers/Microsoft.Security/jitNetworkAccessPolicies@2020-01-01':
    'https://learn.microsoft.com/rest/api/defenderforcloud/jit-network-access-policies/list',
  'Microsoft.Resources/subscriptions@2022-12-01': 'https://learn.microsoft.com/rest/api/resources/subscriptions/get',
  'Microsoft.Resources/tenants@2022-12-01': 'https://learn.microsoft.com/rest/api/resources/tenants/list',
};

/** A place where Azure's schema is open or of several kinds, the Microsoft page that documents it, and what is read there. */
interface OpenPlace {
  readonly at: string;
  readonly page: string;
  readonly paths: readonly string[];
}

const duration = (of: string): readonly string[] => [
  of,
  `${of}.retentionDuration`,
  `${of}.retentionDuration.count`,
  `${of}.retentionDuration.durationType`,
];
const retention = (of: string): readonly string[] => [
  of,
  `${of}.retentionPolicyType`,
  ...duration(`${of}.dailySchedule`),
  ...duration(`${of}.weeklySchedule`),
];
const encryptionExtension = 'https://learn.microsoft.com/azure/virtual-machines/extensions/azure-disk-enc-windows';

const places: readonly OpenPlace[] = [
  {
    at: 'Microsoft.ContainerService/managedClusters@2024-09-01 properties.addonProfiles',
    page: 'https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes',
    paths: ['azurePolicy', 'azurepolicy'],
  },
  {
    at: 'Microsoft.ContainerService/managedClusters@2024-09-01 properties.addonProfiles',
    page: 'https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-disable',
    paths: ['omsAgent', 'omsagent'],
  },
  {
    at: 'Microsoft.Resources/subscriptions/providers/Microsoft.Security/securityContacts@2023-12-01-preview properties.notificationsSources[0]',
    page: 'https://learn.microsoft.com/azure/templates/microsoft.security/2023-12-01-preview/securitycontacts',
    paths: ['minimalRiskLevel', 'minimalSeverity', 'sourceType'],
  },
  {
    at: 'Microsoft.Resources/subscriptions/providers/Microsoft.Security/settings@2022-05-01 properties',
    page: 'https://learn.microsoft.com/azure/templates/microsoft.security/settings',
    paths: ['enabled'],
  },
  {
    at: 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01 properties.virtualMachineProfile.extensionProfile.extensions[0].properties.settings',
    page: encryptionExtension,
    paths: ['EncryptionOperation', 'VolumeType'],
  },
  {
    at: 'Microsoft.Compute/virtualMachines/extensions@2024-07-01 properties.settings',
    page: encryptionExtension,
    paths: ['EncryptionOperation', 'VolumeType'],
  },
  {
    at: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems@2025-08-01 properties',
    page: 'https://learn.microsoft.com/rest/api/backup/protected-items/get',
    paths: ['protectionState'],
  },
  {
    at: 'Microsoft.RecoveryServices/vaults/backupPolicies@2025-08-01 properties',
    page: 'https://learn.microsoft.com/rest/api/backup/protection-policies/get',
    paths: [
      'backupManagementType',
      'protectedItemsCount',
      ...retention('retentionPolicy'),
      'retentionPolicy.retentionDuration',
      'retentionPolicy.retentionDuration.count',
      'retentionPolicy.retentionDuration.durationType',
      'subProtectionPolicy',
      'subProtectionPolicy[0].policyType',
      ...retention('subProtectionPolicy[0].retentionPolicy'),
      'vaultRetentionPolicy',
      'vaultRetentionPolicy.vaultRetention',
      'vaultRetentionPolicy.vaultRetention.retentionPolicyType',
      ...duration('vaultRetentionPolicy.vaultRetention.dailySchedule'),
    ],
  },
];

/** Paths that the compiler cannot tell, with the Microsoft page that documents each. */
export const documentedPaths: Readonly<Record<string, string>> = Object.fromEntries(
  places.flatMap(({ at, page, paths }) => paths.map((path) => [`${at}.${path}`, page])),
);

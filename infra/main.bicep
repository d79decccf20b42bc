targetScope = 'subscription'

@description('Name of the environment: what azd calls it, and what the names of resources begin from.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of everything. Flex Consumption must be offered there.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('Resource group to make. Empty: rg- and the name of the environment.')
param resourceGroupName string = ''

@description('Name of the management group to scan, where managementGroupScanRole.bicep assigns the role: a deployment to a subscription cannot. Empty: this subscription is scanned, and the role is assigned here.')
param scanManagementGroup string = ''

@description('Id, a GUID, of the role that the app scans with. The default is Reader.')
@minLength(36)
@maxLength(36)
param scanRoleDefinitionId string = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

@description('Client id of the app registration that callers ask tokens for. Empty: callers need a function key instead.')
param easyAuthClientId string = ''

@description('Client ids of the applications that may call with a token. Empty: any of the tenant.')
param easyAuthAllowedApplications string[] = []

@description('More app settings, from the table of settings in README.md.')
param appSettings { *: string } = {}

@description('Memory of an instance, in MB.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Most instances that the app runs on. Azure counts requests per identity, so more do not scan faster.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Replication of the storage account.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS' = 'Standard_LRS'

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most that the workspace takes in a day, in GB; what comes after that is dropped. -1 for no limit.')
@minValue(-1)
param dailyLogLimitGb int = 1

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var names = {
  identity: 'id-vigil-${token}'
  storage: 'stvigil${token}'
  workspace: 'log-vigil-${token}'
  applicationInsights: 'appi-vigil-${token}'
  plan: 'plan-vigil-${token}'
  app: 'func-vigil-${token}'
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: empty(resourceGroupName) ? 'rg-${environmentName}' : resourceGroupName
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  scope: group
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module storage 'storage.bicep' = {
  scope: group
  params: {
    name: names.storage
    location: location
    tags: tags
    sku: storageSku
    packageContainer: 'app-package'
    tables: ['scans', 'scanIndex', 'history', 'exemptions']
    queues: ['scan-work', 'scan-work-poison']
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    name: names.applicationInsights
    workspaceName: names.workspace
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyLimitGb: dailyLogLimitGb
  }
}

module appRoles 'appRoles.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: names.storage
    applicationInsightsName: names.applicationInsights
  }
  dependsOn: [storage, monitoring]
}

module plan 'plan.bicep' = {
  scope: group
  params: {
    name: names.plan
    location: location
    tags: tags
  }
}

module functionApp 'functionApp.bicep' = {
  scope: group
  params: {
    name: names.app
    location: location
    tags: tags
    planId: plan.outputs.id
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: names.storage
    packageAddress: storage.outputs.packageAddress
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    settings: union(
      empty(scanManagementGroup) ? { AZURE_SUBSCRIPTION_ID: subscription().subscriptionId } : {},
      appSettings,
      // Last, so that nothing else decides who may call: without keys only while Easy Auth is on.
      { CALLERS: empty(easyAuthClientId) ? 'functionKeys' : 'easyAuth' }
    )
  }
  // The host reads its storage when it starts: without the roles it would not come up.
  dependsOn: [appRoles]
}

module easyAuth 'easyAuth.bicep' = if (!empty(easyAuthClientId)) {
  scope: group
  params: {
    appName: names.app
    clientId: easyAuthClientId
    allowedApplications: easyAuthAllowedApplications
  }
  dependsOn: [functionApp]
}

module subscriptionScanRole 'subscriptionScanRole.bicep' = if (empty(scanManagementGroup)) {
  params: {
    principalId: identity.outputs.principalId
    roleDefinitionId: scanRoleDefinitionId
  }
}

@description('Address of the API.')
output VIGIL_API string = functionApp.outputs.address

@description('Name of the function app.')
output VIGIL_APP_NAME string = names.app

@description('Principal id of the app: what further roles are assigned to.')
output VIGIL_PRINCIPAL_ID string = identity.outputs.principalId

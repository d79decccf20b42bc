@description('Name of the Application Insights resource.')
param name string

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Region of both.')
param location string

@description('Tags of both.')
param tags { *: string }

@description('Days that logs are kept.')
param retentionDays int

@description('Most that the workspace takes in a day, in GB; what comes after that is dropped. -1 for no limit.')
param dailyLimitGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyLimitGb }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    // Telemetry is taken from the app's identity only, so the connection string opens nothing by itself.
    DisableLocalAuth: true
  }
}

@description('Where telemetry is sent. Not a secret while local authentication is disabled.')
output connectionString string = applicationInsights.properties.ConnectionString

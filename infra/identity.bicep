@description('Name of the identity.')
param name string

@description('Region of the identity.')
param location string

@description('Tags of the identity.')
param tags { *: string }

// What the app calls Azure as: its storage, Application Insights, and everything that it scans.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output id string = identity.id

@description('Client id: what app settings name the identity by.')
output clientId string = identity.properties.clientId

@description('Principal id: what roles are assigned to.')
output principalId string = identity.properties.principalId

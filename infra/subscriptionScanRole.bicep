targetScope = 'subscription'

@description('Principal id of the app.')
param principalId string

@description('Id, a GUID, of the role that the app reads the subscription with.')
param roleDefinitionId string

resource scanRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, roleDefinitionId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleDefinitionId)
  }
}

targetScope = 'managementGroup'

@description('Principal id of the app: the output VIGIL_PRINCIPAL_ID of main.bicep.')
param principalId string

@description('Id, a GUID, of the role that the app reads the management group with. The default is Reader.')
@minLength(36)
@maxLength(36)
param roleDefinitionId string = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

resource scanRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(managementGroup().id, principalId, roleDefinitionId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tenantResourceId('Microsoft.Authorization/roleDefinitions', roleDefinitionId)
  }
}

@description('Name of the plan.')
param name string

@description('Region of the plan. Flex Consumption must be offered there.')
param location string

@description('Tags of the plan.')
param tags { *: string }

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

@description('Resource id of the plan.')
output id string = plan.id

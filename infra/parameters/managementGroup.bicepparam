using '../main.bicep'

param environmentName = 'vigil'
param location = 'westeurope'
param scanManagementGroup = 'contoso'

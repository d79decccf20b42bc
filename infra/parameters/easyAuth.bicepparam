using '../main.bicep'

param environmentName = 'vigil'
param location = 'westeurope'
param easyAuthClientId = '11111111-1111-1111-1111-111111111111'
param easyAuthAllowedApplications = ['22222222-2222-2222-2222-222222222222']

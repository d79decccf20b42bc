@description('Name of the function app.')
param appName string

@description('Client id of the app registration that callers ask tokens for.')
param clientId string

@description('Client ids of the applications that may call. Empty: any that the tenant gives a token; the app asks each for its app role.')
param allowedApplications string[]

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource easyAuth 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      // The functions that anyone may call: the probe of health, and those whose address is its own permission.
      excludedPaths: [
        '/api/health'
        '/api/hooks/*'
        '/api/operations/*'
      ]
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            clientId
            'api://${clientId}'
          ]
          defaultAuthorizationPolicy: empty(allowedApplications) ? null : { allowedApplications: allowedApplications }
        }
      }
    }
    login: {
      tokenStore: { enabled: false }
    }
  }
}

// The least that runs the service: App Service, PostgreSQL that only it can reach, Key Vault for
// what is secret, one managed identity that is also the bot, and the bot's channel to Teams.

@minLength(4)
@maxLength(20)
@description('Names of all resources begin with it; must be unique in Azure.')
param resourceBaseName string

@description('Id of the app in its manifest: links of the bot lead to its pages.')
param teamsAppId string

@description('Size of the App Service plan. B1 is the smallest that is always on.')
param webAppSku string

@description('Size of the database server, of the burstable tier.')
param databaseSku string

@description('Client id of the registration that signs people in and calls Graph.')
param entraClientId string

@secure()
param entraClientSecret string

@secure()
@description('32 bytes in base64.')
param secretsKey string

@secure()
param databasePassword string

@description('Host of your own, bound to the service with its certificate beforehand; empty for the one Azure gives.')
param customDomain string

@description('Optional settings of the service; an empty value is the default.')
param settings object

param location string = resourceGroup().location

var databaseUser = 'presencelink'
var databaseName = 'presence_link'
// How the world reaches the service, in lower case as Teams on Android wants it.
var host = empty(customDomain) ? service.properties.defaultHostName : toLower(customDomain)
// The built-in role "Key Vault Secrets User".
var secretsReaderRole = '4633458b-17de-408a-874b-0445c86b69e6'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
}

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: resourceBaseName
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.20.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'service'
        properties: {
          addressPrefix: '10.20.1.0/24'
          delegations: [
            {
              name: 'service'
              properties: {
                serviceName: 'Microsoft.Web/serverFarms'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.20.2.0/24'
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }
}

resource databaseZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${resourceBaseName}.private.postgres.database.azure.com'
  location: 'global'

  resource networkLink 'virtualNetworkLinks' = {
    name: resourceBaseName
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
}

resource databaseServer 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: resourceBaseName
  location: location
  sku: {
    name: databaseSku
    tier: 'Burstable'
  }
  properties: {
    version: '16'
    administratorLogin: databaseUser
    administratorLoginPassword: databasePassword
    storage: {
      storageSizeGB: 32
    }
    backup: {
      backupRetentionDays: 7
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: 'Disabled'
    }
    network: {
      delegatedSubnetResourceId: network.properties.subnets[1].id
      privateDnsZoneArmResourceId: databaseZone.id
    }
  }
  dependsOn: [
    databaseZone::networkLink
  ]

  resource database 'databases' = {
    name: databaseName
    properties: {
      charset: 'UTF8'
      collation: 'en_US.utf8'
    }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: resourceBaseName
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 7
  }

  resource secretsKeySecret 'secrets' = {
    name: 'secrets-key'
    properties: {
      value: secretsKey
    }
  }

  resource clientSecretSecret 'secrets' = {
    name: 'entra-client-secret'
    properties: {
      value: entraClientSecret
    }
  }

  resource databaseUrlSecret 'secrets' = {
    name: 'database-url'
    properties: {
      value: 'postgres://${databaseUser}:${uriComponent(databasePassword)}@${databaseServer.properties.fullyQualifiedDomainName}:5432/${databaseName}?sslmode=verify-full'
    }
  }
}

resource secretsReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, secretsReaderRole)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsReaderRole)
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: resourceBaseName
  location: location
  kind: 'linux'
  sku: {
    name: webAppSku
  }
  properties: {
    reserved: true
  }
}

resource service 'Microsoft.Web/sites@2023-12-01' = {
  name: resourceBaseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: network.properties.subnets[0].id
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      appCommandLine: 'node --enable-source-maps dist/bot/index.js'
      alwaysOn: true
      healthCheckPath: '/health/ready'
      http20Enabled: true
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, {
      WEBSITE_RUN_FROM_PACKAGE: '1'
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
      PUBLIC_URL: 'https://${host}'
      SECRETS_KEY: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=secrets-key)'
      ENTRA_CLIENT_ID: entraClientId
      ENTRA_CLIENT_SECRET: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=entra-client-secret)'
      DATABASE_URL: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=database-url)'
      BOT_ID: identity.properties.clientId
      BOT_TYPE: 'UserAssignedMsi'
      BOT_TENANT_ID: identity.properties.tenantId
      TEAMS_APP_ID: teamsAppId
    })
    dependsOn: [
      secretsReader
      vault::secretsKeySecret
      vault::clientSecretSecret
      vault::databaseUrlSecret
      databaseServer::database
    ]
  }
}

resource bot 'Microsoft.BotService/botServices@2021-03-01' = {
  name: resourceBaseName
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Presence Link for VCC'
    endpoint: 'https://${host}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppMSIResourceId: identity.id
    msaAppTenantId: identity.properties.tenantId
    msaAppType: 'UserAssignedMSI'
  }

  resource teamsChannel 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
    }
  }
}

output BOT_ID string = identity.properties.clientId
output TAB_DOMAIN string = host
output AZURE_APP_SERVICE_RESOURCE_ID string = service.id

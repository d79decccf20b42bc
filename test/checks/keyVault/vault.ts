import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, type Given } from '../given.ts';

const id =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/sample-resource-group/providers/Microsoft.KeyVault/vaults/sample-vault';

// Microsoft's example, but for its access policies:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/KeyVault/stable/2026-02-01/examples/getVault.json
const exampleProperties: Row = {
  accessPolicies: [],
  enabledForDeployment: true,
  enabledForDiskEncryption: true,
  enabledForTemplateDeployment: true,
  hsmPoolResourceId: '00000000-0000-0000-0000-000000000000',
  provisioningState: 'Succeeded',
  publicNetworkAccess: 'Enabled',
  sku: { name: 'standard', family: 'A' },
  tenantId: '00000000-0000-0000-0000-000000000000',
  vaultUri: 'https://sample-vault.vault.azure.net',
};

export const vault = (properties: Row = {}): Row => ({
  id,
  name: 'sample-vault',
  type: 'Microsoft.KeyVault/vaults',
  location: 'westus',
  tags: {},
  properties: changed(exampleProperties, properties),
});

/** A vault that is judged without further reads. */
export const alone = (properties: Row = {}): Given => ({ subject: vault(properties), reads: {} });

/** A vault with what was read below it, by path. */
export const withReads = (reads: Readonly<Record<string, Read<readonly Row[]>>>): Given => ({
  subject: vault(),
  reads,
});

const attributes: Row = { created: 1598533051, enabled: true, recoveryLevel: 'Purgeable', updated: 1598533051 };

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/KeyVault/stable/2026-02-01/examples/getKey.json
export const key = (name: unknown, properties: Row = {}, more: Row = {}): Row => ({
  id: `${id}/keys/${String(name)}`,
  name,
  type: 'Microsoft.KeyVault/vaults/keys',
  location: 'westus',
  properties: changed(
    {
      attributes: changed(attributes, more),
      keyOps: ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'],
      keySize: 2048,
      keyUri: `https://sample-vault.vault.azure.net:443/keys/${String(name)}`,
      kty: 'RSA',
    },
    properties,
  ),
});

/** A key as a list shows it. */
export const listedKey = (name: string): Row => key(name, { keyOps: undefined, keySize: undefined, kty: undefined });

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/KeyVault/stable/2022-11-01/examples/listSecrets.json
export const secret = (name: unknown, properties: Row = {}, more: Row = {}): Row => ({
  id: `${id}/secrets/${String(name)}`,
  name,
  type: 'Microsoft.KeyVault/vaults/secrets',
  location: 'westus',
  properties: changed(
    {
      attributes: changed({ enabled: true, created: 1514941476, updated: 1514941476 }, more),
      secretUri: `https://sample-vault.vault.azure.net/secrets/${String(name)}`,
    },
    properties,
  ),
});

export const withKeys = (...keys: readonly Row[]): Given => withReads({ keys: found(...keys) });
export const withSecrets = (...secrets: readonly Row[]): Given => withReads({ secrets: found(...secrets) });

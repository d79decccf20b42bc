import { describe, expect, it } from 'vitest';
import { vaultAddress } from '../../lib/azure/keyVault.ts';

const suffix = 'vault.azure.net';

describe('an address of a vault', () => {
  it.each([
    'https://contoso.vault.azure.net',
    'https://contoso-2.vault.azure.net/',
    'https://CONTOSO.Vault.Azure.Net/certificates?api-version=7.4',
    // Links of Key Vault name the port: https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificates/get-certificates
    'https://contoso.vault.azure.net:443/certificates?api-version=7.4&$skiptoken=a',
  ])('is %s', (address) => {
    expect(vaultAddress(address, suffix)?.hostname).toMatch(/^contoso(-2)?\.vault\.azure\.net$/);
  });

  it.each([
    'https://evil.example',
    'https://evil.example/contoso.vault.azure.net',
    'https://contoso.vault.azure.net.evil.example',
    'https://contoso.vault.azure.net@evil.example/',
    'https://user:word@contoso.vault.azure.net/',
    'https://evilvault.azure.net',
    'https://vault.azure.net',
    'https://.vault.azure.net',
    'https://a.b.vault.azure.net',
    'https://contoso.vault.azure.net.',
    'https://contoso.vault.azure.net:8443',
    'https://contoso.vault.azure.cn',
    'http://contoso.vault.azure.net',
    'data:text/plain,contoso.vault.azure.net',
    'contoso.vault.azure.net',
    '',
  ])('is not %s', (address) => {
    expect(vaultAddress(address, suffix)).toBeUndefined();
  });
});

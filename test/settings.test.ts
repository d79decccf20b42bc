import { describe, expect, it } from 'vitest';
import { readSettings, readsKeyVaultData } from '../lib/settings.ts';

const read = (env: Readonly<Record<string, string>>) =>
  readSettings({ AzureWebJobsStorage: 'UseDevelopmentStorage=true', ...env }).keyVaultData;

describe('certificates in vaults', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['by default', {}],
    ['where it is empty', { KEY_VAULT_DATA_PLANE: '' }],
    ['where it is false', { KEY_VAULT_DATA_PLANE: 'false' }],
    ['whatever answers for vaults', { KEY_VAULT_ENDPOINT: 'https://localhost:7443' }],
  ])('are not read %s', (_name, env) => {
    expect(read(env)).toBeUndefined();
    expect(readsKeyVaultData(env)).toBe(false);
  });

  it.each([
    ['AzureCloud', 'vault.azure.net'],
    ['AzureUSGovernment', 'vault.usgovcloudapi.net'],
    ['AzureChinaCloud', 'vault.azure.cn'],
  ])('are read in %s below %s with tokens for it', (cloud, suffix) => {
    const settings = read({ KEY_VAULT_DATA_PLANE: 'true', AZURE_CLOUD: cloud });
    expect(settings).toEqual({ suffix, audience: `https://${suffix}`, endpoint: undefined });
    expect(readsKeyVaultData({ KEY_VAULT_DATA_PLANE: 'true' })).toBe(true);
  });

  it('are read elsewhere only where another https address is set', () => {
    const on = { KEY_VAULT_DATA_PLANE: 'true' };
    expect(read({ ...on, KEY_VAULT_ENDPOINT: 'https://localhost:7443/' })).toMatchObject({
      endpoint: 'https://localhost:7443',
    });
    expect(() => read({ ...on, KEY_VAULT_ENDPOINT: 'http://localhost:7443' })).toThrow(/KEY_VAULT_ENDPOINT/);
  });

  it.each(['yes', '1', 'True'])('are refused as "%s"', (value) => {
    const env = { KEY_VAULT_DATA_PLANE: value };
    expect(() => read(env)).toThrow(/KEY_VAULT_DATA_PLANE/);
    expect(() => readsKeyVaultData(env)).toThrow('KEY_VAULT_DATA_PLANE cannot be used: it is true or false.');
  });
});

import { readFileSync } from 'node:fs';
import { SecurityCenter } from '@azure/arm-security';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import type { SampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import { sandboxSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';

const scope = 'https://management.azure.com/.default';
let tenant: SampleTenant;
let ca: string;

beforeAll(async () => {
  tenant = await startSampleTenant({ sample: 'default' });
  ca = readFileSync(String(tenant.environment['NODE_EXTRA_CA_CERTS']), 'utf8');
});
afterAll(async () => {
  await tenant.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function useTenant(): void {
  for (const [name, value] of Object.entries(tenant.environment)) vi.stubEnv(name, value);
}

describe('the identity endpoint', () => {
  it.each([
    ['ManagedIdentityCredential', () => new ManagedIdentityCredential()],
    ['DefaultAzureCredential', () => new DefaultAzureCredential()],
  ])('gives a token to %s', async (_name, open) => {
    useTenant();
    const token = await open().getToken(scope);
    expect(token.token).toBe('sample-tenant-token');
    expect(token.expiresOnTimestamp).toBeGreaterThan(Date.now() + 60 * 60_000);
  });

  it.each([
    ['without its header', 'resource=r&api-version=2019-08-01', {}, 401],
    ['without a resource', 'api-version=2019-08-01', { 'x-identity-header': 'sample-tenant-identity' }, 400],
    ['at another version', 'resource=r&api-version=2017-09-01', { 'x-identity-header': 'sample-tenant-identity' }, 400],
  ])('refuses a request %s', async (_what, query, headers, status) => {
    const reply = await fetch(`${String(tenant.environment['IDENTITY_ENDPOINT'])}?${query}`, { headers });
    expect(reply.status).toBe(status);
  });

  it('counts what was asked', async () => {
    const counts: unknown = await (await fetch(`${tenant.identityEndpoint}/counts`)).json();
    expect(counts).toEqual(JSON.parse(JSON.stringify(tenant.counts())));
  });
});

it('answers plans to the real client', async () => {
  useTenant();
  const client = new SecurityCenter(new ManagedIdentityCredential(), sandboxSubscription, {
    endpoint: tenant.endpoint,
    tlsOptions: { ca },
  });
  let body: unknown;
  await client.pricings.get('StorageAccounts', {
    onResponse: (response) => {
      body = JSON.parse(response.bodyAsText ?? '');
    },
  });
  expect(body).toMatchObject({ properties: { pricingTier: 'Standard', subPlan: 'PerTransaction', enforce: 'False' } });
  expect(tenant.counts().byKind.pricing).toBe(1);
});

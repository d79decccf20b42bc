import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  developmentSubscription,
  principalId,
  productionSubscription,
  sandboxSubscription,
} from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { bodyOf, codesOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';

const version = 'api-version=2024-01-01';
const accountsOf = (subscription: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.Storage/storageAccounts`;
const account = (group: string, name: string, subscription = productionSubscription): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
const diagnostics = 'providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview';

let caller: Caller;
/** Asks again after the 429 with which one subscription meets some first tries. */
async function get(path: string): ReturnType<Caller['get']> {
  const reply = await caller.get(path);
  return reply.status === 429 ? caller.get(path) : reply;
}

beforeAll(async () => {
  caller = await openCaller({ sample: 'default', quotas: false });
});
afterAll(async () => {
  await caller.tenant.close();
});

describe('subscriptions', () => {
  it('are listed with their names', async () => {
    const reply = await get('/subscriptions?api-version=2022-12-01');
    expect(rowsOf(reply, 'value').map((row) => [row['subscriptionId'], row['displayName'], row['state']])).toEqual([
      [productionSubscription, 'Contoso Production', 'Enabled'],
      [developmentSubscription, 'Fabrikam Development', 'Enabled'],
      [sandboxSubscription, 'Tailspin Sandbox', 'Enabled'],
    ]);
  });
  it('are answered one by one', async () => {
    const reply = await get(`/subscriptions/${sandboxSubscription}?api-version=2022-12-01`);
    expect(bodyOf(reply)).toMatchObject({
      id: `/subscriptions/${sandboxSubscription}`,
      displayName: 'Tailspin Sandbox',
    });
  });
});

describe('a resource', () => {
  it('is answered in ARM casing, without columns of Resource Graph, whatever the case asked for', async () => {
    const id = account('rg-payments', 'contosoledger');
    const body = bodyOf(await get(`${id.toUpperCase()}?${version}`));
    expect(body).toMatchObject({ id, type: 'Microsoft.Storage/storageAccounts', kind: 'StorageV2' });
    expect(body).not.toHaveProperty('subscriptionId');
    expect(body).not.toHaveProperty('resourceGroup');
  });
  it('has properties that its row leaves out', async () => {
    const row = rowsOf(await caller.graph("resources | where name == 'contosoledger'"))[0];
    expect(row?.['properties']).not.toHaveProperty('minimumTlsVersion');
    const body = bodyOf(await get(`${account('rg-payments', 'contosoledger')}?${version}`));
    expect(body['properties']).toHaveProperty('minimumTlsVersion', 'TLS1_2');
  });
});

const missing = '5a9e0000-9999-4000-8000-000000000000';
const cases: readonly (readonly [what: string, path: string, status: number, code: string])[] = [
  ['an unknown resource', `${account('rg-web', 'nosuch')}?${version}`, 404, 'ResourceNotFound'],
  ['an unknown child', `${account('rg-web', 'contosoweb')}/localUsers/x?${version}`, 404, 'ResourceNotFound'],
  ['an unknown subscription', `/subscriptions/${missing}?api-version=2022-12-01`, 404, 'SubscriptionNotFound'],
  [
    'an unknown namespace',
    `/subscriptions/${productionSubscription}/providers/Contoso.Web/sites?${version}`,
    404,
    'InvalidResourceNamespace',
  ],
  ['a path outside the sample', '/locations?api-version=2022-12-01', 404, 'NotFound'],
  ['no api-version', account('rg-web', 'contosoweb'), 400, 'MissingApiVersionParameter'],
  [
    'an unknown api-version of a provider',
    `${account('rg-web', 'contosoweb')}?api-version=2011-01-01`,
    400,
    'NoRegisteredProviderFound',
  ],
  ['an unknown api-version of ARM', '/subscriptions?api-version=2011-01-01', 400, 'InvalidApiVersionParameter'],
  [
    'a provider that is not registered',
    `${accountsOf(sandboxSubscription)}?${version}`,
    409,
    'MissingSubscriptionRegistration',
  ],
  [
    'a child that is refused',
    `${account('rg-dev', 'fabrikamdev', developmentSubscription)}/managementPolicies/default?${version}`,
    403,
    'AuthorizationFailed',
  ],
  [
    'an account without a lifecycle policy',
    `${account('rg-web', 'contosoweb')}/managementPolicies/default?${version}`,
    404,
    'ManagementPolicyNotFound',
  ],
  [
    'a file service that a blob account lacks',
    `${account('rg-web', 'contosomedia')}/fileServices/default?${version}`,
    400,
    'FeatureNotSupportedForAccount',
  ],
  [
    'a blob service that a file account lacks',
    `${account('rg-files', 'contosofiles')}/blobServices/default?${version}`,
    400,
    'FeatureNotSupportedForAccount',
  ],
  [
    'containers of a file account',
    `${account('rg-files', 'contosofiles')}/blobServices/default/containers?${version}`,
    400,
    'FeatureNotSupportedForAccount',
  ],
  [
    'an unknown plan',
    `/subscriptions/${productionSubscription}/providers/Microsoft.Security/pricings/Nothing?${version}`,
    404,
    'NotFound',
  ],
];
it.each(cases)('refuses %s', async (_what, path, status, code) => {
  const reply = await get(path);
  expect([reply.status, codesOf(reply)[0]]).toEqual([status, code]);
});

it('words a refusal as Azure does', async () => {
  const path = `${account('rg-dev', 'fabrikamdev', developmentSubscription)}/managementPolicies/default`;
  const reply = await get(`${path}?${version}`);
  expect(bodyOf(reply)['error']).toEqual({
    code: 'AuthorizationFailed',
    message: `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.Storage/storageAccounts/managementPolicies/read' over scope '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  });
});

it('answers 401 without its token', async () => {
  const path = '/subscriptions?api-version=2022-12-01';
  const none = await caller.get(path, {});
  expect([none.status, codesOf(none)[0]]).toEqual([401, 'AuthenticationFailed']);
  expect(none.headers['www-authenticate']).toContain('Bearer authorization_uri=');
  const wrong = await caller.get(path, { authorization: 'Bearer other' });
  expect([wrong.status, codesOf(wrong)[0]]).toEqual([401, 'InvalidAuthenticationToken']);
});

describe('lists', () => {
  it('follow nextLink to the last account of a subscription', async () => {
    const path = `/subscriptions/${developmentSubscription}/providers/Microsoft.Web/serverFarms?api-version=2023-12-01`;
    expect(await caller.list(path)).toHaveLength(2);
    const first = await get(`${accountsOf(productionSubscription)}?${version}`);
    expect(rowsOf(first, 'value')).toHaveLength(10);
    expect(await caller.list(`${accountsOf(productionSubscription)}?${version}`)).toHaveLength(19);
  });
  it('take $top and resource groups', async () => {
    const group = `/subscriptions/${productionSubscription}/resourceGroups/rg-legacy/providers/Microsoft.Storage/storageAccounts`;
    expect(rowsOf(await get(`${group}?${version}`), 'value')).toHaveLength(3);
    const top = await get(`${accountsOf(productionSubscription)}?${version}&$top=1`);
    expect(rowsOf(top, 'value')).toHaveLength(1);
  });
  it('page containers by the token that the service uses', async () => {
    const path = `${account('rg-web', 'contosoweb')}/blobServices/default/containers?${version}`;
    const first = bodyOf(await get(path));
    expect(first['nextLink']).toContain('skipToken');
    const names = (await caller.list(path)).map((row) => row['name']);
    expect(names).toEqual(['images', 'scripts', 'styles', '$web']);
  });
});

describe('children of a storage account', () => {
  const id = account('rg-payments', 'contosopayments');
  it.each([
    ['blobServices', { isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 30 } }],
    ['fileServices', { protocolSettings: { smb: { versions: 'SMB3.1.1;' } } }],
    ['queueServices', { cors: { corsRules: [] } }],
    ['tableServices', { cors: { corsRules: [] } }],
  ])('%s', async (type, properties) => {
    const body = bodyOf(await get(`${id}/${type}/default?${version}`));
    expect(body).toMatchObject({ id: `${id}/${type}/default`, name: 'default', properties });
    expect(body['type']).toBe(`Microsoft.Storage/storageAccounts/${type}`);
  });
  it('managementPolicies', async () => {
    const body = bodyOf(await get(`${id}/managementPolicies/default?${version}`));
    expect(body).toMatchObject({ properties: { policy: { rules: [{ enabled: true, type: 'Lifecycle' }] } } });
  });
  it('diagnosticSettings of the account and of its services', async () => {
    expect(rowsOf(await get(`${id}/${diagnostics}`), 'value')).toEqual([]);
    const [setting] = rowsOf(await get(`${id}/blobServices/default/${diagnostics}`), 'value');
    expect(setting).toMatchObject({
      name: 'to-workspace',
      type: 'Microsoft.Insights/diagnosticSettings',
      properties: { logs: [{ categoryGroup: 'allLogs', enabled: true }] },
    });
  });
});

it('answers plans with their extensions', async () => {
  const path = `/subscriptions/${productionSubscription}/providers/Microsoft.Security/pricings`;
  const plan = bodyOf(await get(`${path}/StorageAccounts?${version}`));
  expect(plan).toMatchObject({
    id: `${path}/StorageAccounts`,
    properties: {
      pricingTier: 'Standard',
      subPlan: 'DefenderForStorageV2',
      enforce: 'False',
      extensions: [{ name: 'OnUploadMalwareScanning', isEnabled: 'True' }, { name: 'SensitiveDataDiscovery' }],
    },
  });
  expect(rowsOf(await get(`${path}?${version}`), 'value')).toHaveLength(16);
});

it('refuses listed actions everywhere and hides the rows', async () => {
  const refusedActions = ['MICROSOFT.KeyVault/vaults/read', 'microsoft.storage/storageaccounts/blobservices/*'];
  const narrow = await openCaller({ sample: 'default', quotas: false, refusedActions });
  const vaults = `/subscriptions/${developmentSubscription}/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01`;
  expect((await narrow.get(vaults)).status).toBe(403);
  const rows = rowsOf(await narrow.graph("resources | where type == 'microsoft.keyvault/vaults'"));
  expect(rows).toEqual([]);
  const id = account('rg-dev', 'fabrikamdev', developmentSubscription);
  expect((await narrow.get(`${id}/blobServices/default?${version}`)).status).toBe(403);
  expect((await narrow.get(`${id}/blobServices/default/containers?${version}`)).status).toBe(403);
  expect((await narrow.get(`${id}?${version}`)).status).toBe(200);
  await narrow.tenant.close();
});

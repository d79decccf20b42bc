import { expect, test } from 'vitest';
import { readSettings } from '../../lib/settings.ts';
import { appSets, codeOf, one, tableUnder } from './snapshots.ts';

/** Names that reading the settings asks the environment for. */
function settingsRead(): readonly string[] {
  const asked = new Set<string>();
  const environment: Record<string, string> = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  readSettings(
    new Proxy(environment, {
      get: (of, name) => {
        if (typeof name !== 'string') return undefined;
        asked.add(name);
        return of[name];
      },
    }),
  );
  return [...asked].toSorted();
}

/** Settings that the Functions host and `@azure/identity` read, which the app's own code does not. */
const readByOthers = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AZURE_CLIENT_ID',
  'AZURE_TOKEN_CREDENTIALS',
];

const settingsOf = (name: string): Readonly<Record<string, unknown>> =>
  one(name, 'Microsoft.Web/sites/config', '/appsettings').properties;

const documented = tableUnder('App settings');
const inTable = (kind: string): readonly string[] =>
  documented.flatMap(([name, value = '']) => (value.startsWith(kind) ? [codeOf(name)] : []));

test('every setting that the code reads is set, or left at its default on purpose', () => {
  const read = settingsRead();
  expect(read.length).toBeGreaterThan(15);
  const set = new Set(appSets.flatMap((name) => Object.keys(settingsOf(name))));
  expect(read.filter((name) => !set.has(name)).toSorted()).toEqual(inTable('left').toSorted());
});

test('every setting that is set is read', () => {
  const read = new Set([...settingsRead(), ...readByOthers]);
  const set = new Set(appSets.flatMap((name) => Object.keys(settingsOf(name))));
  expect([...set].filter((name) => !read.has(name))).toEqual([]);
  expect([...set].toSorted()).toEqual(inTable('set').toSorted());
  expect(readByOthers.filter((name) => !set.has(name))).toEqual([]);
});

test.each(appSets)('%s: storage and telemetry are opened as the identity', (name) => {
  const account = one(name, 'Microsoft.Storage/storageAccounts');
  const clientId =
    /^\[reference\('\S*\/Microsoft.ManagedIdentity\/userAssignedIdentities\/\S*', '[\d-]+'\)\.clientId\]$/;
  const settings = settingsOf(name);
  expect(settings).toMatchObject({
    AzureWebJobsStorage__accountName: account.name,
    AzureWebJobsStorage__credential: 'managedidentity',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  });
  expect(settings['AzureWebJobsStorage__clientId']).toMatch(clientId);
  expect(settings['AZURE_CLIENT_ID']).toMatch(clientId);
  expect(settings['APPLICATIONINSIGHTS_AUTHENTICATION_STRING']).toMatch(
    /^\[format\('ClientId=\{0\};Authorization=AAD', reference\(.*\.clientId\)\]$/,
  );
  // The exact name would win over the identity.
  expect(settings).not.toHaveProperty('AzureWebJobsStorage');
});

test.each(appSets)('%s: the app reads its settings and finds the storage that is made', (name) => {
  const known = Object.fromEntries(
    Object.entries(settingsOf(name)).map(([key, value]) => {
      const text = String(value);
      return [key, text.startsWith('[reference(') ? '44444444-4444-4444-8444-444444444444' : text];
    }),
  );
  const { storage, defaultSubscription } = readSettings(known);
  const account = one(name, 'Microsoft.Storage/storageAccounts').name;
  expect(storage).toEqual({
    tableServiceUri: `https://${account}.table.core.windows.net`,
    queueServiceUri: `https://${account}.queue.core.windows.net`,
    clientId: '44444444-4444-4444-8444-444444444444',
  });
  const scope = name === 'managementGroup' ? undefined : '00000000-0000-0000-0000-000000000001';
  expect(defaultSubscription).toBe(scope);
});

test('Flex Consumption takes no setting that it does not know', () => {
  // https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
  const deprecated =
    /^(?:FUNCTIONS_(?:EXTENSION_VERSION|WORKER_RUNTIME)|WEBSITE_(?:CONTENT|NODE|RUN)|SCM_DO|ENABLE_ORYX)/;
  const names = appSets.flatMap((name) => Object.keys(settingsOf(name)));
  expect(names.filter((name) => deprecated.test(name))).toEqual([]);
});

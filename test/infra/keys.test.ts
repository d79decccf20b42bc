import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appSets, infra, one, parameterSets, read, readSnapshot } from './snapshots.ts';

const sources = globSync('**/*.{bicep,bicepparam}', { cwd: infra }).map((file) => `infra/${file}`);

test('every snapshot has a parameter file and was taken without a diagnostic', () => {
  const snapshots = globSync('parameters/*.snapshot.json', { cwd: infra }).map((file) =>
    file.replace(/^.*[\\/]|\.snapshot\.json$/g, ''),
  );
  expect(snapshots.toSorted()).toEqual(parameterSets);
  expect(parameterSets.flatMap((name) => readSnapshot(name).diagnostics)).toEqual([]);
});

test.each(appSets)('%s: the storage account takes no key, and shows nothing to strangers', (name) => {
  expect(one(name, 'Microsoft.Storage/storageAccounts').properties).toMatchObject({
    allowSharedKeyAccess: false,
    defaultToOAuthAuthentication: true,
    allowBlobPublicAccess: false,
    minimumTlsVersion: 'TLS1_2',
    supportsHttpsTrafficOnly: true,
  });
});

test.each(appSets)('%s: telemetry is taken from identities only', (name) => {
  expect(one(name, 'Microsoft.Insights/components').properties).toMatchObject({ DisableLocalAuth: true });
  expect(one(name, 'Microsoft.OperationalInsights/workspaces').properties).toMatchObject({
    features: { disableLocalAuth: true },
  });
});

test.each(appSets)('%s: the app is published with a token, never with a password', (name) => {
  const site = one(name, 'Microsoft.Web/sites');
  expect(site.properties).toMatchObject({
    httpsOnly: true,
    siteConfig: { ftpsState: 'Disabled', minTlsVersion: '1.2', scmMinTlsVersion: '1.2' },
    functionAppConfig: { deployment: { storage: { authentication: { type: 'UserAssignedIdentity' } } } },
  });
  expect(one(name, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies', '/scm').properties).toEqual({
    allow: false,
  });
});

test('no template asks for a key, and none holds or takes a secret', () => {
  const forbidden =
    /\blist(?:Keys|AccountSas|ServiceSas|Secrets|Credentials|\w*Keys)\b|@secure|AccountKey=|SharedAccess|sig=/i;
  expect(sources.length).toBeGreaterThan(8);
  expect(sources.filter((file) => forbidden.test(read(file)))).toEqual([]);
  const snapshots = parameterSets.map((name) => JSON.stringify(readSnapshot(name)));
  expect(snapshots.filter((text) => forbidden.test(text))).toEqual([]);
});

test('every parameter and every output is described', () => {
  const undescribed = sources.flatMap((file) => {
    // A declaration and its decorators are one paragraph.
    const paragraphs = read(file).split('\n\n');
    return paragraphs
      .filter((text) => file.endsWith('.bicep') && /^(?:param|output) /m.test(text))
      .filter((text) => !/^@description\('.{10,}'\)$/m.test(text))
      .map((text) => `${file}: ${text}`);
  });
  expect(undescribed).toEqual([]);
});

test('every module is a file of this folder', () => {
  const modules = sources.flatMap((file) =>
    [...read(file).matchAll(/^module \w+ '([^']+)'/gm)].map(([, path = '']) => path),
  );
  expect(modules.length).toBeGreaterThan(5);
  expect(modules.filter((path) => !sources.includes(`infra/${path}`))).toEqual([]);
});

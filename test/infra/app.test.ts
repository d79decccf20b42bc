import { expect, test } from 'vitest';
import * as z from 'zod';
import { routes } from '../../lib/api/routes.ts';
import { documentedTimings } from '../../lib/timings.ts';
import { appSets, ofType, one, read } from './snapshots.ts';

const hostFile = z.looseObject({
  version: z.string(),
  functionTimeout: z.string(),
  extensionBundle: z.object({ id: z.string(), version: z.string() }),
});
const appConfig = z.object({
  runtime: z.object({ name: z.string(), version: z.string() }),
  scaleAndConcurrency: z.object({ instanceMemoryMB: z.number(), maximumInstanceCount: z.number() }),
});
const configOf = (name: string) => appConfig.parse(one(name, 'Microsoft.Web/sites').properties['functionAppConfig']);

test.each(appSets)('%s: a Flex Consumption plan on Linux', (name) => {
  expect(one(name, 'Microsoft.Web/serverfarms')).toMatchObject({ properties: { reserved: true } });
  expect(read(`infra/parameters/${name}.snapshot.json`)).toContain('"FlexConsumption"');
  expect(one(name, 'Microsoft.Web/sites').tags['azd-service-name']).toBe('app');
});

test.each(appSets)('%s: the Node.js that the build is for, and that package.json asks for', (name) => {
  const target = /target: 'node(\d+)'/.exec(read('esbuild.config.ts'))?.[1];
  expect(configOf(name).runtime).toEqual({ name: 'node', version: target });
  expect(read('package.json')).toContain(`"node": ">=${target ?? ''}"`);
});

test.each(appSets)('%s: an instance holds the app and the host', (name) => {
  // A scan of 16 parts in one process stays under 300 MiB; the Functions host needs its own.
  expect(configOf(name).scaleAndConcurrency.instanceMemoryMB).toBeGreaterThanOrEqual(2048);
});

test('host.json is for version 4 of the host, with a bundle that has storage queues', () => {
  const host = hostFile.parse(JSON.parse(read('host.json')));
  expect(host.version).toBe('2.0');
  // Flex Consumption takes bundles from 4.0.0: https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#considerations
  expect(host.extensionBundle).toEqual({ id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' });
});

test('host.json gives a delivery the time that it takes for itself', () => {
  const [hours = 0, minutes = 0, seconds = 0] = hostFile
    .parse(JSON.parse(read('host.json')))
    .functionTimeout.split(':')
    .map(Number);
  const timeout = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  expect(timeout).toBeGreaterThan(documentedTimings.budget + documentedTimings.slice);
});

const authSettings = z.object({
  platform: z.object({ enabled: z.boolean() }),
  globalValidation: z.object({
    requireAuthentication: z.boolean(),
    unauthenticatedClientAction: z.string(),
    excludedPaths: z.array(z.string()),
  }),
  identityProviders: z.object({
    azureActiveDirectory: z.object({ registration: z.looseObject({ clientId: z.string() }) }),
  }),
});
const authOf = (name: string) =>
  ofType(name, 'Microsoft.Web/sites/config')
    .filter(({ id }) => id.endsWith('/authsettingsV2'))
    .map(({ properties }) => authSettings.parse(properties));

test('Easy Auth is there where it is asked for, and nowhere else', () => {
  expect(appSets.filter((name) => authOf(name).length > 0)).toEqual(['easyAuth']);
});

test('Easy Auth lets through without a token what takes no key, and nothing else', () => {
  const [auth] = authOf('easyAuth');
  expect(auth).toMatchObject({
    platform: { enabled: true },
    globalValidation: { requireAuthentication: true, unauthenticatedClientAction: 'Return401' },
  });
  const anonymous = Object.entries(routes).flatMap(([name, { route }]) =>
    read(`functions/${name}.ts`).includes("authLevel: 'anonymous'") ? [`/api/${route.replace(/\{[^}]*\}/, '*')}`] : [],
  );
  expect(anonymous.length).toBeGreaterThan(0);
  expect(auth?.globalValidation.excludedPaths.toSorted()).toEqual(anonymous.toSorted());
});

test('Easy Auth and the setting that trusts it are on together', () => {
  const callers = appSets.map((name) => one(name, 'Microsoft.Web/sites/config', '/appsettings').properties['CALLERS']);
  expect(callers).toEqual(appSets.map((name) => (authOf(name).length > 0 ? 'easyAuth' : 'functionKeys')));
  // What comes later in a union wins, so no parameter can open the app.
  expect(read('infra/main.bicep')).toMatch(/ {6}appSettings,\n(?: {6}\/\/.*\n)? {6}\{ CALLERS: .*\n {4}\)/);
});

test('Easy Auth holds no client secret: tokens are validated, nobody is signed in', () => {
  const [auth] = authOf('easyAuth');
  expect(Object.keys(auth?.identityProviders.azureActiveDirectory.registration ?? {}).toSorted()).toEqual([
    'clientId',
    'openIdIssuer',
  ]);
});

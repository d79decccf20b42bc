import { textAnswer, jsonAnswer } from '../answer.ts';
import type { Answer } from '../answer.ts';
import type { Estate } from '../estate.ts';
import { listResources } from '../resourceList.ts';
import type { SampleResource } from '../resourceList.ts';
import { usualAssignments } from './authorizationSample.ts';
import { malformedSubscription } from '../subscriptionIds.ts';
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { otherResources } from './otherResources.ts';
import { storageAccount } from './storageAccount.ts';
import type { AccountChoice } from './storageAccount.ts';
import {
  allLogs,
  blobProtected,
  customerKeys,
  diagnosticSetting,
  fileHardened,
  hardened,
  lifecycleRule,
  privateEndpoint,
} from './storageSettings.ts';

const place = { subscription: malformedSubscription, group: 'rg-litware', location: 'westeurope' };
const settings = [diagnosticSetting('to-workspace', allLogs)];
const sound: AccountChoice = {
  sku: 'Standard_GZRS',
  properties: {
    ...hardened,
    encryption: customerKeys,
    privateEndpointConnections: [privateEndpoint('blob', 'Approved')],
  },
  services: { blob: blobProtected, file: fileHardened },
  lifecycle: [lifecycleRule('cool-after-a-month', true)],
  diagnostics: { blob: settings, file: settings, queue: settings, table: settings },
};

type Malformed = ReturnType<typeof storageAccount>;
const account = (name: string): Malformed => storageAccount({ ...place, name }, sound);

/** The same account with other top-level properties, in Resource Graph and in ARM alike. */
function withTop(name: string, change: Row): SampleResource {
  const made = account(name);
  return { ...made, row: { ...made.row, ...change }, body: isRow(made.body) ? { ...made.body, ...change } : made.body };
}

function withProperties(name: string, change: Row): SampleResource {
  const { properties } = account(name).row;
  return withTop(name, { properties: { ...(isRow(properties) ? properties : {}), ...change } });
}

function withChildren(name: string, replaced: Readonly<Record<string, Answer>>): SampleResource {
  const made = account(name);
  return { ...made, account: { ...made.account, replaced } };
}

/** An account whose absent properties send the caller to a GET that brings nothing usable. */
function withBody(name: string, body: Answer): SampleResource {
  const made = storageAccount({ ...place, name }, { ...sound, omitted: ['minimumTlsVersion', 'allowSharedKeyAccess'] });
  return { ...made, body };
}

const html = textAnswer(200, 'text/html', '<html><body>Service Unavailable</body></html>');
const truncated = textAnswer(200, 'application/json', '{"id":"/subscriptions/5a9e","properties":{"deleteRet');
const nothing = jsonAnswer(200, { value: null });
const diagnostics = 'providers/microsoft.insights/diagnosticsettings';

function twice(resource: SampleResource): SampleResource[] {
  return [resource, resource];
}

/** One resource listed twice, its id in another case: a page that ends between them shows both. */
function inTwoCases(name: string): SampleResource[] {
  const made = account(name);
  const id = String(made.row['id']);
  return [
    made,
    {
      ...made,
      row: {
        ...made.row,
        id: id.replace('rg-litware', 'RG-LITWARE').toLowerCase().replace('storageaccounts', 'STORAGEACCOUNTS'),
      },
    },
  ];
}

const megabyte = 1024 * 1024;

function malformedRows(): SampleResource[] {
  return [
    withTop('litwarenullproperties', { properties: null }),
    withTop('litwaretextproperties', { properties: 'none' }),
    withTop('litwarelistproperties', { properties: [] }),
    withTop('litwarenulltop', { tags: null, sku: null, kind: null, location: null, name: null }),
    withProperties('litwarelistacls', { networkAcls: [], encryption: null, keyPolicy: [] }),
    withProperties('litwarenullacls', {
      networkAcls: { bypass: null, defaultAction: null },
      privateEndpointConnections: null,
    }),
    withProperties('litwaretextflags', {
      supportsHttpsTrafficOnly: 'true',
      allowBlobPublicAccess: 'false',
      allowSharedKeyAccess: 'False',
      defaultToOAuthAuthentication: 1,
    }),
    withProperties('litwaretextnumbers', {
      allowSharedKeyAccess: true,
      keyPolicy: { keyExpirationPeriodInDays: '60' },
      minimumTlsVersion: 1.2,
    }),
    withProperties('litwarenullentries', { privateEndpointConnections: [null, 7, { properties: null }] }),
    withTop('litwarelarge', { tags: { note: 'x'.repeat(5 * megabyte) } }),
    { ...account('litwarenoid'), row: { ...account('litwarenoid').row, id: null } },
    ...twice(account('litwaretwice')),
    ...inTwoCases('litwarecases'),
  ];
}

function malformedAnswers(): SampleResource[] {
  return [
    withBody('litwarehtmlbody', html),
    withBody('litwaretruncatedbody', truncated),
    withBody('litwarenullbody', textAnswer(200, 'application/json', 'null')),
    withChildren('litwarehtmlchild', { 'blobservices/default': html, 'managementpolicies/default': html }),
    withChildren('litwaretruncated', { 'blobservices/default': truncated, 'fileservices/default': truncated }),
    withChildren('litwarenulllists', {
      'blobservices/default/containers': nothing,
      [`blobservices/default/${diagnostics}`]: nothing,
      [`queueservices/default/${diagnostics}`]: jsonAnswer(200, { value: {} }),
      [`tableservices/default/${diagnostics}`]: jsonAnswer(200, []),
    }),
    withChildren('litwarenullchildren', {
      'blobservices/default': jsonAnswer(200, { properties: null }),
      'fileservices/default': jsonAnswer(200, {
        properties: { protocolSettings: [], shareDeleteRetentionPolicy: 'on' },
      }),
      'managementpolicies/default': jsonAnswer(200, { properties: { policy: { rules: null } } }),
      'blobservices/default/containers': jsonAnswer(200, { value: [null, { name: null, properties: null }] }),
      [`blobservices/default/${diagnostics}`]: jsonAnswer(200, { value: [null, { properties: { logs: null } }] }),
    }),
  ];
}

/** Everything malformed, beside sound siblings that must not suffer. */
export function brokenSample(): Estate {
  const healthy = [account('litwaresound'), storageAccount({ ...place, name: 'litwareplain' })];
  return {
    subscriptions: [
      {
        id: malformedSubscription,
        displayName: 'Litware',
        plans: { StorageAccounts: { pricingTier: null, subPlan: 7, extensions: 'none' } },
      },
    ],
    resources: listResources([
      ...usualAssignments([malformedSubscription]),
      ...healthy,
      ...malformedRows(),
      ...malformedAnswers(),
      ...otherResources(place, { virtualMachine: ['vm-litware', 3] }),
    ]),
    listPage: 10,
  };
}

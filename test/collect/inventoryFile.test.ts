import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventoryOf, type Inventory } from '../../lib/collect/inventoryFile.ts';
import { isRow, type Row } from '../../lib/model/row.ts';
import type { Source } from '../../lib/model/check.ts';
import type { Subject } from '../../lib/model/subject.ts';

// Bodies of Microsoft's published examples, as they are, the list cut to its first two accounts:
// https://github.com/Azure/azure-rest-api-specs/tree/main/specification/storage/resource-manager/Microsoft.Storage/stable/2024-01-01/examples
// (StorageAccountGetProperties, StorageAccountList, BlobServicesGet) and
// https://github.com/Azure/azure-rest-api-specs/tree/main/specification/monitor/resource-manager/Microsoft.Insights/preview/2021-05-01-preview/examples
// (listDiagnosticSettings). bicepSnapshot.json is what Bicep 0.47.16 wrote for an account, its blob service and a diagnostic setting.
function published(name: string): Row {
  const document: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'inventory', `${name}.json`), 'utf8'));
  if (!isRow(document)) throw new Error(`${name} is no object`);
  return document;
}

const accountGet = published('storageAccountGet');
const accountId = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one';
const account = (over: Row = {}): Row => ({
  id: accountId,
  name: 'one',
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  properties: { supportsHttpsTrafficOnly: true },
  ...over,
});
const graphRow = (over: Row = {}): Row =>
  account({
    type: 'microsoft.storage/storageaccounts',
    subscriptionId: 's1',
    tenantId: 't',
    resourceGroup: 'rg',
    ...over,
  });
const graphAnswer = (data: readonly unknown[], over: Row = {}) => ({
  count: data.length,
  data,
  skip_token: null,
  total_records: data.length,
  ...over,
});
const child = (path: string, over: Row = {}): Row => ({
  id: `${accountId}/${path}`,
  name: 'default',
  properties: {},
  ...over,
});

const permission = 'Microsoft.Storage/storageAccounts/blobServices/read';
const blobService: Source = {
  from: 'child',
  path: 'blobServices/default',
  apiVersion: '2024-01-01',
  many: false,
  ifNotFound: 'unread',
  permission,
};
const settings: Source = {
  ...blobService,
  path: 'providers/Microsoft.Insights/diagnosticSettings',
  apiVersion: '2021-05-01-preview',
  many: true,
};
const setting = (name: string) => child(`providers/microsoft.insights/diagnosticSettings/${name}`);

const inventory = (document: unknown, versions?: readonly (readonly [string, string])[]): Inventory =>
  inventoryOf(document, 'export.json', new Map(versions));
function only(of: Inventory): Subject {
  const [first] = of.subjects;
  if (first === undefined) throw new Error('nothing there');
  return first;
}
const origin = (document: unknown, versions?: readonly (readonly [string, string])[]) =>
  only(inventory(document, versions)).origin;

describe('the forms of an inventory file', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['a published ARM GET answer', accountGet, ['sto8596']],
    ['an array of ARM GET answers', [accountGet, published('blobServicesGet')], ['sto8596', 'default']],
    ['a published ARM list answer', published('storageAccountList'), ['sto1125', 'sto3699']],
    ['a bicep snapshot', published('bicepSnapshot'), ['snapshotaccount1', 'snapshotaccount1/default', 'toWorkspace']],
    ['what az graph query prints', graphAnswer([graphRow()]), ['one']],
    [
      'the answer of the REST API of Resource Graph',
      { totalRecords: 1, count: 1, resultTruncated: 'false', data: [graphRow()] },
      ['one'],
    ],
    ['a bare array of rows', [graphRow()], ['one']],
    [
      'several answers in one array',
      [accountGet, published('storageAccountList'), graphAnswer([graphRow()])],
      ['sto8596', 'sto1125', 'sto3699', 'one'],
    ],
  ])('reads %s', (_form, document, names) => {
    const found = inventory(document).subjects.filter(({ type }) => type !== 'microsoft.resources/subscriptions');
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it('reads what the id says and what the row says', () => {
    expect(only(inventory(accountGet))).toMatchObject({
      id: accountGet['id'],
      type: 'microsoft.storage/storageaccounts',
      name: 'sto8596',
      subscriptionId: '{subscription-id}',
      resourceGroup: 'res9407',
      location: 'eastus2(stage)',
    });
  });

  it('asks the checks of each subscription that an id names, once', () => {
    const named = inventory([account(), account({ id: accountId.replace('one', 'two') })]).subjects.slice(2);
    expect(named).toMatchObject([
      { id: '/subscriptions/s1', type: 'microsoft.resources/subscriptions', origin: 'export' },
    ]);
    const row = { id: '/subscriptions/S1', subscriptionId: 's1', displayName: 'Contoso', state: 'Enabled' };
    expect(inventory([row, account()]).subjects.map(({ id }) => id)).toEqual(['/subscriptions/S1', accountId]);
  });
});

describe('what an absent property proves', () => {
  it.each<[string, 'arm' | 'export', unknown]>([
    ['a published ARM GET answer', 'arm', accountGet],
    ['a published ARM list answer', 'arm', published('storageAccountList')],
    ['a row with subscriptionId', 'export', account({ subscriptionId: 's1' })],
    ['a row with tenantId', 'export', account({ tenantId: 't' })],
    ['a row with resourceGroup, as the Azure CLI adds it', 'export', account({ resourceGroup: 'rg' })],
    ['a row without properties', 'export', account({ properties: undefined })],
    [
      'a row whose type is in the lower case of Resource Graph',
      'export',
      account({ type: 'microsoft.storage/storageaccounts' }),
    ],
    ['any row of an answer of Resource Graph', 'export', graphAnswer([account()])],
    ['what a deployment would make', 'export', published('bicepSnapshot')],
    [
      "a subscription's own ARM answer",
      'arm',
      { id: '/subscriptions/s1', subscriptionId: 's1', tenantId: 't', state: 'Enabled' },
    ],
  ])('of %s: %s', (_case, expected, document) => {
    expect(origin(document)).toBe(expected);
  });

  it('is proved by --inventory-api-version of at least the version that the checks are written for', () => {
    const type = 'microsoft.storage/storageaccounts';
    expect(origin(graphAnswer([graphRow()]), [[type, '2024-01-01']])).toBe('arm');
    expect(origin(graphAnswer([graphRow()]), [[type, '2025-06-01']])).toBe('arm');
    expect(origin(graphAnswer([graphRow()]), [[type, '2019-06-01']])).toBe('export');
    expect(origin(graphAnswer([graphRow()]), [['microsoft.web/sites', '2024-01-01']])).toBe('export');
    const { notices } = inventory(graphAnswer([graphRow()]), [
      [type, '2019-06-01'],
      ['microsoft.web/sites', '2024-01-01'],
    ]);
    expect(notices).toEqual([
      'microsoft.storage/storageaccounts was read at 2019-06-01; the checks are written for 2024-01-01, so what those rows lack stays unknown.',
      '--inventory-api-version names microsoft.web/sites, of which the file holds nothing.',
    ]);
  });

  it('takes an expression that a snapshot left as absent, and a list that holds one', () => {
    const expression = "[reference('x').minimumTlsVersion]";
    const properties = {
      minimumTlsVersion: expression,
      accessTier: 'Hot',
      text: '[[literal]',
      ipRules: [{ value: '1.2.3.4' }, expression],
    };
    const { row } = only(inventory({ predictedResources: [account({ apiVersion: '2024-01-01', properties })] }));
    expect(row['properties']).toEqual({ accessTier: 'Hot', text: '[[literal]' });
  });
});

describe('children', () => {
  it('are found by id in any case', () => {
    const of = inventory([
      account(),
      { ...child('BLOBSERVICES/Default'), id: `${accountId.toUpperCase()}/BLOBSERVICES/Default` },
    ]);
    expect(of.read(blobService, only(of))).toMatchObject({
      state: 'read',
      value: [{ row: { name: 'default' }, origin: 'arm' }],
    });
  });

  it('prove no absence where they are no ARM answers', () => {
    const of = inventory([account(), child('blobServices/default', { resourceGroup: 'rg' })]);
    expect(of.read(blobService, only(of))).toMatchObject({ value: [{ origin: 'export' }] });
  });

  it('that the file lacks are named by path, version and permission', () => {
    const of = inventory(account());
    expect(of.read(blobService, only(of))).toEqual({
      state: 'unread',
      reason: 'notInExport',
      detail: 'GET blobServices/default?api-version=2024-01-01 is not in the file',
      permission,
    });
  });

  it('are no list unless a list answer shows them whole', () => {
    const loose = inventory([account(), setting('a'), setting('b')]);
    expect(loose.read(settings, only(loose))).toMatchObject({
      reason: 'notInExport',
      detail:
        'the file holds 2 of GET providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview, and nothing says that these are all',
    });
    const whole = inventory([account(), { value: [setting('a'), setting('b')] }]);
    expect(whole.read(settings, only(whole))).toMatchObject({ state: 'read', value: [{}, {}] });
    const cut = inventory([account(), { value: [setting('a')], nextLink: 'https://management.azure.com/more' }]);
    expect(cut.read(settings, only(cut))).toMatchObject({ state: 'unread' });
    const mixed = inventory({ value: [account(), setting('a')] });
    expect(mixed.read(settings, only(mixed))).toMatchObject({ state: 'unread' });
  });

  it('of the published list of diagnostic settings belong to its workflow', () => {
    const id =
      '/subscriptions/1a66ce04-b633-4a0b-b2bc-a912ec8986a6/resourceGroups/viruela1/providers/Microsoft.Logic/workflows/viruela6';
    const of = inventory([{ ...account(), id }, published('diagnosticSettingsList')]);
    expect(of.read(settings, only(of))).toMatchObject({ state: 'read', value: [{ row: { name: 'mysetting' } }] });
  });

  it('of the subscription are the plans of Defender for Cloud, in a list that is whole', () => {
    const plans: Source = {
      from: 'defender',
      list: 'pricings',
      apiVersion: '2024-01-01',
      permission: 'Microsoft.Security/pricings/read',
    };
    const pricing = {
      id: '/subscriptions/s1/providers/Microsoft.Security/pricings/StorageAccounts',
      name: 'StorageAccounts',
      properties: {},
    };
    const read = (of: Inventory) => {
      const subscription = of.subjects.find(({ id }) => id === '/subscriptions/s1');
      return subscription && of.read(plans, subscription);
    };
    expect(read(inventory({ value: [pricing] }))).toMatchObject({ state: 'read', value: [{ row: pricing }] });
    expect(read(inventory([pricing]))).toMatchObject({ state: 'unread', reason: 'notInExport' });
  });
});

describe('rows that cannot be taken as they are', () => {
  it.each<[unknown, string]>([
    [null, 'it is not an object'],
    ['text', 'it is not an object'],
    [[account()], 'it is not an object'],
    [{ ...account(), id: undefined }, 'it has no id'],
    [account({ id: 7 }), 'its id is not text'],
    [account({ id: 'one' }), 'its id is not that of a resource: one'],
    [account({ id: '/subscriptions//resourceGroups/rg/providers/A.B/c/d' }), 'its id is not that of a resource'],
    [account({ id: '/subscriptions/s1/resourceGroups/rg/providers/A.B/c' }), 'its id is not that of a resource'],
    [
      account({ id: "[resourceId('a')]" }),
      'its id is an expression: give bicep snapshot --subscription-id and --resource-group',
    ],
    [{ error: { code: 'AuthorizationFailed', message: 'no' } }, 'it is the error AuthorizationFailed, not a resource'],
  ])('%j is unreadable, and its siblings are not', (row, detail) => {
    const of = inventory([row, account()]);
    expect(of.unreadable).toHaveLength(1);
    expect(of.unreadable[0]).toMatchObject({ position: 'row 1' });
    expect(of.unreadable[0]?.detail).toContain(detail);
    expect(only(of).name).toBe('one');
  });

  it('judges a resource once that is there twice, by its ARM answer', () => {
    const of = inventory([graphRow({ id: accountId.toUpperCase() }), account(), account({ name: 'again' })]);
    expect(of.subjects).toMatchObject([{ name: 'one', origin: 'arm' }, { type: 'microsoft.resources/subscriptions' }]);
    expect(of.notices).toEqual(['2 of 3 rows repeat a resource; each resource was judged once.']);
  });

  it('counts what an answer of Resource Graph says that it lacks', () => {
    const of = inventory(graphAnswer([graphRow()], { skip_token: 'abc', total_records: 900 }));
    expect(of.missing).toBe(899);
    expect(of.notices[0]).toMatch(
      /^The export holds 1 of 900 rows: az graph query prints 100 unless told --first 1000/,
    );
    expect(inventory({ value: [account()], nextLink: 'https://x' })).toMatchObject({
      missing: 1,
      notices: [expect.stringContaining('nextLink')],
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  developmentSubscription,
  productionSubscription,
  sandboxSubscription,
} from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { bodyOf, codesOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';

const accounts = "type =~ 'Microsoft.Storage/storageAccounts'";
let caller: Caller;

beforeAll(async () => {
  caller = await openCaller({ sample: 'default', quotas: false });
});
afterAll(async () => {
  await caller.tenant.close();
});

const names = async (query: string, more = {}): Promise<unknown[]> =>
  rowsOf(await caller.graph(query, more)).map((row) => row['name']);

describe('the query language', () => {
  const first = `resources | where ${accounts}`;
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    [`${first} and name == 'contosoweb' | project name`, ['contosoweb']],
    [`${first} and name == 'CONTOSOWEB' | project name`, []],
    [`${first} and name =~ 'CONTOSOWEB' | project name`, ['contosoweb']],
    [`${first} and name in ('contosoweb', "CONTOSOCDN") | project name`, ['contosoweb']],
    [
      `${first} and name in~ ('contosoweb', "CONTOSOCDN") | project name | order by name asc`,
      ['contosocdn', 'contosoweb'],
    ],
    [
      `${first} and not(name has 'fabrikamdev') and (name == 'fabrikamdev' or name == 'fabrikamtest') | project name`,
      ['fabrikamtest'],
    ],
    [`${first} and resourceGroup has 'legacy' and location != 'westeurope' | project name`, ['contosobackup']],
    [`${first} and resourceGroup has 'lega' | project name`, []],
    [
      `${first} and isempty(properties.minimumTlsVersion) and subscriptionId == '${productionSubscription}' | order by name asc | project name`,
      ['contosoarchive', 'contosoledger', 'contosoreceipts'],
    ],
    [
      `${first} and isnotempty(properties.keyPolicy) and properties.keyPolicy.keyExpirationPeriodInDays > 90 | project name`,
      ['contosoimports'],
    ],
    [`${first} and sku.name == 'Premium_ZRS' | project name`, ['contosofiles']],
    [
      `${first} | extend k = tolower(id) | where strcmp(k, '/subscriptions/${developmentSubscription}') > 0 | order by k asc | project name | limit 2`,
      ['fabrikambuilds', 'fabrikamdev'],
    ],
    [`${first} | order by name desc | take 2 | project name`, ['fabrikamtest', 'fabrikamstate']],
    [`${first} | order by name | limit 1 | project name`, ['fabrikamtest']],
    [String.raw`${first} and name == 'it\'s' | project name`, []],
    [
      `resourcecontainers | where type == 'microsoft.resources/subscriptions' | order by name asc | project name`,
      ['Contoso Production', 'Fabrikam Development', 'Tailspin Sandbox'],
    ],
  ];
  it.each(cases)('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('counts by columns', async () => {
    const bySubscription = await caller.graph(`resources | where ${accounts} | summarize count() by subscriptionId`);
    expect(rowsOf(bySubscription)).toEqual([
      { subscriptionId: productionSubscription, count_: 19 },
      { subscriptionId: developmentSubscription, count_: 6 },
    ]);
    const named = await caller.graph(`resources | where ${accounts} | summarize n = count() by kind | order by n desc`);
    expect(rowsOf(named)[0]).toEqual({ kind: 'StorageV2', n: 20 });
  });

  const refused: readonly (readonly [string, string])[] = [
    ['compares strings with >', "resources | where id > 'a'"],
    ['compares strings with <', "resources | where tolower(id) < 'a'"],
    ['compares strings with >=', "resources | where name >= 'a'"],
    ['asks for an unknown column', 'resources | where colour == 1'],
    ['uses an operator outside the subset', 'resources | mv-expand properties'],
    ['calls an unknown function', "resources | where startswith(name, 'a')"],
    ['leaves a text open', "resources | where name == 'a"],
    ['leaves a parenthesis open', "resources | where (name == 'a'"],
    ['gives strcmp a dynamic', "resources | where strcmp(properties.x, 'a') > 0"],
    ['ends with a pipe', 'resources |'],
    ['is empty', ''],
  ];
  it.each(refused)('refuses a query that %s', async (_what, query) => {
    const reply = await caller.graph(query);
    expect(reply.status).toBe(400);
    expect(codesOf(reply)).toEqual(['BadRequest', 'InvalidQuery', 'ParserFailure']);
  });

  it('refuses strcmp when told to', async () => {
    const strict = await openCaller({ sample: 'default', refuseStrcmp: true });
    const reply = await strict.graph("resources | where strcmp(tolower(id), 'a') > 0");
    expect(codesOf(reply)).toEqual(['BadRequest', 'InvalidQuery', 'ParserFailure']);
    await strict.tenant.close();
  });
});

describe('the answer', () => {
  it('has the columns and the headers of Resource Graph', async () => {
    const reply = await caller.graph(`resources | where name == 'contosopayments'`);
    const body = bodyOf(reply);
    expect(body).toMatchObject({ totalRecords: 1, count: 1, facets: [], resultTruncated: 'false' });
    expect(rowsOf(reply)[0]).toMatchObject({
      id: `/subscriptions/${productionSubscription}/resourceGroups/rg-payments/providers/Microsoft.Storage/storageAccounts/contosopayments`,
      type: 'microsoft.storage/storageaccounts',
      kind: 'StorageV2',
      location: 'westeurope',
      resourceGroup: 'rg-payments',
      subscriptionId: productionSubscription,
      managedBy: '',
      sku: { name: 'Standard_GZRS', tier: 'Standard' },
      plan: null,
      zones: null,
      extendedLocation: null,
    });
  });

  it('pages with $skipToken where rows keep their id', async () => {
    const query = `resources | where ${accounts} | project id`;
    const first = bodyOf(await caller.graph(query, { options: { $top: 20 } }));
    expect(first).toMatchObject({ count: 20, totalRecords: 25, resultTruncated: 'true' });
    const second = bodyOf(await caller.graph(query, { options: { $top: 20, $skipToken: first['$skipToken'] } }));
    expect(second).toMatchObject({ count: 5, totalRecords: 25, resultTruncated: 'false' });
    expect(second).not.toHaveProperty('$skipToken');
  });

  it.each(['resources | project id | limit 30', 'resources | summarize count() by id', 'resources | project name'])(
    'gives no $skipToken for %s',
    async (query) => {
      const body = bodyOf(await caller.graph(query, { options: { $top: 10 } }));
      expect(body['resultTruncated']).toBe('true');
      expect(body).not.toHaveProperty('$skipToken');
    },
  );

  it('refuses a foreign $skipToken, a $top over 1,000 and a body that is not JSON', async () => {
    const token = Buffer.from('{"skip":1,"query":7}').toString('base64url');
    expect((await caller.graph('resources', { options: { $skipToken: token } })).status).toBe(400);
    expect((await caller.graph('resources', { options: { $top: 1001 } })).status).toBe(400);
    expect((await caller.graph('resources', { options: { $top: 0 } })).status).toBe(400);
    expect((await caller.graph('resources', { subscriptions: 'all' })).status).toBe(400);
  });
});

describe('the scope', () => {
  const count = 'resources | summarize count() by subscriptionId';
  const seen = async (more: object): Promise<unknown[]> =>
    rowsOf(await caller.graph(count, { ...more })).map((row) => row['subscriptionId']);
  const unknown = '5a9e0000-9999-4000-8000-000000000000';

  it('is the subscriptions asked for, in any case', async () => {
    expect(await seen({ subscriptions: [sandboxSubscription.toUpperCase()] })).toEqual([sandboxSubscription]);
  });
  it('is what lies below a management group', async () => {
    expect(await seen({ managementGroups: ['sample-platform'] })).toEqual([
      productionSubscription,
      developmentSubscription,
    ]);
    expect((await caller.graph(count, { managementGroups: ['other'] })).status).toBe(403);
  });
  it('leaves out what cannot be seen without saying so', async () => {
    expect(await seen({ subscriptions: [unknown, sandboxSubscription] })).toEqual([sandboxSubscription]);
  });
  it('is refused where nothing in it can be seen', async () => {
    const reply = await caller.graph(count, { subscriptions: [unknown] });
    expect(reply.status).toBe(400);
    expect(codesOf(reply)).toEqual(['BadRequest', 'NoValidSubscriptionsInQueryRequest']);
  });
});

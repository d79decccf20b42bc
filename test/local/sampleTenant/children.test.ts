import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productionSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { bodyOf, codesOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';
import { idIn, resourceAt, smallEstate } from './smallEstate.ts';

const subscription = `/subscriptions/${productionSubscription}`;
const vault = idIn('Microsoft.KeyVault/vaults/v1');
const bare = idIn('Microsoft.KeyVault/vaults/v2');
const server = idIn('Microsoft.Sql/servers/s1');
const database = `${server}/databases/d1`;
const site = idIn('Microsoft.Web/sites/w1');
const machine = idIn('Microsoft.Compute/virtualMachines/m1');
const watcher = idIn('Microsoft.Network/networkWatchers/n1');
const recovery = idIn('Microsoft.RecoveryServices/vaults/r1');
const item = `${recovery}/backupFabrics/Azure/protectionContainers/c1/protectedItems/p1`;

const estate = smallEstate(
  [
    resourceAt(
      vault,
      {},
      {
        keys: [{ name: 'k1' }, { name: 'K2' }, { name: 'k3' }],
        secrets: [],
        'providers/microsoft.insights/diagnosticsettings': [{ name: 'audit' }],
      },
    ),
    resourceAt(bare),
    resourceAt(
      server,
      {},
      {
        'auditingsettings/default': { name: 'default', properties: { state: 'Enabled' } },
        firewallrules: [{ name: 'all' }],
      },
    ),
    resourceAt(database, {}, { 'transparentdataencryption/current': { properties: { state: 'Enabled' } } }),
    resourceAt(site, {}, { 'config/web': { properties: { minTlsVersion: '1.2' } } }),
    resourceAt(machine),
    ...['e1', 'e2', 'e3'].map((name) => resourceAt(`${machine}/extensions/${name}`, { publisher: name })),
    resourceAt(watcher),
    resourceAt(recovery),
    resourceAt(item, { protectionState: 'Protected' }),
  ],
  {
    children: {
      'providers/microsoft.insights/diagnosticsettings': [{ name: 'activity' }, { name: 'second' }, { name: 'third' }],
      'providers/microsoft.security/securitycontacts/default': { name: 'default', properties: { emails: '' } },
    },
  },
);

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ sample: 'default', quotas: false, estate });
});
afterAll(async () => {
  await caller.tenant.close();
});

const names = async (path: string): Promise<unknown[]> => (await caller.list(path)).map((row) => row['name']);
const found = async (path: string): Promise<readonly unknown[]> => {
  const reply = await caller.get(path);
  return [reply.status, codesOf(reply)[0]];
};

describe('children that a sample brings', () => {
  it.each([
    [`${server}/auditingSettings/default?api-version=2023-08-01`, { properties: { state: 'Enabled' } }],
    [`${site}/config/web?api-version=2024-04-01`, { properties: { minTlsVersion: '1.2' } }],
    [`${database}/transparentDataEncryption/current?api-version=2023-08-01`, { properties: { state: 'Enabled' } }],
    [`${vault}/keys/k2?api-version=2023-07-01`, { name: 'K2' }],
    [
      `${subscription}/providers/Microsoft.Security/securityContacts/default?api-version=2023-12-01-preview`,
      { name: 'default' },
    ],
  ])('%s is an object', async (path, body) => {
    const reply = await caller.get(path);
    expect([reply.status, bodyOf(reply)]).toEqual([200, expect.objectContaining(body)]);
  });

  it.each([
    [`${vault}/keys?api-version=2023-07-01`, ['k1', 'K2', 'k3']],
    [`${vault}/secrets?api-version=2023-07-01`, []],
    [`${vault}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`, ['audit']],
    [`${server}/firewallRules?api-version=2023-08-01`, ['all']],
    [
      `${subscription}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`,
      ['activity', 'second', 'third'],
    ],
  ])('%s is a list, page by page', async (path, expected) => {
    expect(await names(path)).toEqual(expected);
    expect(rowsOf(await caller.get(path), 'value').length).toBeLessThanOrEqual(2);
  });
});

describe('lists that a resource brings nothing for', () => {
  it.each([
    ['that another one of its type has', `${bare}/keys?api-version=2023-07-01`],
    [
      'of diagnostic settings',
      `${machine}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`,
    ],
    ['of flow logs', `${watcher}/flowLogs?api-version=2024-05-01`],
    [
      'of locks, filtered',
      `${subscription}/providers/Microsoft.Authorization/locks?api-version=2020-05-01&$filter=atScope()`,
    ],
    ['of what is judged and not there', `${subscription}/providers/Microsoft.Compute/disks?api-version=2024-03-02`],
  ])('are empty: one %s', async (_what, path) => {
    const reply = await caller.get(path);
    expect([reply.status, bodyOf(reply)]).toEqual([200, { value: [] }]);
  });
});

describe('what nothing hangs below', () => {
  it.each([
    ['an unknown object', `${bare}/keys/k9?api-version=2023-07-01`, 'ResourceNotFound'],
    ['an unknown list', `${vault}/keyz?api-version=2023-07-01`, 'ResourceNotFound'],
    ['a child of a resource that is not there', `${vault}9/keys?api-version=2023-07-01`, 'ResourceNotFound'],
    ['an extension that is not there', `${machine}/extensions/e9?api-version=2024-07-01`, 'ResourceNotFound'],
    [
      'an unknown type',
      `${subscription}/providers/Microsoft.Network/nothings?api-version=2024-05-01`,
      'InvalidResourceType',
    ],
    [
      'an unknown object of the subscription',
      `${subscription}/providers/Microsoft.Security/securityContacts/other?api-version=2023-12-01-preview`,
      'ResourceNotFound',
    ],
  ])('answers 404 for %s', async (_what, path, code) => {
    expect(await found(path)).toEqual([404, code]);
  });
});

describe('nested resources', () => {
  it('are answered by their ids', async () => {
    const extension = bodyOf(await caller.get(`${machine}/extensions/E2?api-version=2024-07-01`));
    expect(extension).toMatchObject({ id: `${machine}/extensions/e2`, properties: { publisher: 'e2' } });
    expect(bodyOf(await caller.get(`${item}?api-version=2024-04-01`))).toMatchObject({ id: item });
  });
  it('are listed below their parents, also under another name', async () => {
    expect(await names(`${machine}/extensions?api-version=2024-07-01`)).toEqual(['e1', 'e2', 'e3']);
    expect(await names(`${server}/databases?api-version=2023-08-01`)).toEqual(['d1']);
    expect(await names(`${recovery}/backupProtectedItems?api-version=2024-04-01`)).toEqual(['p1']);
  });
  it('are not among the resources of the type above them', async () => {
    expect(await names(`${subscription}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01`)).toEqual([
      'm1',
    ]);
  });
});

describe('a refused action', () => {
  const cases: readonly (readonly [action: string, path: string, table: string])[] = [
    ['Microsoft.Compute/virtualMachines/extensions/read', `${machine}/extensions?api-version=2024-07-01`, 'resources'],
    [
      'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/read',
      `${recovery}/backupProtectedItems?api-version=2024-04-01`,
      'recoveryservicesresources',
    ],
  ];
  it.each(cases)('%s hides the rows, refuses the list and shows the parent', async (action, path, table) => {
    const narrow = await openCaller({ sample: 'default', quotas: false, estate, refusedActions: [action] });
    const type = action.slice(0, -'/read'.length);
    const rows = async (of: Caller): Promise<number> =>
      rowsOf(await of.graph(`${table} | where type =~ '${type}'`)).length;
    const refused = await narrow.get(path);
    const parent = path.slice(0, path.lastIndexOf('/'));
    expect([
      refused.status,
      await rows(narrow),
      (await narrow.get(`${parent}${path.slice(path.indexOf('?'))}`)).status,
    ]).toEqual([403, 0, 200]);
    expect(refused.text).toContain(`'${action}'`);
    expect(await rows(caller)).toBeGreaterThan(0);
    await narrow.tenant.close();
  });

  it.each([
    ['Microsoft.KeyVault/vaults/keys/read', `${vault}/keys?api-version=2023-07-01`],
    ['Microsoft.Sql/servers/auditingSettings/read', `${server}/auditingSettings/default?api-version=2023-08-01`],
    [
      'Microsoft.Sql/servers/databases/transparentDataEncryption/read',
      `${database}/transparentDataEncryption/current?api-version=2023-08-01`,
    ],
    ['Microsoft.Web/sites/config/read', `${site}/config/web?api-version=2024-04-01`],
    [
      'Microsoft.Insights/diagnosticSettings/read',
      `${subscription}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`,
    ],
  ])('%s refuses the child', async (action, path) => {
    const narrow = await openCaller({
      sample: 'default',
      quotas: false,
      estate,
      refusedActions: [action.toUpperCase()],
    });
    expect((await narrow.get(path)).status).toBe(403);
    await narrow.tenant.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { managementGroupId, productionSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';
import { idIn, resourceAt, smallEstate } from './smallEstate.ts';

const subscription = `/subscriptions/${productionSubscription}`;
const group = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
const assignment = (scope: string, name: string): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const recovery = idIn('Microsoft.RecoveryServices/vaults/r1');

const estate = smallEstate([
  resourceAt(idIn('Microsoft.Network/networkInterfaces/nic1'), {
    role: 'web',
    networkSecurityGroup: { id: '/NSG/One' },
  }),
  resourceAt(idIn('Microsoft.Network/networkInterfaces/nic2'), { networkSecurityGroup: { id: '/nsg/two' } }),
  resourceAt(idIn('Microsoft.Network/networkInterfaces/nic3')),
  resourceAt(idIn('Microsoft.Compute/virtualMachines/vm1')),
  resourceAt(idIn('Microsoft.Compute/virtualMachines/vm1/extensions/ext1')),
  resourceAt(idIn('Microsoft.Compute/virtualMachines/vm10/extensions/ext10')),
  resourceAt(recovery),
  resourceAt(`${recovery}/backupFabrics/Azure/protectionContainers/c/protectedItems/item1`),
  resourceAt(`${subscription}/providers/Microsoft.Security/assessments/assessment1`),
  resourceAt(`${subscription}/providers/Microsoft.Security/secureScores/ascScore`),
  resourceAt(assignment('', 'root')),
  resourceAt(assignment(group(managementGroupId), 'group')),
  resourceAt(assignment(group('elsewhere'), 'elsewhere')),
  resourceAt(assignment(subscription, 'subscription')),
  resourceAt(assignment(`${subscription}/resourceGroups/rg-small`, 'resource-group')),
]);

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ sample: 'default', quotas: false, estate });
});
afterAll(async () => {
  await caller.tenant.close();
});

const names = async (query: string, more = {}): Promise<unknown[]> =>
  rowsOf(await caller.graph(`${query} | project id, name`, more)).map((row) => row['name']);

it.each([
  ['resources', ['vm1', 'ext1', 'ext10', 'nic1', 'nic2', 'nic3', 'r1']],
  ['recoveryservicesresources', ['item1']],
  ['securityresources', ['assessment1', 'ascScore']],
  ['authorizationresources', ['resource-group', 'subscription']],
])('%s holds its types and no others', async (table, expected) => {
  expect(new Set(await names(table))).toEqual(new Set(expected));
});

it('has no resource group for what lies in none', async () => {
  const query = "resourcecontainers | where type =~ 'microsoft.resources/subscriptions/resourcegroups'";
  expect(await names(query)).toEqual(['rg-small']);
});

describe('authorizationScopeFilter', () => {
  it.each([
    ['AtScopeAndBelow', ['resource-group', 'subscription']],
    ['AtScopeExact', ['subscription']],
    ['AtScopeAndAbove', ['root', 'group', 'subscription']],
    ['AtScopeAboveAndBelow', ['root', 'group', 'resource-group', 'subscription']],
  ])('%s shows what applies, and nothing of other management groups', async (authorizationScopeFilter, expected) => {
    const more = { subscriptions: [productionSubscription], options: { authorizationScopeFilter } };
    expect(new Set(await names('authorizationresources', more))).toEqual(new Set(expected));
  });
  it('is one of four', async () => {
    const reply = await caller.graph('authorizationresources', { options: { authorizationScopeFilter: 'All' } });
    expect(reply.status).toBe(400);
  });
  it('shows nothing to who may not read role assignments', async () => {
    const refusedActions = ['Microsoft.Authorization/roleAssignments/read'];
    const narrow = await openCaller({ sample: 'default', quotas: false, estate, refusedActions });
    const more = { options: { authorizationScopeFilter: 'AtScopeAboveAndBelow' } };
    expect(rowsOf(await narrow.graph('authorizationresources', more))).toEqual([]);
    await narrow.tenant.close();
  });
});

describe('joins', () => {
  const nic = (name: string): string => idIn(`Microsoft.Network/networkInterfaces/${name}`);
  const machine = idIn('Microsoft.Compute/virtualMachines/vm1');
  const ofType = "resources | where type =~ 'Microsoft.Network/networkInterfaces'";
  const byGroup = 'tolower(tostring(properties.networkSecurityGroup.id))';
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`${ofType} | where id in~ ('${nic('NIC1').toUpperCase()}', '${nic('nic3')}', '${nic('nic9')}')`, ['nic1', 'nic3']],
    [`${ofType} | where tolower(id) in ('${nic('nic2').toLowerCase()}', '${machine.toLowerCase()}')`, ['nic2']],
    [`${ofType} | where tolower(id) in ('${nic('nic2')}')`, []],
    [`${ofType} | where id in ('${nic('nic2')}', '${nic('nic1').toLowerCase()}')`, ['nic2']],
    [`${ofType} | where id =~ '${nic('nic2').toUpperCase()}'`, ['nic2']],
    [`${ofType} | where id in~ ('${nic('nic2')}') or name == 'nic3'`, ['nic2', 'nic3']],
    // What was found for another type is not what is found for this one.
    [`resources | where type =~ 'Microsoft.Compute/virtualMachines' | where ${byGroup} in ('/nsg/one')`, []],
    [`${ofType} | where ${byGroup} in ('/nsg/one', '/nsg/three')`, ['nic1']],
    [`${ofType} | where ${byGroup} in ('/NSG/One')`, []],
    [`${ofType} | where tostring(properties.networkSecurityGroup.id) in~ ('/nsg/ONE', '/NSG/TWO')`, ['nic1', 'nic2']],
    [`${ofType} | where ${byGroup} in ('/nsg/one', '/nsg/two') and name != 'nic1'`, ['nic2']],
    [
      `resources | where type =~ 'microsoft.compute/virtualmachines/extensions' | where (id startswith '${machine}/')`,
      ['ext1'],
    ],
    [
      `resources | where (id startswith '${machine.toUpperCase()}/' or id startswith '${machine}0/') | order by name asc`,
      ['ext1', 'ext10'],
    ],
    [`${ofType} | where isnotempty(properties['role']) and properties.['networkSecurityGroup'].id has 'one'`, ['nic1']],
  ];
  it.each(cases)('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('go on after an id, in pages', async () => {
    const ids = [nic('nic1'), nic('nic2'), nic('nic3')].map((id) => `'${id}'`).join(', ');
    const query = `${ofType} | where id in~ (${ids}) | extend k = tolower(id) | where strcmp(k, '${nic('nic1').toLowerCase()}') > 0 | order by k asc`;
    const reply = await caller.graph(query, { options: { $top: 1 } });
    expect(rowsOf(reply).map((row) => row['name'])).toEqual(['nic2']);
    expect(reply.text).toContain('"totalRecords":2');
  });
});

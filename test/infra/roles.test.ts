import { expect, test } from 'vitest';
import { appSets, ofType, read, tableUnder, codeOf, type Resource } from './snapshots.ts';

/** What the app's identity needs, and where: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const appRoles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88 on Microsoft.Storage/storageAccounts',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts',
  '3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components',
];
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** The principal is known only when the identity is there, so ids are expressions that name the scope. */
function scopeOf({ id }: Resource): string {
  const [, expression = ''] = /^\[(?:extension|subscription)ResourceId\('([^']+)'/.exec(id) ?? [];
  if (/^[0-9a-f-]{36}$/.test(expression)) return 'the subscription';
  const resource = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(expression)?.[1];
  if (resource !== undefined) return resource;
  return /^\/providers\/Microsoft.Management\/managementGroups\/[^/]+\//.test(id) ? 'the management group' : id;
}

const rolesOf = (name: string): readonly string[] =>
  ofType(name, 'Microsoft.Authorization/roleAssignments').map((assignment) => {
    const role = String(assignment.properties['roleDefinitionId']);
    return `${role.slice(role.lastIndexOf('/') + 1)} on ${scopeOf(assignment)}`;
  });

test.each([
  { name: 'minimal', scanning: [`${reader} on the subscription`] },
  { name: 'easyAuth', scanning: [`${reader} on the subscription`] },
  { name: 'managementGroup', scanning: [] },
])('$name: the app has the roles that it needs, and no more', ({ name, scanning }) => {
  expect(rolesOf(name).toSorted()).toEqual([...appRoles, ...scanning].toSorted());
});

test('managementGroupScanRole: the app may read the management group, and no more', () => {
  expect(rolesOf('managementGroupScanRole')).toEqual([`${reader} on the management group`]);
});

test.each(appSets)("%s: every role is the app's own identity's", (name) => {
  const assignments = ofType(name, 'Microsoft.Authorization/roleAssignments');
  for (const { properties } of assignments) {
    expect(properties['principalType']).toBe('ServicePrincipal');
    expect(properties['principalId']).toMatch(
      /^\[reference\('\S*\/Microsoft.ManagedIdentity\/userAssignedIdentities\/\S*', '[\d-]+'\)\.principalId\]$/,
    );
  }
});

test('infra/README.md has every role', () => {
  const listed = tableUnder('Roles').map(([, id]) => codeOf(id));
  const assigned = [...appRoles, reader].map((role) => role.slice(0, 36));
  expect(listed.toSorted()).toEqual(assigned.toSorted());
});

test('the app asks Azure as the identity that has the roles', () => {
  // Both credentials of the app are found by these: the one of the storage, and DefaultAzureCredential for what is scanned.
  expect(read('infra/functionApp.bicep')).toMatch(/AzureWebJobsStorage__clientId: identityClientId\n/);
  expect(read('infra/functionApp.bicep')).toMatch(/AZURE_CLIENT_ID: identityClientId\n/);
});

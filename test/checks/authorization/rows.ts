import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, type Given } from '../given.ts';

export const subscriptionId = '/subscriptions/a925f2f7-5c63-4b7b-8799-25a5f97bc3b2';
export const managementGroup = '/providers/Microsoft.Management/managementGroups/contoso';

const subscription: Row = {
  id: subscriptionId,
  type: 'microsoft.resources/subscriptions',
  name: 'Example',
  properties: { state: 'Enabled' },
};

export const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
export const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const userAccess = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
export const accessControl = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';

/** A guid that ends in a number, so that rows can tell one another. */
export const guid = (number: number): string => `b0f43c54-e787-4862-89b1-${String(number).padStart(12, '0')}`;

/** A role assignment on the subscription, named by its number: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/authorization/resource-manager/Microsoft.Authorization/stable/2022-04-01/examples/RoleAssignments_ListForScope.json */
export function assignment(number: number, role: string, principalType: unknown, properties: Row = {}): Row {
  const scope = typeof properties['scope'] === 'string' ? properties['scope'] : subscriptionId;
  return {
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/RoleAssignments/${guid(number)}`,
    type: 'microsoft.authorization/roleassignments',
    name: guid(number),
    properties: changed(
      {
        roleDefinitionId: `/providers/Microsoft.Authorization/RoleDefinitions/${role}`,
        principalId: guid(1000 + number),
        principalType,
        scope: subscriptionId,
      },
      properties,
    ),
  };
}

/** A custom role, named by its number: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/authorization/resource-manager/Microsoft.Authorization/stable/2022-04-01/examples/GetRoleDefinitionByName.json */
export function customRole(number: number, permissions: unknown, properties: Row = {}): Row {
  return {
    id: `${subscriptionId}/providers/Microsoft.Authorization/RoleDefinitions/${guid(number)}`,
    type: 'microsoft.authorization/roledefinitions',
    name: guid(number),
    properties: changed(
      {
        roleName: 'Operator',
        type: 'CustomRole',
        description: 'Role description',
        assignableScopes: [subscriptionId],
        permissions,
      },
      properties,
    ),
  };
}

/** One set of permissions, complete as Azure sends it. */
export const granted = (actions: readonly string[], more: Row = {}): readonly Row[] => [
  { actions, notActions: [], dataActions: [], notDataActions: [], ...more },
];

const answered = (type: string, read: Read<readonly Row[]>): Given => ({
  subject: subscription,
  reads: { [`microsoft.authorization/${type} in the subscription`]: read },
});
export const assignmentsRead = (read: Read<readonly Row[]>): Given => answered('roleassignments', read);
export const assignments = (...rows: readonly Row[]): Given => assignmentsRead(found(...rows));
export const rolesRead = (read: Read<readonly Row[]>): Given => answered('roledefinitions', read);
export const roles = (...rows: readonly Row[]): Given => rolesRead(found(...rows));

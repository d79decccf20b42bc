import roleAssignment from '../examples/roleAssignment.json' with { type: 'json' };
import roleDefinition from '../examples/roleDefinition.json' with { type: 'json' };
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import {
  developmentSubscription,
  managementGroupId,
  productionSubscription,
  sandboxSubscription,
} from '../subscriptionIds.ts';
import type { Row } from '../../../model/row.ts';

const production = `/subscriptions/${productionSubscription}`;
const development = `/subscriptions/${developmentSubscription}`;
const sandbox = `/subscriptions/${sandboxSubscription}`;
const managementGroup = `/providers/Microsoft.Management/managementGroups/${managementGroupId}`;

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const userAccess = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const accessControl = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';

/** What gives no role but AcrPull: https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples#example-constrain-acr-management */
const pullOnly = ['write', 'delete']
  .map((verb) => {
    const source = verb === 'write' ? '@Request' : '@Resource';
    return `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})) OR (${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {7f951dda-4ed3-4680-a7ca-43fe172d538d}))`;
  })
  .join(' AND ');

const guid = (block: string, number: number): string =>
  `5a9e0000-${block}-4000-8000-${String(number).padStart(12, '0')}`;

interface Grant {
  readonly scope: string;
  readonly role: string;
  /** Principals of one number are one. */
  readonly principal: number;
  readonly type?: 'Group' | 'ServicePrincipal' | 'User';
  readonly more?: Row;
}

function assignment({ scope, role, principal, type = 'User', more = {} }: Grant, index: number): SampleResource {
  const name = guid('a551', index + 1);
  const body = {
    ...roleAssignment.body,
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    properties: {
      ...roleAssignment.body.properties,
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId: guid('9e09', principal),
      principalType: type,
      scope,
      ...more,
    },
  };
  return { row: graphRow(body), body };
}

/** What every subscription holds at the least: two owners, and whoever reads it. */
export function usualAssignments(subscriptions: readonly string[]): readonly SampleResource[] {
  const usual = subscriptions.flatMap((id): readonly Grant[] => {
    const scope = `/subscriptions/${id}`;
    return [
      { scope, role: owner, principal: 1 },
      { scope, role: owner, principal: 3 },
      { scope, role: reader, principal: 2, type: 'ServicePrincipal' },
    ];
  });
  return usual.map(assignment);
}

const grants: readonly Grant[] = [
  { scope: managementGroup, role: owner, principal: 1 },
  { scope: managementGroup, role: reader, principal: 2, type: 'ServicePrincipal' },
  { scope: production, role: owner, principal: 3 },
  { scope: production, role: owner, principal: 4 },
  { scope: production, role: reader, principal: 5, type: 'Group' },
  {
    scope: production,
    role: accessControl,
    principal: 6,
    more: { condition: pullOnly, conditionVersion: '2.0' },
  },
  { scope: `${production}/resourceGroups/rg-web`, role: contributor, principal: 7, type: 'ServicePrincipal' },
  { scope: development, role: owner, principal: 3 },
  { scope: development, role: owner, principal: 8 },
  { scope: development, role: owner, principal: 9 },
  { scope: development, role: owner, principal: 7, type: 'ServicePrincipal' },
  { scope: development, role: contributor, principal: 10, type: 'ServicePrincipal' },
  { scope: development, role: userAccess, principal: 11 },
  { scope: sandbox, role: owner, principal: 12 },
];

interface Role {
  readonly scope: string;
  readonly name: string;
  readonly roleName: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
}

function definition({ scope, name, roleName, type, actions, notActions = [] }: Role): SampleResource {
  const body = {
    ...roleDefinition.body,
    id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
    name,
    properties: {
      ...roleDefinition.body.properties,
      roleName,
      type,
      assignableScopes: [scope === '' ? '/' : scope],
      permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
    },
  };
  return { row: graphRow(body), body };
}

const withoutAccess = ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'];

const roles: readonly Role[] = [
  { scope: '', name: owner, roleName: 'Owner', type: 'BuiltInRole', actions: ['*'] },
  {
    scope: production,
    name: guid('401e', 1),
    roleName: 'Contoso Machine Operator',
    type: 'CustomRole',
    actions: [
      '*/read',
      'Microsoft.Compute/virtualMachines/start/action',
      'Microsoft.Compute/virtualMachines/restart/action',
    ],
  },
  { scope: development, name: guid('401e', 2), roleName: 'Fabrikam Everything', type: 'CustomRole', actions: ['*'] },
  {
    scope: sandbox,
    name: guid('401e', 3),
    roleName: 'Tailspin Builder',
    type: 'CustomRole',
    actions: ['*'],
    notActions: withoutAccess,
  },
];

/** Production is run by a few people with narrow roles; in development everybody may do everything. */
export function authorizationSample(): readonly SampleResource[] {
  return [...grants.map(assignment), ...roles.map(definition)];
}

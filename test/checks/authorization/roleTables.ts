import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { refused } from '../given.ts';
import { customRole, granted, guid, managementGroup, roles, rolesRead, subscriptionId } from './rows.ts';

const path = 'roleDefinitions[Operator].properties.permissions[]';
const one = (actions: readonly string[], more: Row = {}) => roles(customRole(1, granted(actions, more)));
const none = 'no custom role can be assigned on the whole subscription';
const elsewhere = [`${subscriptionId}/resourceGroups/one`, '/subscriptions/187f412d-1758-44d9-b052-169e2564721d'];
const denied = rolesRead(refused('partialView', 'AuthorizationFailed', 'a/b'));

function told(expected: string) {
  const text = (verdict: string) => (actions: readonly string[]) => ({
    [guid(1)]: `${verdict}: ${path} is ${JSON.stringify(actions)}; expected ${expected}`,
  });
  return { passes: text('pass')([]), fails: text('fail') };
}
const unclear = (text: string) => ({ [guid(1)]: `unknown: malformed: ${text}` });
const malformed = [
  [
    roles(customRole(1, granted(['*']), { type: 'Custom' })),
    unclear('properties.type is "Custom", which is neither "CustomRole" nor "BuiltInRole"'),
  ],
  [
    roles(customRole(1, granted(['*']), { type: null })),
    unclear('properties.type is not set, which is neither "CustomRole" nor "BuiltInRole"'),
  ],
  [
    roles(customRole(1, granted(['*']), { assignableScopes: '/' })),
    unclear('properties.assignableScopes is "/", not a list'),
  ],
  [
    roles(customRole(1, granted(['*']), { assignableScopes: ['here'] })),
    unclear('a scope is "here", which is none that is known'),
  ],
  [roles(customRole(1, ['*'])), unclear('properties.permissions[0] is "*", not an object')],
  [roles(customRole(1, [{ actions: '*' }])), unclear('actions is "*", not a list')],
  [roles(customRole(1, [{ actions: [7] }])), unclear('actions holds 7, not text')],
  [roles(customRole(1, [{ actions: ['all'] }])), unclear('actions holds "all", not an operation')],
  [roles(customRole(1, [{ actions: ['*'], notActions: '*' }])), unclear('notActions is "*", not a list')],
] as const;

const access = told('nothing that grants Microsoft.Authorization/roleAssignments/write or roleDefinitions/write');
const wildcards = told('nothing for every resource provider but */read');
const unassignable = [
  [roles(), none],
  [roles(customRole(1, granted(['*']), { type: 'BuiltInRole' })), none],
  [roles(customRole(1, granted(['*']), { assignableScopes: elsewhere })), none],
  [roles(customRole(1, granted(['*']), { assignableScopes: [] })), none],
  [roles(customRole(1, granted(['*']), { assignableScopes: null })), none],
] as const;

export const roleTables: CheckTables = {
  'authorization-custom-role-grants-access': {
    pass: [],
    fail: [],
    parts: [
      [one(['*']), access.fails(['*'])],
      [one(['Microsoft.Authorization/*']), access.fails(['Microsoft.Authorization/*'])],
      [
        one(['microsoft.authorization/ROLEASSIGNMENTS/write']),
        access.fails(['microsoft.authorization/ROLEASSIGNMENTS/write']),
      ],
      [one(['Microsoft.Authorization/roleAssignments/*']), access.fails(['Microsoft.Authorization/roleAssignments/*'])],
      [one(['*/write', '*/read']), access.fails(['*/write'])],
      [
        one(['Microsoft.Authorization/roleDefinitions/write']),
        access.fails(['Microsoft.Authorization/roleDefinitions/write']),
      ],
      // One of the two operations is left out.
      [one(['*'], { notActions: ['Microsoft.Authorization/roleAssignments/write'] }), access.fails(['*'])],
      [one(['*'], { notActions: ['Microsoft.Authorization/roleAssignments/delete'] }), access.fails(['*'])],
      // What one set leaves out, another may grant.
      [
        roles(
          customRole(1, [...granted(['*'], { notActions: ['*'] }), ...granted(['Microsoft.Authorization/*/write'])]),
        ),
        access.fails(['Microsoft.Authorization/*/write']),
      ],
      [
        roles(customRole(1, granted(['*']), { assignableScopes: [...elsewhere, managementGroup] })),
        access.fails(['*']),
      ],
      [roles(customRole(1, granted(['*']), { assignableScopes: ['/'] })), access.fails(['*'])],
      [roles(customRole(1, granted(['*']), { assignableScopes: [subscriptionId.toUpperCase()] })), access.fails(['*'])],
      [one(['*'], { notActions: undefined }), access.fails(['*'])],
      [one(['*'], { notActions: null }), access.fails(['*'])],

      [one(['*'], { notActions: ['Microsoft.Authorization/*/Write'] }), access.passes],
      [
        one(['*'], { notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'] }),
        access.passes,
      ],
      [one(['*/read', 'Microsoft.Authorization/*/read']), access.passes],
      [one(['Microsoft.Authorization/roleAssignments/delete']), access.passes],
      [one(['Microsoft.Authorization/locks/*']), access.passes],
      // A dot is a dot.
      [one(['Microsoft.Authorization.roleAssignments/write']), access.passes],
      [one(['Microsoft.Authorization/(roleAssignments/write']), access.passes],
      [one([], { dataActions: ['*'] }), access.passes],
      [roles(customRole(1, [])), access.passes],
      [roles(customRole(1, null)), access.passes],
      [roles(customRole(1, [{}])), access.passes],
      [
        roles(
          customRole(1, granted(['*'])),
          customRole(2, granted(['*/read'])),
          customRole(3, granted(['*']), { type: 'BuiltInRole' }),
        ),
        { ...access.fails(['*']), [guid(2)]: Object.values(access.passes)[0] ?? '' },
      ],
      ...malformed,
    ],
    notApplicable: unassignable,
    unknown: [[denied, 'partialView: AuthorizationFailed']],
  },
  'authorization-custom-role-wildcards': {
    pass: [],
    fail: [],
    parts: [
      [one(['*']), wildcards.fails(['*'])],
      [one(['*/write', '*/read']), wildcards.fails(['*/write'])],
      [one(['*/delete']), wildcards.fails(['*/delete'])],
      [one(['*/action']), wildcards.fails(['*/action'])],
      [one(['Microsoft.*']), wildcards.fails(['Microsoft.*'])],
      // The built-in Contributor under another name.
      [
        one(['*'], { notActions: ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/*/Delete'] }),
        wildcards.fails(['*']),
      ],
      [one(['*'], { notActions: ['*/write', '*/delete'] }), wildcards.fails(['*'])],
      [one([], { dataActions: ['*'] }), wildcards.fails(['*'])],
      [one([], { dataActions: ['*/read'] }), wildcards.fails(['*/read'])],
      [one(['*'], { dataActions: ['*/write'] }), wildcards.fails(['*', '*/write'])],

      [one(['*/read']), wildcards.passes],
      [one(['*'], { notActions: ['*/write', '*/delete', '*/action'] }), wildcards.passes],
      [one(['Microsoft.Compute/*', 'Microsoft.Storage/*/write']), wildcards.passes],
      [one(['Microsoft.Authorization/*']), wildcards.passes],
      [one([], { dataActions: ['*'], notDataActions: ['*'] }), wildcards.passes],
      [one([], { dataActions: ['Microsoft.Storage/*'] }), wildcards.passes],
      [roles(customRole(1, [])), wildcards.passes],
      ...malformed,
      [roles(customRole(1, granted([], { dataActions: '*' }))), unclear('dataActions is "*", not a list')],
    ],
    notApplicable: unassignable,
    unknown: [[denied, 'partialView: AuthorizationFailed']],
  },
};

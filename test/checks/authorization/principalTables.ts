import type { CheckRows, CheckTables } from '../checkTable.ts';
import { refused } from '../given.ts';
import {
  assignment,
  assignments,
  assignmentsRead,
  contributor,
  guid,
  managementGroup,
  owner,
  reader,
  subscriptionId,
} from './rows.ts';

export const nothingListed = 'partialView: not one role assignment is listed, not even that of the reader';

function rowsFor(role: string, roleName: string, other: string): CheckRows {
  const path = `roleAssignments[${roleName}].properties.principalType`;
  const expected = 'expected no ServicePrincipal on the whole subscription';
  const passes = (types: string) => `${path} is ${types}; ${expected}`;
  const fails = (number: number, scope: string) =>
    `fail: ${path} is ServicePrincipal ${guid(1000 + number)} at ${scope}; ${expected}`;
  const application = (properties = {}) => assignment(1, role, 'ServicePrincipal', properties);
  const group = `${subscriptionId}/resourceGroups/one`;
  const unclear = (properties: Record<string, unknown>, text: string) =>
    [assignments(application(properties)), { [guid(1)]: `unknown: malformed: ${text}` }] as const;
  return {
    pass: [
      [assignments(assignment(1, role, 'User'), assignment(2, role, 'Group')), passes('["Group","User"]')],
      [
        assignments(assignment(1, role, 'ForeignGroup'), assignment(2, role, 'Device')),
        passes('["Device","ForeignGroup"]'),
      ],
      [assignments(assignment(1, reader, 'ServicePrincipal')), passes('[]')],
      [assignments(assignment(1, other, 'ServicePrincipal')), passes('[]')],
      [assignments(application({ scope: group })), passes('[]')],
      [assignments(application({ scope: `${group}/providers/Microsoft.Web/sites/one` })), passes('[]')],
      // Another subscription whose id begins alike.
      [assignments(application({ scope: `${subscriptionId}0` })), passes('[]')],
    ],
    fail: [],
    parts: [
      [assignments(application()), { [guid(1)]: fails(1, subscriptionId) }],
      [
        assignments(application({ scope: subscriptionId.toUpperCase() })),
        { [guid(1)]: fails(1, subscriptionId.toUpperCase()) },
      ],
      [assignments(application({ scope: managementGroup })), { [guid(1)]: fails(1, managementGroup) }],
      [assignments(application({ scope: '/' })), { [guid(1)]: fails(1, '/') }],
      [
        assignments(
          application({
            roleDefinitionId: `${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role.toUpperCase()}`,
          }),
        ),
        { [guid(1)]: fails(1, subscriptionId) },
      ],
      [
        assignments(
          application(),
          assignment(2, role, 'User'),
          assignment(3, role, 'ServicePrincipal', { scope: managementGroup }),
        ),
        { [guid(1)]: fails(1, subscriptionId), [guid(3)]: fails(3, managementGroup) },
      ],
      // One that cannot be understood does not hide the others.
      [
        assignments(application(), assignment(2, role, 'Robot')),
        {
          [guid(1)]: fails(1, subscriptionId),
          [guid(2)]: 'unknown: malformed: properties.principalType is "Robot", not one that is known',
        },
      ],
      unclear({ principalType: undefined }, 'properties.principalType is not set, not one that is known'),
      unclear({ principalType: null }, 'properties.principalType is not set, not one that is known'),
      unclear({ principalId: undefined }, 'properties.principalId is not set'),
      unclear({ principalId: 'me' }, 'properties.principalId is "me", not a guid'),
      unclear({ scope: undefined }, 'properties.scope is not set'),
      unclear({ scope: null }, 'properties.scope is not set'),
      unclear({ scope: '' }, 'a scope is "", which is none that is known'),
      unclear({ scope: 'subscriptions/one' }, 'a scope is "subscriptions/one", which is none that is known'),
      unclear({ roleDefinitionId: undefined }, 'properties.roleDefinitionId is not set'),
      unclear({ roleDefinitionId: 'Owner' }, 'properties.roleDefinitionId is "Owner", not a role'),
    ],
    unknown: [
      [assignments(), nothingListed],
      [assignmentsRead(refused('partialView', 'AuthorizationFailed', 'a/b')), 'partialView: AuthorizationFailed'],
    ],
  };
}

export const principalTables: CheckTables = {
  'authorization-service-principal-owner': rowsFor(owner, 'Owner', contributor),
  'authorization-service-principal-contributor': rowsFor(contributor, 'Contributor', owner),
};

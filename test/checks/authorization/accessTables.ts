import type { CheckTables } from '../checkTable.ts';
import { nothingListed } from './principalTables.ts';
import {
  accessControl,
  assignment,
  assignments,
  guid,
  managementGroup,
  owner,
  reader,
  subscriptionId,
  userAccess,
} from './rows.ts';

const path = 'roleAssignments[User Access Administrator, Role Based Access Control Administrator].properties.condition';
const expected = 'expected one that keeps out the roles that hand out roles';
const passes = (count: number) => `${path} is such for each of ${String(count)}; ${expected}`;
const holder = (number: number, scope = subscriptionId) => `User ${guid(1000 + number)} at ${scope}`;
const unlimited = (number: number) => `fail: ${path} is not set for ${holder(number)}; ${expected}`;

// Microsoft's examples, as they stand: https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
const backup = '5e467623-bb1f-42f4-a55d-6e525e11384b, a795c7a0-d4a2-40c1-ae25-d81f01202912';
const role = '[Microsoft.Authorization/roleAssignments:RoleDefinitionId]';
const clause = (verb: string, terms: string) =>
  `(\n (\n  !(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})\n )\n OR \n (\n  ${terms}\n )\n)`;
const both = (terms: (source: string) => string) =>
  `${clause('write', terms('@Request'))}\nAND\n${clause('delete', terms('@Resource'))}`;
const only = (ids: string) => both((source) => `${source}${role} ForAnyOfAnyValues:GuidEquals {${ids}}`);
const except = (ids: string) => both((source) => `${source}${role} ForAnyOfAllValues:GuidNotEquals {${ids}}`);
const administrators = `${owner}, ${accessControl}, ${userAccess}`;
const principals = (source: string) =>
  `${source}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'User', 'Group'}`;

const given = (condition: unknown, roleId = accessControl) => assignments(assignment(1, roleId, 'User', { condition }));
const notKept = (condition: string) => {
  const text = JSON.stringify(condition);
  const cut = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return [given(condition), { [guid(1)]: `fail: ${path} is ${cut} for ${holder(1)}; ${expected}` }] as const;
};
const unclear = (condition: string) => {
  const text = JSON.stringify(condition);
  const cut = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return [
    given(condition),
    { [guid(1)]: `unknown: malformed: properties.condition is ${cut}, which has no known form` },
  ] as const;
};
const term = `@Request${role} ForAnyOfAnyValues:GuidEquals {${backup}}`;

export const accessTables: CheckTables = {
  'authorization-access-administrator': {
    pass: [
      [given(only(backup)), passes(1)],
      [given(only(backup), userAccess), passes(1)],
      [given(except(administrators)), passes(1)],
      [given(except(administrators.toUpperCase())), passes(1)],
      [
        given(
          both((source) => `${source}${role} ForAnyOfAnyValues:GuidEquals {${backup}}\n  AND\n  ${principals(source)}`),
        ),
        passes(1),
      ],
      // Who may only give these roles may still take any away.
      [given(clause('write', term)), passes(1)],
      [
        assignments(assignment(1, reader, 'User'), assignment(2, owner, 'User')),
        `${path} is not needed, as nobody holds the roles; ${expected}`,
      ],
      [
        assignments(assignment(1, userAccess, 'User', { scope: `${subscriptionId}/resourceGroups/one` })),
        `${path} is not needed, as nobody holds the roles; ${expected}`,
      ],
    ],
    fail: [],
    parts: [
      [given(undefined), { [guid(1)]: unlimited(1) }],
      [given(null), { [guid(1)]: unlimited(1) }],
      [given(undefined, userAccess), { [guid(1)]: unlimited(1) }],
      [
        assignments(assignment(1, userAccess, 'User', { scope: managementGroup })),
        { [guid(1)]: `fail: ${path} is not set for ${holder(1, managementGroup)}; ${expected}` },
      ],
      // Elevated access, whatever its condition.
      [
        assignments(assignment(1, userAccess, 'User', { scope: '/', condition: only(backup) })),
        { [guid(1)]: `fail: ${path} is of ${holder(1, '/')}, the root; expected nobody at the root` },
      ],
      [
        assignments(
          assignment(1, userAccess, 'User'),
          assignment(2, accessControl, 'User', { condition: only(backup) }),
          assignment(3, accessControl, 'User'),
        ),
        { [guid(1)]: unlimited(1), [guid(3)]: unlimited(3) },
      ],
      notKept(only(`${backup}, ${owner}`)),
      notKept(only(userAccess)),
      // Two of the three are kept out.
      notKept(except(`${owner}, ${userAccess}`)),
      notKept(clause('delete', term)),
      notKept(both(principals)),
      unclear(`${term} OR ${term}`),
      unclear(clause('write', `${term} OR ${principals('@Request')}`)),
      unclear(clause('write', `@Request${role} ForAnyOfAnyValues:GuidNotEquals {${backup}}`)),
      unclear(`${clause('write', term)} OR ${clause('delete', term)}`),
      unclear(`!(${clause('write', term)})`),
      unclear('true'),
      [given(7), { [guid(1)]: 'unknown: malformed: properties.condition is 7, not text' }],
    ],
    unknown: [[assignments(), nothingListed]],
  },
};

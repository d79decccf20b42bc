import type { CheckTables } from '../checkTable.ts';
import type { Row } from '../../../lib/model/row.ts';
import { refused } from '../given.ts';
import {
  assignment,
  assignments,
  assignmentsRead,
  contributor,
  guid,
  managementGroup,
  owner,
  subscriptionId,
} from './rows.ts';

const path = 'roleAssignments[Owner].properties.principalId';
const text = (users: number, expected: string) =>
  `${path} is held by ${users === 1 ? '1 user' : `${String(users)} users`}; expected ${expected}`;
const most = 'at most 3';
const least = 'at least 2';
const users = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, number) => assignment(number, owner, 'User'));
const group = assignment(90, owner, 'Group');
const inGroups = (owners: string) => `partialView: it is owned by ${owners}, whose members only Microsoft Graph tells`;
const denied = assignmentsRead(refused('partialView', 'AuthorizationFailed', 'a/b'));
const odd = assignment(91, owner, 'Robot');
const notUnderstood = { [guid(91)]: 'unknown: malformed: properties.principalType is "Robot", not one that is known' };
const nobody = 'partialView: not one role assignment is listed, not even that of the reader';

export const ownerTables: CheckTables = {
  'authorization-owner-maximum': {
    pass: [
      [assignments(...users(3)), text(3, most)],
      [assignments(...users(1)), text(1, most)],
      [assignments(assignment(1, contributor, 'User')), text(0, most)],
      // The same person twice, spelled in another case, is one owner.
      [
        assignments(
          ...users(3),
          assignment(4, owner, 'User', { scope: managementGroup, principalId: guid(1001).toUpperCase() }),
        ),
        text(3, most),
      ],
      [assignments(...users(3), assignment(4, owner, 'ServicePrincipal')), text(3, most)],
      [
        assignments(...users(3), assignment(4, owner, 'User', { scope: `${subscriptionId}/resourceGroups/one` })),
        text(3, most),
      ],
    ],
    fail: [
      [assignments(...users(5)), text(5, most)],
      [assignments(...users(4), group), text(4, most)],
      [assignments(...users(4), odd), text(4, most)],
      [assignments(...users(4), assignment(5, owner, 'User', { scope: '/' })), text(5, most)],
    ],
    unknown: [
      [assignments(...users(3), group), inGroups('3 users and 1 group')],
      [assignments(...users(1), group, assignment(92, owner, 'ForeignGroup')), inGroups('1 user and 2 groups')],
      [assignments(), nobody],
      [denied, 'partialView: AuthorizationFailed'],
    ],
    parts: [[assignments(...users(3), odd), notUnderstood]],
  },
  'authorization-owner-minimum': {
    pass: [
      [assignments(...users(2)), text(2, least)],
      [assignments(...users(2), group, odd), text(2, least)],
      [assignments(...users(1), assignment(5, owner, 'User', { scope: managementGroup })), text(2, least)],
    ],
    fail: [
      [assignments(...users(1)), text(1, least)],
      [assignments(assignment(1, owner, 'User'), assignment(2, owner, 'ServicePrincipal')), text(1, least)],
      [assignments(assignment(1, contributor, 'User')), text(0, least)],
      [
        assignments(...users(1), assignment(5, owner, 'User', { scope: managementGroup, principalId: guid(1000) })),
        text(1, least),
      ],
    ],
    unknown: [
      [assignments(...users(1), group), inGroups('1 user and 1 group')],
      [assignments(), nobody],
      [denied, 'partialView: AuthorizationFailed'],
    ],
    parts: [[assignments(...users(1), odd), notUnderstood]],
  },
};

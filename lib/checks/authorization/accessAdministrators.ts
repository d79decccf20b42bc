import { define } from '../define.ts';
import { fail, observedText, pass, textAt } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { Verdict } from '../../model/verdict.ts';
import { keepsAccessRolesOut } from './assignmentCondition.ts';
import { holderText, judgeHolders, type Assignment, type Rule } from './assignments.ts';
import { accessControlAdministrator, userAccessAdministrator } from './builtInRoles.ts';
import { roleAssignments } from './needs.ts';

const path = 'roleAssignments[User Access Administrator, Role Based Access Control Administrator].properties.condition';
const expected = 'one that keeps out the roles that hand out roles';

function judgeCondition(assignment: Assignment): Verdict {
  const holder = holderText(assignment);
  // Elevated access, which is meant for minutes: https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin
  if (assignment.scope === '/') return fail(path, `of ${holder}, the root`, 'nobody at the root');
  const condition = textAt(assignment.row, 'properties.condition');
  const sound = condition !== undefined && keepsAccessRolesOut(condition);
  return (sound ? pass : fail)(path, `${observedText(condition)} for ${holder}`, expected);
}

const rule: Rule = {
  roles: [userAccessAdministrator, accessControlAdministrator],
  judge: (assignment) => {
    const verdict = judgeCondition(assignment);
    if (!('because' in verdict)) return verdict;
    return { ...verdict, because: { ...verdict.because, trail: [assignment.id] } };
  },
  sound: (held) =>
    pass(
      path,
      held.length === 0 ? 'not needed, as nobody holds the roles' : `such for each of ${String(held.length)}`,
      expected,
    ),
};

export const accessAdministrators = define({
  id: 'authorization-access-administrator',
  title: 'Who administers access cannot make owners',
  severity: 'high',
  why: 'Without a condition these roles are Owner in two steps: their holder gives any role to anyone, themselves among them.',
  fix: {
    text: 'Delete the assignment, or add a condition that leaves out Owner, User Access Administrator and Role Based Access Control Administrator. The one of Privileged Identity Management itself (MS-PIM) has to stay: accept it.',
  },
  reference: 'https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview',
  absent: 'Fails: without a condition the role is not limited.',
  on: subscriptionType,
  needs: { assignments: roleAssignments },
  evaluate: (subscription, { assignments }) => judgeHolders(rule, subscription, assignments),
});

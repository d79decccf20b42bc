import { define } from '../define.ts';
import { fail, pass } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { Row } from '../../model/row.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';
import { holdersOf } from './assignments.ts';
import { owner } from './builtInRoles.ts';
import { roleAssignments } from './needs.ts';

const most = 3;
const path = 'roleAssignments[Owner].properties.principalId';

const counted = (count: number, what: string): string => `${String(count)} ${what}${count === 1 ? '' : 's'}`;
const usersText = (users: number): string => `held by ${counted(users, 'user')}`;

interface Owners {
  readonly users: number;
  /** Only Microsoft Graph tells who is in them. */
  readonly groups: number;
  readonly unclear: readonly Judged[];
}

function ownersOf(subscription: Row, rows: readonly Row[]): Owners {
  const { held, unclear } = holdersOf([owner], subscription, rows);
  const count = (isOne: (type: string) => boolean) =>
    new Set(held.filter(({ principalType }) => isOne(principalType)).map(({ principalId }) => principalId)).size;
  return { users: count((type) => type === 'User'), groups: count((type) => type.endsWith('Group')), unclear };
}

/** What keeps the number of people from being known. */
function uncounted({ users, groups, unclear }: Owners): Verdict | readonly Judged[] | undefined {
  if (unclear.length > 0) return unclear;
  if (groups === 0) return undefined;
  const detail = `it is owned by ${counted(users, 'user')} and ${counted(groups, 'group')}, whose members only Microsoft Graph tells`;
  return { verdict: 'unknown', reason: 'partialView', detail, permission: 'GroupMember.Read.All' };
}

const absent =
  'Whoever is not assigned is no owner; people who are only eligible through Privileged Identity Management are not counted. Applications have a check of their own.';

export const ownerMaximum = define({
  id: 'authorization-owner-maximum',
  title: 'At most three people own the subscription',
  severity: 'medium',
  why: 'Each owner is one more account whose loss is the loss of everything.',
  fix: {
    text: 'Leave Owner to three people at most, counting those of the management groups above; give the others narrower roles, or make them eligible through Privileged Identity Management.',
  },
  reference: 'https://learn.microsoft.com/azure/role-based-access-control/best-practices',
  absent,
  policies: ['4f11b553-d42e-4e3a-89be-32ca364cad4c'],
  on: subscriptionType,
  needs: { assignments: roleAssignments },
  evaluate(subscription, { assignments }) {
    const owners = ownersOf(subscription, assignments);
    const expected = `at most ${String(most)}`;
    if (owners.users > most) return fail(path, usersText(owners.users), expected);
    return uncounted(owners) ?? pass(path, usersText(owners.users), expected);
  },
});

export const ownerMinimum = define({
  id: 'authorization-owner-minimum',
  title: 'More than one person owns the subscription',
  severity: 'low',
  why: 'If the only owner leaves or is locked out, nobody can take access from an intruder.',
  fix: {
    text: 'Make a second person Owner, or an emergency access account.',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/recommendations-reference-identity-access',
  absent,
  policies: ['09024ccc-0c5f-475e-9457-b7c0d9ed487b'],
  on: subscriptionType,
  needs: { assignments: roleAssignments },
  evaluate(subscription, { assignments }) {
    const owners = ownersOf(subscription, assignments);
    const expected = 'at least 2';
    if (owners.users > 1) return pass(path, usersText(owners.users), expected);
    return uncounted(owners) ?? fail(path, usersText(owners.users), expected);
  },
});

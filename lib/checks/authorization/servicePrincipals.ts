import { define } from '../define.ts';
import { observedText } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { Verdict } from '../../model/verdict.ts';
import { holderText, judgeHolders, type Assignment, type Rule } from './assignments.ts';
import { contributor, owner } from './builtInRoles.ts';
import { roleAssignments } from './needs.ts';

const practices = 'https://learn.microsoft.com/azure/role-based-access-control/best-practices';
const absent =
  'Every assignment names its principal: one without is unknown. Passes where nobody holds the role on the whole subscription.';

function ruleFor(role: string, roleName: string): Rule {
  const path = `roleAssignments[${roleName}].properties.principalType`;
  const expected = 'no ServicePrincipal on the whole subscription';
  const judge = (assignment: Assignment): Verdict => ({
    verdict: assignment.principalType === 'ServicePrincipal' ? 'fail' : 'pass',
    because: { path, observed: holderText(assignment), expected, trail: [assignment.id] },
  });
  const sound = (held: readonly Assignment[]): Verdict => {
    const types = [...new Set(held.map(({ principalType }) => principalType))].sort();
    return { verdict: 'pass', because: { path, observed: observedText(types), expected } };
  };
  return { roles: [role], judge, sound };
}

const ownerRule = ruleFor(owner, 'Owner');
const contributorRule = ruleFor(contributor, 'Contributor');

// Managed identities are service principals as well, and stand beside them in both.

export const servicePrincipalOwner = define({
  id: 'authorization-service-principal-owner',
  title: 'No application or managed identity owns the subscription',
  severity: 'high',
  why: 'Nobody signs in with a second factor there: who has its secret, or the machine that holds the identity, has the subscription and can give it to others.',
  fix: {
    text: 'Give the application the roles that it needs, on the groups that it works in, and delete the assignment of Owner.',
  },
  reference: practices,
  absent,
  on: subscriptionType,
  needs: { assignments: roleAssignments },
  evaluate: (subscription, { assignments }) => judgeHolders(ownerRule, subscription, assignments),
});

export const servicePrincipalContributor = define({
  id: 'authorization-service-principal-contributor',
  title: 'No application or managed identity may change the whole subscription',
  severity: 'medium',
  why: 'Who has its secret, or the machine that holds the identity, can read the keys of every store and replace every program.',
  fix: {
    text: 'Give the application the roles that it needs, on the groups that it works in, and delete the assignment of Contributor.',
  },
  reference: practices,
  absent,
  on: subscriptionType,
  needs: { assignments: roleAssignments },
  evaluate: (subscription, { assignments }) => judgeHolders(contributorRule, subscription, assignments),
});

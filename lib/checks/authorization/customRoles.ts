import { define, MalformedError } from '../define.ts';
import { judgePart, observedText, textAt, valueAt } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { Row } from '../../model/row.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';
import { roleDefinitions } from './needs.ts';
import { grantsOf, textsAt, wildcardsOf } from './rolePermissions.ts';
import { isBroad, subscriptionIdOf } from './roleScope.ts';

/** Roles of one's own are `CustomRole`: https://learn.microsoft.com/azure/role-based-access-control/role-definitions#role-definition */
function isCustom(role: Row): boolean {
  const type = valueAt(role, 'properties.type');
  if (type === 'CustomRole') return true;
  if (type === 'BuiltInRole') return false;
  throw new MalformedError(`properties.type is ${observedText(type)}, which is neither "CustomRole" nor "BuiltInRole"`);
}

/** Whether it can be assigned on the whole subscription. What is bound to groups inside is judged by its smaller reach. */
function isAssignable(role: Row, subscription: string): boolean {
  return textsAt(role, 'properties.assignableScopes').some((scope) => isBroad(scope, subscription));
}

function judgeRole(role: Row, grants: readonly string[], expected: string): Verdict {
  const path = `roleDefinitions[${textAt(role, 'properties.roleName') ?? ''}].properties.permissions[]`;
  const because = { path, observed: observedText(grants), expected, trail: [textAt(role, 'id') ?? ''] };
  return { verdict: grants.length === 0 ? 'pass' : 'fail', because };
}

const elsewhere = 'it cannot be assigned on the whole subscription';

/** A verdict for each custom role that can be assigned on the whole subscription. */
function judgeRoles(
  subscription: Row,
  roles: readonly Row[],
  grants: (role: Row) => readonly string[],
  expected: string,
): readonly Judged[] {
  const id = subscriptionIdOf(subscription);
  const judged = roles.map((role) =>
    judgePart(typeof role['name'] === 'string' ? role['name'].toLowerCase() : '', () =>
      isCustom(role) && isAssignable(role, id)
        ? judgeRole(role, grants(role), expected)
        : { verdict: 'notApplicable', why: elsewhere },
    ),
  );
  const told = judged.filter(({ verdict }) => verdict !== 'notApplicable');
  if (told.length > 0) return told;
  return [{ verdict: 'notApplicable', why: 'no custom role can be assigned on the whole subscription', subKey: '' }];
}

const granting = ['Microsoft.Authorization/roleAssignments/write', 'Microsoft.Authorization/roleDefinitions/write'];
const absent = 'A set of permissions without actions grants nothing; one without notActions leaves nothing out.';

export const customRoleGrantsAccess = define({
  id: 'authorization-custom-role-grants-access',
  title: 'No custom role can give roles',
  severity: 'high',
  why: 'Who may write role assignments or definitions gives themselves everything: such a role is Owner under a name that nobody watches.',
  fix: {
    text: 'Take * and Microsoft.Authorization/* out of the role, or put Microsoft.Authorization/*/write into its notActions. Where access has to be delegated, assign Role Based Access Control Administrator with a condition.',
  },
  reference: 'https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview',
  absent,
  policies: ['a451c1ef-c6ca-483d-87ed-f49761e3ffb5'],
  on: subscriptionType,
  needs: { roles: roleDefinitions },
  evaluate: (subscription, { roles }) =>
    judgeRoles(
      subscription,
      roles,
      (role) => grantsOf(role, 'actions', granting),
      'nothing that grants Microsoft.Authorization/roleAssignments/write or roleDefinitions/write',
    ),
});

export const customRoleWildcards = define({
  id: 'authorization-custom-role-wildcards',
  title: 'No custom role reaches every resource provider',
  severity: 'medium',
  why: 'Such an action grants far more than any task needs, and whatever Azure adds later as well.',
  fix: {
    text: 'Name the actions that the role is for, or at least their resource provider, such as Microsoft.Compute/virtualMachines/*.',
  },
  reference: 'https://learn.microsoft.com/azure/role-based-access-control/best-practices',
  absent,
  policies: ['a451c1ef-c6ca-483d-87ed-f49761e3ffb5'],
  on: subscriptionType,
  needs: { roles: roleDefinitions },
  evaluate: (subscription, { roles }) =>
    judgeRoles(subscription, roles, wildcardsOf, 'nothing for every resource provider but */read'),
});

import { MalformedError } from '../define.ts';
import { observedText } from '../property.ts';
import { accessGrantingRoles } from './builtInRoles.ts';

// The form that the portal writes, of which the examples are all made:
// https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
// ((!(ActionMatches{'ACTION'})) OR (TERM AND TERM)) AND (…), here without its spaces.
const clauseForm = /^\(\(!\(ActionMatches\{'([^']+)'\}\)\)OR\(([^()]+)\)\)(AND(?=\()|$)/;
const roleForm = /^@Request\[Microsoft\.Authorization\/roleAssignments:RoleDefinitionId\](.+)\{([^{}]*)\}$/i;
const principalForm = /^@Request\[Microsoft\.Authorization\/roleAssignments:Principal(Id|Type)\][a-z:]+\{[^{}]*\}$/i;

const write = 'microsoft.authorization/roleassignments/write';

/** The terms of each clause on giving roles; undefined where the condition has another form. */
function writeClauses(condition: string): readonly (readonly string[])[] | undefined {
  const clauses: (readonly string[])[] = [];
  let rest = condition.replace(/\s+/g, '');
  while (rest !== '') {
    const [whole, action = '', terms = ''] = clauseForm.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    if (action.toLowerCase() === write) clauses.push(terms.split('AND'));
    rest = rest.slice(whole.length);
  }
  return clauses;
}

/** Whether a term keeps out the roles that hand out roles; undefined where it has another form. */
function keepsOut(term: string): boolean | undefined {
  if (principalForm.test(term)) return false;
  const [, operator, list = ''] = roleForm.exec(term) ?? [];
  const roles = list.toLowerCase().split(',');
  switch (operator?.toLowerCase()) {
    case 'foranyofanyvalues:guidequals':
      return !accessGrantingRoles.some((role) => roles.includes(role));
    case 'foranyofallvalues:guidnotequals':
      return accessGrantingRoles.every((role) => roles.includes(role));
    default:
      return undefined;
  }
}

/**
 * Whether who holds an assignment with this condition may give nobody a role that hands out roles. Throws
 * `MalformedError` for conditions of another form than the portal's: what they allow is not known.
 */
export function keepsAccessRolesOut(condition: string): boolean {
  const terms = writeClauses(condition)?.flat().map(keepsOut);
  if (terms === undefined || terms.includes(undefined)) {
    throw new MalformedError(`properties.condition is ${observedText(condition)}, which has no known form`);
  }
  return terms.includes(true);
}

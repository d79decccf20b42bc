import { MalformedError } from '../define.ts';
import { judgePart, notApplicable, observedText, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';
import { isBroad, subscriptionIdOf } from './roleScope.ts';

/** A role that somebody holds on the whole subscription. */
export interface Assignment {
  readonly row: Row;
  readonly id: string;
  readonly scope: string;
  readonly principalId: string;
  /** Azure does not tell managed identities from other service principals here; only Microsoft Graph does. */
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal' | 'ForeignGroup' | 'Device';
}

// https://learn.microsoft.com/rest/api/authorization/role-assignments/get#principaltype
const principalTypes = ['User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device'] as const;

function requiredText(row: Row, path: string): string {
  const text = textAt(row, path);
  if (text === undefined) throw new MalformedError(`${path} is not set`);
  return text;
}

/** The guid of the role: the id of its definition is spelled with and without a subscription in front. */
function roleOf(row: Row): string {
  const id = requiredText(row, 'properties.roleDefinitionId');
  const role = /\/roledefinitions\/([0-9a-f-]{36})$/i.exec(id)?.[1];
  if (role === undefined) throw new MalformedError(`properties.roleDefinitionId is ${observedText(id)}, not a role`);
  return role.toLowerCase();
}

function principalIdOf(row: Row): string {
  const id = requiredText(row, 'properties.principalId');
  if (!/^[0-9a-f-]{36}$/i.test(id))
    throw new MalformedError(`properties.principalId is ${observedText(id)}, not a guid`);
  return id.toLowerCase();
}

function principalTypeOf(row: Row): Assignment['principalType'] {
  const value = valueAt(row, 'properties.principalType');
  const type = principalTypes.find((one) => one === value);
  if (type !== undefined) return type;
  throw new MalformedError(`properties.principalType is ${observedText(value)}, not one that is known`);
}

/** The assignment, if it gives one of the roles on the whole subscription or above. */
function readAssignment(row: Row, subscription: string, roles: readonly string[]): Assignment | undefined {
  const scope = requiredText(row, 'properties.scope');
  if (!isBroad(scope, subscription) || !roles.includes(roleOf(row))) return undefined;
  return {
    row,
    id: requiredText(row, 'id'),
    scope,
    principalId: principalIdOf(row),
    principalType: principalTypeOf(row),
  };
}

/** Assignments are named by guids: https://learn.microsoft.com/rest/api/authorization/role-assignments/get */
const subKeyOf = ({ name }: Row): string => (typeof name === 'string' ? name.toLowerCase() : '');

// Whoever reads holds a role as well, so that there is none at all cannot be.
const nothingListed: Judged = {
  verdict: 'unknown',
  reason: 'partialView',
  detail: 'not one role assignment is listed, not even that of the reader',
  permission: 'Microsoft.Authorization/roleAssignments/read',
  subKey: '',
};

interface Holders {
  readonly held: readonly Assignment[];
  /** `unknown` for each assignment that could not be understood, or where none is seen at all. */
  readonly unclear: readonly Judged[];
}

/** Who holds one of the roles on the whole subscription. */
export function holdersOf(roles: readonly string[], subscription: Row, rows: readonly Row[]): Holders {
  if (rows.length === 0) return { held: [], unclear: [nothingListed] };
  const id = subscriptionIdOf(subscription);
  const held: Assignment[] = [];
  const judged = rows.map((row) =>
    judgePart(subKeyOf(row), () => {
      const assignment = readAssignment(row, id, roles);
      if (assignment) held.push(assignment);
      return notApplicable('it is understood');
    }),
  );
  return { held, unclear: judged.filter(({ verdict }) => verdict === 'unknown') };
}

export interface Rule {
  readonly roles: readonly string[];
  readonly judge: (assignment: Assignment) => Verdict;
  /** The verdict where no assignment is against the rule. */
  readonly sound: (held: readonly Assignment[]) => Verdict;
}

/** A verdict for each assignment that is against a rule or not understood, and one for all where none is. */
export function judgeHolders(rule: Rule, subscription: Row, rows: readonly Row[]): Verdict | readonly Judged[] {
  const { held, unclear } = holdersOf(rule.roles, subscription, rows);
  const judged = held.map((assignment) => judgePart(subKeyOf(assignment.row), () => rule.judge(assignment)));
  const told = [...judged.filter(({ verdict }) => verdict !== 'pass'), ...unclear];
  return told.length > 0 ? told : rule.sound(held);
}

/** The holder as evidence: `ServicePrincipal 1f2e… at /subscriptions/…`. */
export function holderText({ principalType, principalId, scope }: Assignment): string {
  return `${principalType} ${principalId} at ${scope}`;
}

import { MalformedError } from '../define.ts';
import { observedText, rowsAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

type Plane = 'actions' | 'dataActions';
const without = { actions: 'notActions', dataActions: 'notDataActions' } as const;

/** The texts of a list, none where it is absent. */
export function textsAt(row: Row, path: string): readonly string[] {
  const list = valueAt(row, path) ?? [];
  if (!Array.isArray(list)) throw new MalformedError(`${path} is ${observedText(list)}, not a list`);
  return list.map((entry: unknown) => {
    if (typeof entry === 'string') return entry;
    throw new MalformedError(`${path} holds ${observedText(entry)}, not text`);
  });
}

/** `Microsoft.Compute/virtualMachines/read`, or a pattern of such. */
function operationsAt(permissions: Row, path: string): readonly string[] {
  return textsAt(permissions, path).map((operation) => {
    if (/[/*]/.test(operation)) return operation;
    throw new MalformedError(`${path} holds ${observedText(operation)}, not an operation`);
  });
}

/** `*` stands for any text, slashes too: https://learn.microsoft.com/azure/role-based-access-control/custom-roles#wildcard-permissions */
function matches(pattern: string, operation: string): boolean {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 'i').test(operation);
}

/** Which of a role's actions grant an operation that notActions, which belong to one set of permissions, leave it. */
export function grantsOf(role: Row, plane: Plane, operations: readonly string[]): readonly string[] {
  return (rowsAt(role, 'properties.permissions') ?? []).flatMap((permissions) => {
    const grants = operationsAt(permissions, plane).map((action) => ({
      action,
      granted: operations.filter((operation) => matches(action, operation)),
    }));
    if (grants.every(({ granted }) => granted.length === 0)) return [];
    const excluded = operationsAt(permissions, without[plane]);
    const isLeft = (operation: string) => !excluded.some((pattern) => matches(pattern, operation));
    return grants.filter(({ granted }) => granted.some(isLeft)).map(({ action }) => action);
  });
}

// No provider is named so: only an action that reaches every provider grants these.
const reads = ['Microsoft.AnyProvider/things/read'];
const changes = ['write', 'delete', 'action'].map((verb) => `Microsoft.AnyProvider/things/${verb}`);

/** The actions that reach every resource provider, but for those that only read the control plane. */
export function wildcardsOf(role: Row): readonly string[] {
  return [...grantsOf(role, 'actions', changes), ...grantsOf(role, 'dataActions', [...reads, ...changes])];
}

import { resourceTypes } from '../../model/resourceTypes.ts';
import { typeBelow } from './armTarget.ts';
import type { ArmTarget, ResourceTarget } from './armTarget.ts';
import type { Estate } from './estate.ts';
import { rowsWithPrefix } from './kql/rowTable.ts';

/** Lists that every resource and every subscription has, empty or not. */
const everywhere: ReadonlySet<string> = new Set([
  'microsoft.authorization/locks',
  'microsoft.insights/diagnosticsettings',
]);

/** The type in lower case that a list below a resource shows under another name: `{vault}/backupProtectedItems`. */
export function typeListedAs(target: ArmTarget): string | undefined {
  if (target.kind !== 'resource' || target.child === '') return undefined;
  const { type, child } = target;
  const found = Object.entries(resourceTypes).find(
    ([, { probe }]) => probe?.parent === type && probe.path.toLowerCase() === child,
  );
  return found?.[0];
}

/** Every second segment names a resource; a list ends with a type. */
function isList(path: string): boolean {
  const own = path.split('providers/').at(-1) ?? '';
  const words = own.split('/').length;
  return path.includes('providers/') ? words % 2 === 0 : words % 2 === 1;
}

/** The rows that a list below a resource shows; undefined where there is no such list. */
export function listBelow({ resources }: Estate, target: ResourceTarget): readonly number[] | undefined {
  const { key, child } = target;
  if (!isList(child)) return undefined;
  const other = typeListedAs(target);
  const type = other ?? typeBelow(target.typeName, child).toLowerCase();
  const below = rowsWithPrefix(resources.keys, other === undefined ? `${key}/${child}/` : `${key}/`);
  const rows = below.filter((row) => resources.cell(row, 'type') === type);
  const known = Object.hasOwn(resourceTypes, type) || everywhere.has(type) || resources.hasList(target.type, child);
  return rows.length > 0 || known ? rows : undefined;
}

/** Lists of Defender for Cloud that every subscription has. */
const ofSubscriptions: ReadonlySet<string> = new Set([
  'microsoft.security/alerts',
  'microsoft.security/jitnetworkaccesspolicies',
  'microsoft.security/securitycontacts',
  'microsoft.security/settings',
]);

/** Whether a subscription has a list of a type at all, in lower case. */
export function isListedType({ subscriptions }: Estate, type: string): boolean {
  if (everywhere.has(type) || ofSubscriptions.has(type) || Object.hasOwn(resourceTypes, type)) return true;
  return subscriptions.some(({ children = {} }) => Object.hasOwn(children, `providers/${type}`));
}

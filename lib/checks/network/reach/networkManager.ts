import type { Row } from '../../../model/row.ts';
import type { Read, Unread } from '../../../model/verdict.ts';
import { textAt } from '../../property.ts';
import { has, idOf, propertiesOf, sameId, textsAt } from './rows.ts';

function mayApply(manager: Row, subscription: string): boolean {
  const properties = propertiesOf(manager);
  const accesses = textsAt(properties, 'networkManagerScopeAccesses');
  // Later api-versions leave the list out: then every feature is there.
  if (accesses.length > 0 && !accesses.some((access) => sameId(access, 'SecurityAdmin'))) return false;
  if (!has(properties, 'networkManagerScopes')) return true;
  const above = textsAt(properties, 'networkManagerScopes.managementGroups');
  const direct = textsAt(properties, 'networkManagerScopes.subscriptions');
  return above.length > 0 || direct.some((id) => sameId(id, subscription));
}

/**
 * Why security admin rules may decide in the place of network security groups, `undefined` where no network manager of
 * the subscription has them. They come first, and what they always allow or deny no network security group sees:
 * https://learn.microsoft.com/azure/virtual-network-manager/concept-security-admins
 */
export function managerDoubt(managers: Read<readonly Row[]>, subjectId: string): Unread | undefined {
  if (managers.state === 'unread') return managers;
  const subscription = subjectId.split('/').slice(0, 3).join('/');
  const manager = managers.value.find((row) => mayApply(row, subscription));
  if (manager === undefined) return undefined;
  const name = textAt(manager, 'name') ?? idOf(manager);
  const detail = `security admin rules of network manager ${name} may come before network security groups`;
  return { state: 'unread', reason: 'partialView', detail, permission: '' };
}

import type { CatalogueCheck } from '../../model/check.ts';
import { accessAdministrators } from './accessAdministrators.ts';
import { customRoleGrantsAccess, customRoleWildcards } from './customRoles.ts';
import { ownerMaximum, ownerMinimum } from './ownerCount.ts';
import { servicePrincipalContributor, servicePrincipalOwner } from './servicePrincipals.ts';
import { subscriptionTransfer } from './subscriptionTransfer.ts';

/** By id. */
export const authorizationChecks: readonly CatalogueCheck[] = [
  accessAdministrators,
  customRoleGrantsAccess,
  customRoleWildcards,
  ownerMaximum,
  ownerMinimum,
  servicePrincipalContributor,
  servicePrincipalOwner,
  subscriptionTransfer,
];

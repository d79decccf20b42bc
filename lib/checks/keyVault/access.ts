import { define } from '../define.ts';
import { isTrue } from '../property.ts';
import { vault } from './needs.ts';

export const rbacAuthorization = define({
  id: 'keyvault-rbac-authorization',
  title: 'Azure roles decide who reads keys and secrets',
  severity: 'medium',
  why: 'Under access policies whoever may write the vault can let themselves in, and access cannot be granted just in time.',
  fix: {
    text: 'Assign roles that match the access policies, then switch to Azure role-based access control. Whoever has no role by then is locked out.',
    cli: 'az keyvault update --subscription {subscription} --resource-group {resourceGroup} --name {name} --enable-rbac-authorization true',
    set: { path: 'properties.enableRbacAuthorization', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy',
  absent: 'Fails: a vault of an older api-version holds null and goes on using access policies.',
  policies: ['12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5'],
  on: vault,
  needs: {},
  evaluate: (subject) => isTrue(subject, 'properties.enableRbacAuthorization', { absentIs: false }),
});

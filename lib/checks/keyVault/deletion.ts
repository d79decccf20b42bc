import { define } from '../define.ts';
import { isTrue } from '../property.ts';
import { vault } from './needs.ts';

export const softDelete = define({
  id: 'keyvault-soft-delete',
  title: 'Deleted vaults and keys can be recovered',
  severity: 'high',
  why: 'Without soft delete a deletion is final, and everything that was encrypted with a lost key is lost with it.',
  fix: {
    text: 'Turn on soft delete. It cannot be turned off again.',
    cli: 'az keyvault update --subscription {subscription} --resource-group {resourceGroup} --name {name} --enable-soft-delete true',
    set: { path: 'properties.enableSoftDelete', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview#soft-delete-behavior',
  absent: 'Fails: new vaults get true, so one without it is older and deletes for good.',
  policies: ['1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d'],
  on: vault,
  needs: {},
  evaluate: (subject) => isTrue(subject, 'properties.enableSoftDelete'),
});

export const purgeProtection = define({
  id: 'keyvault-purge-protection',
  title: 'Nobody can purge the vault or its keys early',
  severity: 'medium',
  why: 'Whoever may purge can destroy keys and the data under them for good; with protection everyone has to wait.',
  fix: {
    text: 'Turn on purge protection. It cannot be turned off again, and keeps a deleted vault and its name until the retention ends.',
    cli: 'az keyvault update --subscription {subscription} --resource-group {resourceGroup} --name {name} --enable-purge-protection true',
    set: { path: 'properties.enablePurgeProtection', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview#purge-protection',
  absent: 'Fails: purge protection is not enabled by default.',
  policies: ['0b60c0b2-2dc2-4e1c-b5c9-abbed971de53'],
  on: vault,
  needs: {},
  evaluate: (subject) => isTrue(subject, 'properties.enablePurgeProtection', { absentIs: false }),
});

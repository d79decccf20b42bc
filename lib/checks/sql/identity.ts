import { define } from '../define.ts';
import { fail, isTrue } from '../property.ts';
import { administrators, sqlServer } from './needs.ts';
import { judgeReported } from './reported.ts';

// The server's own property `administrators` is shown to those who expand it, so the list below the server is read:
// https://learn.microsoft.com/rest/api/sql/servers/get

export const entraAdministrator = define({
  id: 'sql-entra-administrator',
  title: 'The server has a Microsoft Entra administrator',
  severity: 'medium',
  why: 'Only such an administrator can let people and applications in by Microsoft Entra ID, with its multifactor authentication and sign-in logs.',
  fix: { text: 'Make a group of Microsoft Entra ID the administrator of the server.' },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/authentication-aad-overview',
  absent: 'Fails: no administrator is listed, so there is none.',
  policies: ['1f314764-cb73-4fc9-b863-8eca98ac36e9'],
  on: sqlServer,
  needs: { administrators },
  evaluate(_server, { administrators: [administrator] }) {
    if (administrator === undefined) return fail('administrators', '[]', 'an administrator of Microsoft Entra ID');
    return judgeReported(administrator, 'properties.administratorType', { safe: ['ActiveDirectory'], unsafe: [] });
  },
});

export const entraOnlyAuthentication = define({
  id: 'sql-entra-only-authentication',
  title: 'SQL logins cannot sign in',
  severity: 'medium',
  why: 'SQL logins have a password that can be guessed, shared and forgotten in configuration, and no second factor.',
  fix: {
    text: 'Move clients to Microsoft Entra ID, then allow nothing else. SQL logins stop working, the server administrator included.',
    cli: 'az sql server ad-only-auth enable --subscription {subscription} --resource-group {resourceGroup} --name {name}',
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication',
  absent: 'Fails: SQL logins may sign in until they are ruled out.',
  policies: ['b3a22bc9-66de-45fb-98fa-00f5df42f41a'],
  on: sqlServer,
  needs: { administrators },
  evaluate(_server, { administrators: [administrator] }) {
    if (administrator === undefined) return fail('administrators', '[]', 'an administrator of Microsoft Entra ID');
    return isTrue(administrator, 'properties.azureADOnlyAuthentication', { absentIs: false });
  },
});

import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, found, refused } from '../given.ts';
import { reading } from './server.ts';

const type = 'properties.administratorType';
const only = 'properties.azureADOnlyAuthentication';
const none = 'administrators is []; expected an administrator of Microsoft Entra ID';

// https://learn.microsoft.com/rest/api/sql/server-azure-ad-administrators/list-by-server
const exampleProperties: Row = {
  administratorType: 'ActiveDirectory',
  login: 'bob@contoso.com',
  sid: 'c6b82b90-a647-49cb-8a62-0d2d3cb7ac7c',
  tenantId: 'c6b82b90-a647-49cb-8a62-0d2d3cb7ac7c',
  azureADOnlyAuthentication: true,
};
const administrator = (properties: Row) =>
  reading('administrators', found({ name: 'ActiveDirectory', properties: changed(exampleProperties, properties) }));
const nobody = reading('administrators', found());
const denied = reading('administrators', refused('denied', 'AuthorizationFailed', 'the/action'));

export const identityTables: CheckTables = {
  'sql-entra-administrator': {
    pass: [[administrator({}), `${type} is "ActiveDirectory"; expected "ActiveDirectory"`]],
    fail: [[nobody, none]],
    unknown: [
      [administrator({ administratorType: null }), `malformed: ${type} is not set`],
      [administrator({ administratorType: 'Sql' }), `malformed: ${type} is "Sql", which is none of "ActiveDirectory"`],
      [denied, 'denied: AuthorizationFailed'],
    ],
  },
  'sql-entra-only-authentication': {
    pass: [[administrator({}), `${only} is true; expected true`]],
    fail: [
      [administrator({ azureADOnlyAuthentication: false }), `${only} is false; expected true`],
      [administrator({ azureADOnlyAuthentication: undefined }), `${only} is not set (default false); expected true`],
      [administrator({ azureADOnlyAuthentication: null }), `${only} is not set (default false); expected true`],
      [administrator({ azureADOnlyAuthentication: 'true' }), `${only} is "true"; expected true`],
      [nobody, none],
    ],
    unknown: [[denied, 'denied: AuthorizationFailed']],
  },
};

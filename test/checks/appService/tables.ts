import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { changed, found, refused, type Given } from '../given.ts';

const id =
  '/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/testrg123/providers/Microsoft.Web/sites/sitef6141';

// Some properties of Microsoft's example:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/web/resource-manager/Microsoft.Web/AppService/stable/2024-04-01/examples/CreateOrUpdateWebApp.json
const siteProperties: Row = { state: 'Running', enabled: true, clientCertEnabled: false, httpsOnly: false };
const configProperties: Row = {
  http20Enabled: false,
  minTlsVersion: '1.2',
  scmMinTlsVersion: '1.2',
  ftpsState: 'AllAllowed',
};

const site = (properties: Row): Row => ({
  id,
  name: 'sitef6141',
  type: 'Microsoft.Web/sites',
  kind: 'app',
  location: 'East US',
  properties: changed(siteProperties, properties),
});
const alone = (properties: Row = {}): Given => ({ subject: site(properties), reads: {} });
const read = (answer: Read<readonly Row[]>): Given => ({ subject: site({}), reads: { 'config/web': answer } });
const config = (properties: Row = {}): Given =>
  read(found({ id: `${id}/config/web`, name: 'sitef6141', properties: changed(configProperties, properties) }));

const https = 'properties.httpsOnly';

function tlsRows(name: string): CheckRows {
  const path = `properties.${name}`;
  const expected = 'expected "1.2" or "1.3"';
  return {
    pass: [
      [config(), `${path} is "1.2"; ${expected}`],
      [config({ [name]: '1.3' }), `${path} is "1.3"; ${expected}`],
    ],
    fail: [
      [config({ [name]: '1.1' }), `${path} is "1.1"; ${expected}`],
      [config({ [name]: '1.0' }), `${path} is "1.0"; ${expected}`],
      [config({ [name]: undefined }), `${path} is not set; ${expected}`],
      [config({ [name]: null }), `${path} is not set; ${expected}`],
    ],
    unknown: [
      [config({ [name]: '1.4' }), `malformed: ${path} is "1.4", which is none of "1.2", "1.3", "1.0", "1.1"`],
      [config({ [name]: 1.2 }), `malformed: ${path} is 1.2, which is none of "1.2", "1.3", "1.0", "1.1"`],
      [read(found({ name: 'sitef6141' })), 'malformed: properties is not set'],
      [read(refused('denied', 'AuthorizationFailed', 'a/b')), 'denied: AuthorizationFailed'],
    ],
  };
}

const minimum = 'properties.minTlsVersion';

export const appServiceTables: CheckTables = {
  'appservice-https-only': {
    pass: [[alone({ httpsOnly: true }), `${https} is true; expected true`]],
    fail: [
      [alone(), `${https} is false; expected true`],
      [alone({ httpsOnly: undefined }), `${https} is not set (default false); expected true`],
      [alone({ httpsOnly: null }), `${https} is not set (default false); expected true`],
      // Only the boolean counts: a changed wire format must not read as safe.
      [alone({ httpsOnly: 'true' }), `${https} is "true"; expected true`],
    ],
    unknown: [[{ subject: { name: 'sitef6141' }, reads: {} }, 'malformed: properties is not set']],
  },
  'appservice-minimum-tls': tlsRows('minTlsVersion'),
  'appservice-scm-minimum-tls': tlsRows('scmMinTlsVersion'),
  'appservice-tls-1-3': {
    pass: [[config({ minTlsVersion: '1.3' }), `${minimum} is "1.3"; expected "1.3"`]],
    fail: [
      [config(), `${minimum} is "1.2"; expected "1.3"`],
      [config({ minTlsVersion: '1.0' }), `${minimum} is "1.0"; expected "1.3"`],
      [config({ minTlsVersion: null }), `${minimum} is not set; expected "1.3"`],
      // The SCM site's own minimum says nothing about the app.
      [config({ scmMinTlsVersion: '1.3' }), `${minimum} is "1.2"; expected "1.3"`],
    ],
    unknown: [
      [config({ minTlsVersion: '2.0' }), `malformed: ${minimum} is "2.0", which is none of "1.3", "1.0", "1.1", "1.2"`],
    ],
  },
};

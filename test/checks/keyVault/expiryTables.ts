import type { Row } from '../../../lib/model/row.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { refused, type Given } from '../given.ts';
import { key, listedKey, secret, withKeys, withReads, withSecrets } from './vault.ts';

const path = 'properties.attributes.exp';
const unset = `fail: ${path} is not set; expected a date`;
const dated = (date: string) => `pass: ${path} is ${date}; expected a date`;
const off = 'notApplicable: it is disabled';

function expiryRows(
  list: 'keys' | 'secrets',
  entry: (name: unknown, properties?: Row, attributes?: Row) => Row,
  given: (...entries: readonly Row[]) => Given,
): CheckRows {
  return {
    pass: [],
    fail: [],
    unknown: [[withReads({ [list]: refused('denied', 'AuthorizationFailed', 'a/b') }), 'denied: AuthorizationFailed']],
    notApplicable: [[given(), 'it holds nothing that this judges']],
    parts: [
      [
        given(entry('dated', {}, { exp: 1798761600 }), entry('undated'), entry('emptied', {}, { exp: null })),
        { dated: dated('2027-01-01T00:00:00.000Z'), undated: unset, emptied: unset },
      ],
      // A date that has passed is a date: what is due was due.
      [given(entry('expired', {}, { exp: 1 })), { expired: dated('1970-01-01T00:00:01.000Z') }],
      [given(entry('off', {}, { enabled: false })), { off }],
      // Enabled is the default.
      [given(entry('plain', {}, { enabled: undefined })), { plain: unset }],
      [given(entry('bare', { attributes: undefined })), { bare: unset }],
      // One that cannot be read does not hide the others.
      [
        given(
          entry('text', {}, { exp: '1798761600' }),
          entry('huge', {}, { exp: 8.64e12 + 1 }),
          { name: 'empty' },
          entry(7),
          entry('last'),
        ),
        {
          text: `unknown: malformed: ${path} is "1798761600", not a time in seconds`,
          huge: `unknown: malformed: ${path} is 8640000000001, not a time in seconds`,
          empty: 'unknown: malformed: properties is not set',
          '[3]': 'unknown: malformed: name is 7, not text',
          last: unset,
        },
      ],
    ],
  };
}

const keyRows = expiryRows('keys', key, withKeys);

export const expiryTables: CheckTables = {
  'keyvault-key-expiration': {
    ...keyRows,
    parts: [...(keyRows.parts ?? []), [withKeys(listedKey('listed')), { listed: unset }]],
  },
  'keyvault-secret-expiration': expiryRows('secrets', secret, withSecrets),
};

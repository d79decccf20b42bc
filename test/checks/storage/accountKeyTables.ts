import type { CheckTables } from '../checkTable.ts';
import { alone } from './account.ts';

const period = 'properties.keyPolicy.keyExpirationPeriodInDays';
const off = 'Shared Key authorization is off, so the account keys open nothing';
const days = (value: unknown) => ({ keyPolicy: { keyExpirationPeriodInDays: value } });
const fresh = '2026-04-01T12:00:00.0000000Z';
const stale = '2026-04-01T11:59:59.0000000Z';
const recent = 'expected a date in the 90 days before the scan';
const key = (name: string, observed: string) => `properties.keyCreationTime.${name} is ${observed}; ${recent}`;

export const accountKeyTables: CheckTables = {
  'storage-key-expiration-policy': {
    pass: [
      [alone(days(90)), `${period} is 90; expected 1 to 90`],
      [alone(days(1)), `${period} is 1; expected 1 to 90`],
    ],
    fail: [
      [alone(days(91)), `${period} is 91; expected 1 to 90`],
      [alone(days(0)), `${period} is 0; expected 1 to 90`],
      [alone(days('60')), `${period} is "60"; expected 1 to 90`],
      [alone({}), `${period} is not set; expected 1 to 90`],
      [alone({ keyPolicy: null }), `${period} is not set; expected 1 to 90`],
    ],
    unknown: [[alone({ keyPolicy: 60 }), 'malformed: properties.keyPolicy is 60, not an object']],
    notApplicable: [[alone({ allowSharedKeyAccess: false }), off]],
  },
  'storage-key-age': {
    pass: [],
    fail: [],
    parts: [
      [
        alone({ keyCreationTime: { key1: fresh, key2: '2026-06-30T12:00:01Z' } }),
        { key1: `pass: ${key('key1', `"${fresh}"`)}`, key2: `pass: ${key('key2', '"2026-06-30T12:00:01Z"')}` },
      ],
      [
        alone({ keyCreationTime: { key1: stale, key2: fresh } }),
        { key1: `fail: ${key('key1', `"${stale}"`)}`, key2: `pass: ${key('key2', `"${fresh}"`)}` },
      ],
      [
        alone({ keyCreationTime: null }),
        { key1: `fail: ${key('key1', 'not set')}`, key2: `fail: ${key('key2', 'not set')}` },
      ],
      [
        alone({ keyCreationTime: { key1: fresh, key2: null } }),
        { key1: `pass: ${key('key1', `"${fresh}"`)}`, key2: `fail: ${key('key2', 'not set')}` },
      ],
      // One key that cannot be read does not hide the other.
      [
        alone({ keyCreationTime: { key1: 'yesterday', key2: stale } }),
        {
          key1: 'unknown: malformed: properties.keyCreationTime.key1 is "yesterday", not a date',
          key2: `fail: ${key('key2', `"${stale}"`)}`,
        },
      ],
      [
        alone({ keyCreationTime: { key1: 1_775_044_800, key2: fresh } }),
        {
          key1: 'unknown: malformed: properties.keyCreationTime.key1 is 1775044800, not text',
          key2: `pass: ${key('key2', `"${fresh}"`)}`,
        },
      ],
    ],
    notApplicable: [
      [alone({ allowSharedKeyAccess: false }), off],
      [alone({ allowSharedKeyAccess: false, keyCreationTime: { key1: fresh, key2: stale } }), off],
    ],
  },
};

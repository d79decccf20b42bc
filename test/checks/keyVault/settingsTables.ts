import type { CheckRows, CheckTables } from '../checkTable.ts';
import { alone } from './vault.ts';

/** Rows of a check that only a stated true passes. */
function onlyTrue(name: string, absent: string): CheckRows {
  const path = `properties.${name}`;
  return {
    pass: [[alone({ [name]: true }), `${path} is true; expected true`]],
    fail: [
      [alone({ [name]: false }), `${path} is false; expected true`],
      [alone({}), `${path} is ${absent}; expected true`],
      [alone({ [name]: null }), `${path} is ${absent}; expected true`],
      // Only the boolean counts: a changed wire format must not read as safe.
      [alone({ [name]: 'true' }), `${path} is "true"; expected true`],
    ],
    unknown: [[{ subject: { name: 'sample-vault' }, reads: {} }, 'malformed: properties is not set']],
  };
}

export const settingsTables: CheckTables = {
  'keyvault-purge-protection': onlyTrue('enablePurgeProtection', 'not set (default false)'),
  'keyvault-rbac-authorization': onlyTrue('enableRbacAuthorization', 'not set (default false)'),
  'keyvault-soft-delete': onlyTrue('enableSoftDelete', 'not set'),
};

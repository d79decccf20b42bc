import type { CheckRows, CheckTables } from '../checkTable.ts';
import { registry } from './registry.ts';

/** A boolean that has to be false, which it is where it is absent. */
function offRows(name: string): CheckRows {
  const is = `properties.${name} is`;
  return {
    pass: [
      [registry({ [name]: false }), `${is} false; expected false`],
      [registry({ [name]: undefined }), `${is} not set (default false); expected false`],
      [registry({ [name]: null }), `${is} not set (default false); expected false`],
    ],
    fail: [
      [registry({ [name]: true }), `${is} true; expected false`],
      // Only the boolean counts.
      [registry({ [name]: 'false' }), `${is} "false"; expected false`],
    ],
    unknown: [[registry({}, { properties: null }), 'malformed: properties is not set']],
  };
}

export const accessTables: CheckTables = {
  'containerregistry-admin-user': offRows('adminUserEnabled'),
  'containerregistry-anonymous-pull': offRows('anonymousPullEnabled'),
};

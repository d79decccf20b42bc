import { choiceRows } from '../aks/rows.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { registry } from './registry.ts';

function policyRows(name: string): CheckRows {
  const rows = choiceRows(
    `policies.${name}.status`,
    { safe: ['enabled'], unsafe: ['disabled'], absentIs: 'disabled' },
    registry,
  );
  const only = 'only a Premium registry has such a policy, and sku.name is';
  return {
    ...rows,
    unknown: [...(rows.unknown ?? []), [registry({}, { sku: null }), 'malformed: sku.name is not set']],
    notApplicable: [
      [registry({}, { sku: { name: 'Basic' } }), `${only} "Basic"`],
      [registry({}, { sku: { name: 'Standard' } }), `${only} "Standard"`],
    ],
  };
}

export const policyTables: CheckTables = {
  'containerregistry-quarantine': policyRows('quarantinePolicy'),
  'containerregistry-retention': policyRows('retentionPolicy'),
};

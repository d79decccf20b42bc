import { define } from '../define.ts';
import { fail, observedText, pass, rowsAt, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { diagnosticSettings, vault } from './needs.ts';

const audit = 'AuditEvent';

/**
 * What an enabled entry logs: both category groups hold AuditEvent, which records every request to the vault.
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-keyvault-vaults-logs
 */
function loggedBy(entry: Row): readonly string[] {
  if (valueAt(entry, 'enabled') !== true) return [];
  const group = textAt(entry, 'categoryGroup');
  if (group === 'allLogs' || group === 'audit') return [audit];
  return textAt(entry, 'category') === audit ? [audit] : [];
}

export const diagnosticLogging = define({
  id: 'keyvault-diagnostic-logging',
  title: 'Access to keys and secrets is logged',
  severity: 'medium',
  why: 'Without resource logs nobody can tell who read which secret, neither during an attack nor after it.',
  fix: {
    text: 'Add a diagnostic setting that sends the category group audit (or AuditEvent) to a workspace, an event hub or a storage account.',
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/logging',
  absent: 'Fails: nothing is logged until a diagnostic setting asks for it.',
  policies: ['cf820ca0-f99e-4f3e-84fb-66e913812d21'],
  on: vault,
  needs: { settings: diagnosticSettings },
  evaluate(_vault, { settings }) {
    // A setting without logs sends metrics only.
    const logged = settings.flatMap((setting) => rowsAt(setting, 'properties.logs') ?? []).flatMap(loggedBy);
    const found = [...new Set(logged)];
    const judge = found.includes(audit) ? pass : fail;
    return judge('diagnosticSettings[].properties.logs', observedText(found), observedText([audit]));
  },
});

import { seeingAction } from './actionsUsed.ts';
import type { Refused } from './compareRefusal.ts';

// Resource Graph answers whatever the reader may see; the action stands in its provider's list:
// https://learn.microsoft.com/azure/role-based-access-control/permissions/management-and-governance#microsoftresourcegraph
const graphAction = 'Microsoft.ResourceGraph/resources/read';

/** Checks named in one row of the table. */
const mostNamed = 3;

function costs({ checks }: Refused): string {
  if (checks.length === 0) return 'what Defender for Cloud reports';
  const named = checks.slice(0, mostNamed).map((id) => `\`${id}\``);
  const more = checks.length > mostNamed ? ` and ${String(checks.length - mostNamed)} more` : '';
  return `${named.join(', ')}${more}`;
}

/** The table of README.md: each Azure action and the checks that are unknown without it. */
export function permissionsTable(refused: readonly Refused[]): string {
  const rows = refused.map((one) => [`\`${one.action}\``, costs(one)]);
  const all = [['without', 'unknown'], ...rows, [`\`${seeingAction}\``, 'everything in the subscription']];
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1)];
  const line = (row: readonly string[], fill = ' ') =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [heading = [], ...others] = all;
  return [line(heading), line(['', ''], '-'), ...others.map((row) => line(row))].join('\n');
}

/**
 * A custom role of exactly what a scan reads in subscriptions: https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-properties
 * Only built-in roles can be assigned at the root of the tenant: https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-limits
 */
export function roleDefinition(actions: readonly string[], dataActions: readonly string[] = []): string {
  const role = {
    Name: 'Vigil scanner',
    IsCustom: true,
    Description: 'Reads what the security posture scanner Vigil judges, and nothing else.',
    Actions: [...actions, graphAction, seeingAction].sort(),
    NotActions: [],
    DataActions: dataActions,
    NotDataActions: [],
    AssignableScopes: ['/subscriptions/00000000-0000-0000-0000-000000000000'],
  };
  return `${JSON.stringify(role, null, 2)}\n`;
}

const begin = '<!-- permissions: written by npm run permissions -->';
const end = '<!-- /permissions -->';

/** A page with the table between its markers replaced; throws where it has no markers. */
export function withTable(page: string, table: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no ${begin} … ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}

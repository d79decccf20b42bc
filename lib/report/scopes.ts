import type { ScopeMissing, ScopeView } from '../model/scope.ts';
import { counted } from './counted.ts';

const words: Readonly<Record<ScopeView['readable'], string>> = {
  whole: 'wholly readable',
  partly: 'partly readable',
  none: 'NOT READABLE',
};

/** Ids shown of the checks that a permission costs. */
const mostChecks = 4;

function costs({ permission, detail, checks }: ScopeMissing): readonly string[] {
  const shown = checks.slice(0, mostChecks).join(', ');
  const more = checks.length > mostChecks ? ` and ${String(checks.length - mostChecks)} more` : '';
  return [
    `  missing ${permission === '' ? detail : permission}`,
    `    costs ${counted(checks.length, 'check')}: ${shown}${more}`,
  ];
}

/** What a scan would see of each subscription, for a terminal. */
export function scopesReport(scopes: readonly ScopeView[]): string {
  if (scopes.length === 0) return 'No subscription is visible to this identity. Give it the role Reader on one.\n';
  const lines = scopes.flatMap(({ id, name, readable, missing }) => [
    `${name === '' ? id : `${name} (${id})`}: ${words[readable]}`,
    ...missing.flatMap(costs),
  ]);
  return `${lines.join('\n')}\n`;
}

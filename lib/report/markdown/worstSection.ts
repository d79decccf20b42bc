import type { FindingView } from '../../model/finding.ts';
import { counted } from '../counted.ts';
import type { FailedCheck } from '../digest.ts';
import { code, grouped, prose, table } from './words.ts';

const checksShown = 20;

function exampleOf({ resourceName, resourceGroup, subKey, because, exemption }: FindingView): string {
  const where = `${code(resourceName)}${resourceGroup === '' ? '' : ` in ${code(resourceGroup)}`}`;
  const part = subKey === '' ? '' : `, ${code(subKey)}`;
  const seen = because === undefined ? 'no evidence was stored' : `${code(because.path)} is ${code(because.observed)}`;
  return `${where}${part}: ${seen}${exemption === null ? '' : ' (exempted)'}`;
}

function row({ count, exempted, examples: [first] }: FailedCheck): readonly string[] {
  const { severity, title, checkId } = first;
  const marked = exempted === 0 ? '' : ` (${grouped(exempted)} exempted)`;
  return [severity, `${prose(title)} (${code(checkId)})`, `${grouped(count + exempted)}${marked}`, exampleOf(first)];
}

/** What failed, worst first, with one example of each. Empty where nothing failed. */
export function worstSection(checks: readonly FailedCheck[]): readonly string[] {
  if (checks.length === 0) return [];
  const rest = checks.slice(checksShown);
  const failed = rest.reduce((sum, { count, exempted }) => sum + count + exempted, 0);
  return [
    '## Worst checks',
    '',
    ...table(['Severity', 'Check', 'Failed:', 'For example'], checks.slice(0, checksShown).map(row)),
    ...(rest.length === 0
      ? []
      : [`… and ${counted(failed, 'finding')} of ${counted(rest.length, 'other check')}.`, '']),
  ];
}

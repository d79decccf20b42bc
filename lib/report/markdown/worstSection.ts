import { severities } from '../../model/check.ts';
import type { FindingView } from '../../model/finding.ts';
import { counted } from '../counted.ts';
import { code, grouped, prose, table } from './words.ts';

const checksShown = 20;

interface FailedCheck {
  readonly checkId: string;
  readonly title: string;
  readonly rank: number;
  failed: number;
  exempted: number;
  /** Markdown; of one that nobody exempted where there is one. */
  example: string;
}

function exampleOf({ resourceName, resourceGroup, subKey, because, exemption }: FindingView): string {
  const where = `${code(resourceName)}${resourceGroup === '' ? '' : ` in ${code(resourceGroup)}`}`;
  const part = subKey === '' ? '' : `, ${code(subKey)}`;
  const seen = because === undefined ? 'no evidence was stored' : `${code(because.path)} is ${code(because.observed)}`;
  return `${where}${part}: ${seen}${exemption === null ? '' : ' (exempted)'}`;
}

/** How many count: what is exempted does not. */
function open({ failed, exempted }: FailedCheck): number {
  return failed - exempted;
}

/** Checks with something to do first, then by severity, by how many and by id. */
function worstFirst(a: FailedCheck, b: FailedCheck): number {
  const done = Number(open(a) === 0) - Number(open(b) === 0);
  return done || a.rank - b.rank || open(b) - open(a) || Number(a.checkId > b.checkId) - Number(a.checkId < b.checkId);
}

function row({ checkId, title, rank, failed, exempted, example }: FailedCheck): readonly string[] {
  const marked = exempted === 0 ? '' : ` (${grouped(exempted)} exempted)`;
  return [severities[rank] ?? '', `${prose(title)} (${code(checkId)})`, `${grouped(failed)}${marked}`, example];
}

function lines(checks: readonly FailedCheck[]): readonly string[] {
  if (checks.length === 0) return [];
  const sorted = checks.toSorted(worstFirst);
  const rest = sorted.slice(checksShown);
  const failed = rest.reduce((sum, one) => sum + one.failed, 0);
  return [
    '## Worst checks',
    '',
    ...table(['Severity', 'Check', 'Failed:', 'For example'], sorted.slice(0, checksShown).map(row)),
    ...(rest.length === 0
      ? []
      : [`… and ${counted(failed, 'finding')} of ${counted(rest.length, 'other check')}.`, '']),
  ];
}

/** Failed findings by check: one entry each, however many findings come. */
export function collectWorstChecks(): { add(finding: FindingView): void; lines(): readonly string[] } {
  const byCheck = new Map<string, FailedCheck>();
  return {
    add(finding) {
      const { checkId, title, severity, exemption } = finding;
      const check = byCheck.get(checkId) ?? {
        checkId,
        title,
        rank: severities.indexOf(severity),
        failed: 0,
        exempted: 0,
        example: '',
      };
      if (check.failed === 0 || (exemption === null && open(check) === 0)) check.example = exampleOf(finding);
      check.failed += 1;
      if (exemption !== null) check.exempted += 1;
      byCheck.set(checkId, check);
    },
    lines: () => lines([...byCheck.values()]),
  };
}

import { severities, type Severity } from '../model/check.ts';
import type { FindingView, Report } from './report.ts';
import { blank, commandLines, counted, hanging, span, type Line, type Tone } from './layout.ts';
import { shorten } from './printable.ts';

/** Checks shown with evidence and fix; the next ones get a line each. */
const checksShown = 6;
const checksListed = 12;
const resourcesShownPerCheck = 3;
/** Characters of an observed value; the whole is in report.json. */
const observedShown = 160;

export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: 'critical',
  high: 'bad',
  medium: 'warning',
  low: 'plain',
};

function countsLines(report: Report): readonly Line[] {
  const { findings, verdicts } = report.scan;
  const counts = severities.map((severity) => {
    const count = findings.bySeverity[severity];
    return span(`  ${severity} ${count.toLocaleString('en-US')}`, count > 0 ? severityTones[severity] : 'quiet');
  });
  const of = (count: number, what: string) => `${count.toLocaleString('en-US')} ${what}`;
  const verdictText = [
    of(verdicts.pass, 'passed'),
    of(verdicts.fail, 'failed'),
    of(verdicts.unknown, 'unknown'),
    of(verdicts.notApplicable, 'not applicable'),
  ].join(', ');
  return [
    [span('Failed  ', 'heading'), ...counts],
    [span('Verdicts  ', 'heading'), span(verdictText)],
  ];
}

/** Failed findings by check, worst severity first, then the most frequent. */
export function worstFirst(findings: readonly FindingView[]): readonly (readonly FindingView[])[] {
  const byCheck = Map.groupBy(
    findings.filter(({ status }) => status === 'fail'),
    ({ checkId }) => checkId,
  );
  const rank = (group: readonly FindingView[]) => severities.indexOf(group[0]?.severity ?? 'low');
  return [...byCheck.values()].sort(
    (a, b) =>
      rank(a) - rank(b) || b.length - a.length || (a[0]?.checkId ?? '').localeCompare(b[0]?.checkId ?? '', 'en'),
  );
}

function findingLines({ resourceName, resourceGroup, subKey, because }: FindingView, width: number): readonly Line[] {
  const where = `${resourceGroup === '' ? resourceName : `${resourceName} (${resourceGroup})`}${subKey === '' ? '' : ` ${subKey}`}`;
  const seen = because
    ? `${because.path} is ${shorten(because.observed, observedShown)}; expected ${because.expected}`
    : 'no evidence was stored';
  return hanging(span('    '), `${where}: ${seen}`, width).map((line, index) =>
    index === 0 ? line : [span('  '), ...line],
  );
}

function groupLines(group: readonly FindingView[], width: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const label = span(`  ${first.severity.toUpperCase()}  `, severityTones[first.severity]);
  const more = group.length - resourcesShownPerCheck;
  return [
    ...hanging(label, `${first.title} (${first.checkId}, ${counted(group.length, 'finding')})`, width, 'heading'),
    ...group.slice(0, resourcesShownPerCheck).flatMap((finding) => findingLines(finding, width)),
    ...(more > 0 ? [[span(`    … and ${counted(more, 'more', 'more')}`, 'quiet')]] : []),
    ...hanging(span('    Why  ', 'quiet'), first.why, width),
    ...hanging(span('    Fix  ', 'quiet'), first.fix.text, width),
    ...(first.fix.cli === undefined ? [] : commandLines(first.fix.cli, 9, width)),
    blank,
  ];
}

function listedLine(group: readonly FindingView[], width: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const label = span(`  ${first.severity.toUpperCase()}  `, severityTones[first.severity]);
  return hanging(label, `${first.title} (${first.checkId}, ${counted(group.length, 'finding')})`, width);
}

function count(groups: readonly (readonly FindingView[])[]): number {
  return groups.reduce((sum, group) => sum + group.length, 0);
}

/** Counts by severity, then the worst findings with evidence and fix. */
export function findingsSection(report: Report, width: number): readonly Line[] {
  const groups = worstFirst(report.findings);
  const listed = groups.slice(checksShown, checksShown + checksListed);
  const unlisted = groups.slice(checksShown + checksListed);
  return [
    ...countsLines(report),
    blank,
    ...(groups.length === 0 ? [] : [[span('Worst findings', 'heading')]]),
    ...groups.slice(0, checksShown).flatMap((group) => groupLines(group, width)),
    ...(listed.length === 0
      ? []
      : [[span(`${counted(count(groups.slice(checksShown)), 'more finding')}, in the report file`, 'heading')]]),
    ...listed.flatMap((group) => listedLine(group, width)),
    ...(unlisted.length === 0
      ? []
      : [
          [
            span(
              `  … and ${counted(count(unlisted), 'finding')} of ${counted(unlisted.length, 'other check')}`,
              'quiet',
            ),
          ],
        ]),
    ...(listed.length === 0 ? [] : [blank]),
  ];
}

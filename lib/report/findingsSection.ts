import { severities, type Severity } from '../model/check.ts';
import type { FindingView } from '../model/finding.ts';
import type { FailedCheck, FindingsDigest } from './digest.ts';
import type { Report } from './report.ts';
import { counted } from './counted.ts';
import { blank, commandLines, hanging, span, type Line, type Tone } from './layout.ts';
import { shorten } from './printable.ts';

/** Checks shown with evidence and fix; the next ones get a line each. */
const checksShown = 6;
const checksListed = 12;
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

function findingLines({ resourceName, resourceGroup, subKey, because }: FindingView, width: number): readonly Line[] {
  const where = `${resourceGroup === '' ? resourceName : `${resourceName} (${resourceGroup})`}${subKey === '' ? '' : ` ${subKey}`}`;
  const seen = because
    ? `${because.path} is ${shorten(because.observed, observedShown)}; expected ${because.expected}`
    : 'no evidence was stored';
  return hanging(span('    '), `${where}: ${seen}`, width).map((line, index) =>
    index === 0 ? line : [span('  '), ...line],
  );
}

function groupLines({ count, examples }: FailedCheck, width: number): readonly Line[] {
  const [first] = examples;
  const label = span(`  ${first.severity.toUpperCase()}  `, severityTones[first.severity]);
  const more = count - examples.length;
  return [
    ...hanging(label, `${first.title} (${first.checkId}, ${counted(count, 'finding')})`, width, 'heading'),
    ...examples.flatMap((finding) => findingLines(finding, width)),
    ...(more > 0 ? [[span(`    … and ${counted(more, 'more', 'more')}`, 'quiet')]] : []),
    ...hanging(span('    Why  ', 'quiet'), first.why, width),
    ...hanging(span('    Fix  ', 'quiet'), first.fix.text, width),
    ...(first.fix.cli === undefined ? [] : commandLines(first.fix.cli, 9, width)),
    blank,
  ];
}

function listedLine({ count, examples: [first] }: FailedCheck, width: number): readonly Line[] {
  const label = span(`  ${first.severity.toUpperCase()}  `, severityTones[first.severity]);
  return hanging(label, `${first.title} (${first.checkId}, ${counted(count, 'finding')})`, width);
}

function total(groups: readonly FailedCheck[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

/** Counts by severity, then the worst findings with evidence and fix. */
export function findingsSection(report: Report, digest: FindingsDigest, width: number): readonly Line[] {
  const failed = digest.failed.filter(({ count }) => count > 0);
  const listed = failed.slice(checksShown, checksShown + checksListed);
  const unlisted = failed.slice(checksShown + checksListed);
  return [
    ...countsLines(report),
    blank,
    ...(failed.length === 0 ? [] : [[span('Worst findings', 'heading')]]),
    ...failed.slice(0, checksShown).flatMap((group) => groupLines(group, width)),
    ...(listed.length === 0
      ? []
      : [[span(`${counted(total(failed.slice(checksShown)), 'more finding')}, in the report file`, 'heading')]]),
    ...listed.flatMap((group) => listedLine(group, width)),
    ...(unlisted.length === 0
      ? []
      : [
          [
            span(
              `  … and ${counted(total(unlisted), 'finding')} of ${counted(unlisted.length, 'other check')}`,
              'quiet',
            ),
          ],
        ]),
    ...(listed.length === 0 ? [] : [blank]),
  ];
}

import { changeKinds, type ChangeKind } from '../../model/change.ts';
import { severities } from '../../model/check.ts';
import { counted } from '../counted.ts';
import { rangeText } from '../rangeText.ts';
import type { Report } from '../report.ts';
import { code, grouped, prose, table } from './words.ts';

function scoreText({ score }: Report['scan']): string {
  if (score === null) return '**Score**: none; nothing was judged to its end.';
  return `**Score ${rangeText(score)}** of 100: the low end counts what is unknown as failed, the high end as passed.`;
}

function exemptedText({ exempted }: Report['scan']): readonly string[] {
  if (exempted === null) return [];
  const { total, byTag } = exempted;
  const tagged = `${grouped(byTag)} of them by a tag alone, which whoever can tag the resource could have set`;
  return [`**Exempted**: ${counted(total, 'finding')}${byTag > 0 ? `, ${tagged}` : ''}.`, ''];
}

const changeWords: Readonly<Record<ChangeKind, string>> = {
  new: 'new',
  newCheck: 'of a new check',
  resolved: 'resolved',
  open: 'still open',
  gone: 'gone with their resource',
  notRead: 'not read this time',
};

function changesText({ changes }: Report['scan']): string {
  if (changes === null) return '**Changes**: not compared with an earlier scan.';
  const counts = changeKinds.map((kind) => `${grouped(changes.counts[kind])} ${changeWords[kind]}`);
  return `**Changes** since scan ${code(changes.since)}: ${counts.join(', ')}.`;
}

function severityTable({ findings, exempted }: Report['scan']): readonly string[] {
  const rows = severities.map((severity) => [
    severity,
    grouped(findings.bySeverity[severity]),
    exempted === null ? '' : grouped(exempted.bySeverity[severity]),
  ]);
  return table(['Severity', 'Failed:', 'Exempted:'], rows);
}

function serviceTable({ checks, services }: Report): readonly string[] {
  const byService = Map.groupBy(checks, ({ service }) => service);
  const scores = new Map(services.map((service) => [service.name, rangeText(service)]));
  const names = [...new Set([...scores.keys(), ...byService.keys()])];
  if (names.length === 0) return [];
  const rows = names.map((name) => {
    const of = (verdict: 'pass' | 'fail' | 'unknown') =>
      grouped((byService.get(name) ?? []).reduce((sum, { tally }) => sum + tally[verdict], 0));
    return [prose(name), scores.get(name) ?? '', of('fail'), of('unknown'), of('pass')];
  });
  return ['## By service', '', ...table(['Service', 'Score:', 'Failed:', 'Unknown:', 'Passed:'], rows)];
}

/** What the scan came to, in counts. */
export function foundSection(report: Report): readonly string[] {
  const { scan } = report;
  const { pass, fail, unknown, notApplicable } = scan.verdicts;
  const verdicts = `${grouped(fail)} failed, ${grouped(unknown)} unknown, ${grouped(pass)} passed, ${grouped(notApplicable)} not applicable`;
  return [
    '## What was found',
    '',
    scoreText(scan),
    '',
    `**Verdicts**: ${verdicts}.`,
    '',
    ...severityTable(scan),
    ...exemptedText(scan),
    changesText(scan),
    '',
    ...serviceTable(report),
  ];
}

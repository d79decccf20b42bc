import type { Report } from './report.ts';
import { counted } from './counted.ts';
import { blank, hanging, span, tableLines, type Line, type Tone } from './layout.ts';

const typesShown = 10;

/** True where the scope was read and holds nothing but the subscriptions, which the whole catalogue judges too. */
export function isEmpty({ scan, refused, notCovered }: Report): boolean {
  const { coverage, progress, options } = scan;
  const nothingHidden = refused.length === 0 && coverage.gap === 0 && coverage.partsFailed === 0;
  const filtered = Object.keys(options).length > 0;
  const subscriptions = filtered ? 0 : coverage.subscriptionsListed;
  return (
    scan.status === 'completed' && nothingHidden && notCovered.length === 0 && progress.resourcesListed <= subscriptions
  );
}

function calmText(report: Report, figures: string): readonly [string, Tone] {
  if (isEmpty(report)) return [`${figures}; there is no resource in scope`, 'good'];
  // Nothing judged is no good news where there are resources.
  if (report.scan.coverage.pairs === 0)
    return ['NOTHING WAS JUDGED: no enabled check is on anything that was found', 'warning'];
  return [figures, 'good'];
}

/** A scan that was cut short says so instead of raising the alarm of one that could not see. */
function cutShort(report: Report, width: number): readonly Line[] {
  const { resourcesJudged, resourcesListed } = report.scan.progress;
  const seen = `${resourcesJudged.toLocaleString('en-US')} of ${counted(resourcesListed, 'resource')} were judged before the scan was cancelled; the rest is unknown.`;
  return hanging(span('Coverage  ', 'heading'), seen, width, 'bad');
}

function headline(report: Report, minCoverage: number, width: number): readonly Line[] {
  const { percent, pairs, pairsKnown, subscriptionsAsked, subscriptionsListed } = report.scan.coverage;
  const known = `${pairsKnown.toLocaleString('en-US')} of ${counted(pairs, 'verdict')} are known`;
  const listed = `${String(subscriptionsListed)} of ${counted(subscriptionsAsked, 'subscription')} could be listed`;
  const label = span('Coverage  ', 'heading');
  if (percent >= minCoverage) {
    const [text, tone] = calmText(report, `${String(percent)} %: ${known}, ${listed}`);
    return hanging(label, `${text}.`, width, tone);
  }
  const alarm = percent < minCoverage / 2 ? 'THIS SCAN WAS BLIND' : 'TOO LOW';
  return [
    ...hanging(
      label,
      `${alarm}: ${String(percent)} % of what was asked for, ${String(minCoverage)} % wanted.`,
      width,
      'critical',
    ),
    ...hanging(span('          '), `${known}, ${listed}.`, width, 'bad'),
    ...hanging(span('          '), 'What could not be seen is not safe: it is unknown.', width, 'bad'),
  ];
}

function losses(report: Report, width: number): readonly Line[] {
  const { gap, partsFailed } = report.scan.coverage;
  const texts = [
    ...(gap > 0 ? [`${counted(gap, 'resource was', 'resources were')} counted but could not be looked at.`] : []),
    ...(partsFailed > 0 ? [`${counted(partsFailed, 'part')} of the scan failed; what it held was not judged.`] : []),
    ...report.notices,
  ];
  return texts.flatMap((text) => hanging(span('          '), text, width, 'warning'));
}

function uncovered(report: Report): readonly Line[] {
  const { notCovered } = report;
  if (notCovered.length === 0) return [];
  const total = notCovered.reduce((sum, { count }) => sum + count, 0);
  const shown = notCovered.slice(0, typesShown).map(({ type, count }) => [count.toLocaleString('en-US'), type]);
  const more = notCovered.length - shown.length;
  const types = notCovered.length === 1 ? '1 type' : `${String(notCovered.length)} types`;
  return [
    [span(`No check covers ${counted(total, 'resource')} of ${types}:`, 'warning')],
    ...tableLines(shown, [0]),
    ...(more > 0 ? [[span(`  … and ${counted(more, 'more type', 'more types')} in the report file`, 'quiet')]] : []),
  ];
}

function switchedOffLines({ switchedOff }: Report, width: number): readonly Line[] {
  if (switchedOff.length === 0) return [];
  const label = span(`${counted(switchedOff.length, 'check')} switched off: `, 'warning');
  return hanging(label, switchedOff.map(({ checkId, reason }) => `${checkId} (${reason})`).join(', '), width, 'quiet');
}

/** What was seen, before anything that was found in it. */
export function coverageSection(report: Report, minCoverage: number, width: number): readonly Line[] {
  const seen =
    report.scan.status === 'cancelled'
      ? cutShort(report, width)
      : [...headline(report, minCoverage, width), ...losses(report, width)];
  return [...seen, ...uncovered(report), ...switchedOffLines(report, width), blank];
}

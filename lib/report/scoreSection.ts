import { changeKinds, type ChangeKind } from '../model/change.ts';
import { counted } from './counted.ts';
import { blank, hanging, span, type Line } from './layout.ts';
import { rangeText } from './rangeText.ts';
import type { Report } from './report.ts';

const servicesShown = 6;

const changeWords: Readonly<Record<ChangeKind, string>> = {
  new: 'new',
  newCheck: 'of new checks',
  resolved: 'resolved',
  open: 'still open',
  gone: 'gone with their resources',
  notRead: 'not read this time',
};

function scoreLines({ scan, services }: Report, width: number): readonly Line[] {
  const { score } = scan;
  if (score === null) return [];
  const why = score.low === score.high ? '' : '; the low end counts what is unknown as failed';
  const worst = services.slice(0, servicesShown).map((service) => `${service.name} ${rangeText(service)}`);
  return [
    ...hanging(span('Score  ', 'heading'), `${rangeText(score)} of 100${why}.`, width),
    ...(worst.length === 0 ? [] : hanging(span('       '), `Lowest: ${worst.join(', ')}.`, width, 'quiet')),
  ];
}

function exemptedLines({ scan: { exempted } }: Report, width: number): readonly Line[] {
  if (exempted === null || exempted.total === 0) return [];
  const byTag = exempted.byTag === 0 ? '' : `, ${exempted.byTag.toLocaleString('en-US')} of them by a tag alone`;
  return hanging(
    span('Exempted  ', 'heading'),
    `${counted(exempted.total, 'finding')}${byTag}: not in the score.`,
    width,
  );
}

function changesLines({ scan: { changes } }: Report, width: number): readonly Line[] {
  if (changes === null) return [];
  const said = changeKinds
    .filter((kind) => changes.counts[kind] > 0)
    .map((kind) => `${changes.counts[kind].toLocaleString('en-US')} ${changeWords[kind]}`);
  const text = said.length === 0 ? 'nothing to compare' : said.join(', ');
  return hanging(span('Since the scan before  ', 'heading'), `${text}.`, width);
}

/** The score with its range, what exemptions took out of it, and what changed since the scan before. */
export function scoreSection(report: Report, width: number): readonly Line[] {
  const lines = [...scoreLines(report, width), ...exemptedLines(report, width), ...changesLines(report, width)];
  return lines.length === 0 ? [] : [...lines, blank];
}

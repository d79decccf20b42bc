import { counted } from '../counted.ts';
import { wordsOf } from '../reasonWords.ts';
import type { Report } from '../report.ts';
import { code, grouped, prose, spelled, table } from './words.ts';

const typesShown = 10;
const refusalsShown = 10;

function opening({ source, scan }: Report): readonly string[] {
  const { id, status, finishedAt, error } = scan;
  const at = finishedAt === null ? '' : `, ended ${code(finishedAt)}`;
  const failure = error === null ? [] : [`**${prose(error.code)}**: ${prose(error.message)}`, ''];
  return [`# ${prose(source)}`, '', `Scan ${code(id)}: **${spelled(status)}**${at}.`, '', ...failure];
}

function losses({ scan, notices, switchedOff }: Report): readonly string[] {
  const { gap, partsFailed } = scan.coverage;
  const off = switchedOff.map(({ checkId, reason }) => `${code(checkId)} is switched off: ${prose(reason)}`);
  const lines = [
    ...(gap > 0 ? [`${counted(gap, 'resource was', 'resources were')} counted but could not be looked at.`] : []),
    ...(partsFailed > 0 ? [`${counted(partsFailed, 'part')} of the scan failed; what it held was not judged.`] : []),
    ...notices.map(prose),
    ...off,
  ];
  return lines.length === 0 ? [] : [...lines.map((line) => `- ${line}`), ''];
}

function refusals({ refused }: Report): readonly string[] {
  if (refused.length === 0) return [];
  const lines = refused.slice(0, refusalsShown).map(({ subscriptionId, type, reason, detail, permission }) => {
    const where = [type, subscriptionId].filter((part) => part !== '').map(code);
    const missing = permission === '' ? '' : `; missing ${code(permission)}`;
    const place = where.length === 0 ? '' : `${where.join(' in ')}: `;
    return `- ${place}${prose(wordsOf(reason))}, ${prose(detail)}${missing}`;
  });
  const more = refused.length - lines.length;
  const rest = more > 0 ? [`- … and ${grouped(more)} more`] : [];
  return [`**${grouped(refused.length)} asked for and refused:**`, '', ...lines, ...rest, ''];
}

function uncovered({ notCovered }: Report): readonly string[] {
  if (notCovered.length === 0) return [];
  const total = (of: Report['notCovered']) => of.reduce((sum, { count }) => sum + count, 0);
  const shown = notCovered.slice(0, typesShown);
  const rest = notCovered.slice(typesShown);
  const more = `… and ${counted(total(rest), 'resource')} of ${counted(rest.length, 'more type', 'more types')}`;
  return [
    `No check covers ${counted(total(notCovered), 'resource')} of ${counted(notCovered.length, 'type')}:`,
    '',
    ...table(
      ['Resources:', 'Type'],
      shown.map(({ type, count }) => [grouped(count), code(type)]),
    ),
    ...(rest.length === 0 ? [] : [more, '']),
  ];
}

/** Whose resources, how the scan went, and what was and was not seen: before anything that was found. */
export function seenSection(report: Report): readonly string[] {
  const { percent, pairs, pairsKnown, subscriptionsAsked, subscriptionsListed } = report.scan.coverage;
  const known = `${grouped(pairsKnown)} of ${counted(pairs, 'verdict')} are known`;
  const listed = `${grouped(subscriptionsListed)} of ${counted(subscriptionsAsked, 'subscription')} could be listed`;
  const blind = percent < 100 ? ' What could not be seen is not safe: it is unknown.' : '';
  const nothing = pairs === 0 ? ' **Nothing was judged.**' : '';
  return [
    ...opening(report),
    '## What was seen',
    '',
    `**Coverage ${String(percent)} %**: ${known}, ${listed}.${blind}${nothing}`,
    '',
    ...losses(report),
    ...refusals(report),
    ...uncovered(report),
  ];
}

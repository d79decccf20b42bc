import type { ErrorTrace } from '../model/scan.ts';
import { counted } from './counted.ts';
import { blank, hanging, span, type Line } from './layout.ts';
import { shorten } from './printable.ts';

const tracesShown = 5;
const frameLinesShown = 3;
const lineShown = 160;

function traceLines({ code, message, count, checkId, resourceId, trace }: ErrorTrace, width: number): readonly Line[] {
  const times = count > 1 ? ` (${counted(count, 'time')})` : '';
  const where = [checkId, resourceId].filter((part) => part !== '').join(' on ');
  const frames = trace
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, frameLinesShown);
  return [
    ...hanging(span('  '), `${code}: ${shorten(message, 400)}${times}`, width, 'bad'),
    ...(where === '' ? [] : [[span(`    ${where}`)]]),
    ...frames.map((line): Line => [span(`    ${shorten(line.trim(), lineShown)}`, 'quiet')]),
  ];
}

/** What broke: code, message and the first lines; the whole trace is in report.json. */
export function errorsSection(errors: readonly ErrorTrace[], width: number): readonly Line[] {
  if (errors.length === 0) return [];
  const more = errors.length - tracesShown;
  return [
    [span(`Errors (whole traces in the report file)`, 'heading')],
    ...errors.slice(0, tracesShown).flatMap((error) => traceLines(error, width)),
    ...(more > 0 ? [[span(`  … and ${counted(more, 'more error', 'more errors')}`, 'quiet')]] : []),
    blank,
  ];
}

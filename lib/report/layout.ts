import Table from 'cli-table3';
import { printable } from './printable.ts';

/** What a piece of text says, not how it looks: a terminal makes colours of it, a file nothing. */
export type Tone = 'plain' | 'heading' | 'quiet' | 'good' | 'warning' | 'bad' | 'critical';
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}
export type Line = readonly Span[];
export type Paint = (tone: Tone, text: string) => string;

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

export const blank: Line = [];

/** The only way from lines to text: every span is made printable here, so that no section can forget it. */
export function paintLines(lines: readonly Line[], paint: Paint): string {
  const painted = lines.map((line) => line.map(({ text, tone }) => paint(tone, printable(text))).join(''));
  return `${painted.join('\n')}\n`;
}

/** Breaks at spaces. A word longer than the width stays whole, so that an id can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && longer.length > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}

/** A label and a wrapped text that hangs to the right of it. */
export function hanging(label: Span, text: string, width: number, tone: Tone = 'plain'): readonly Line[] {
  const indent = label.text.length;
  return wrap(text, Math.max(20, width - indent)).map((line, index) => [
    index === 0 ? label : span(' '.repeat(indent)),
    span(line, tone),
  ]);
}

/** One shell command over several lines: broken before its flags, each line but the last ending in a backslash. */
export function commandLines(command: string, indent: number, width: number): readonly Line[] {
  const words = command.split(/ (?=--)/);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + word.length + 3 <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => [
    span(' '.repeat(index === 0 ? indent : indent + 2)),
    span(index === lines.length - 1 ? line : `${line} \\`, 'quiet'),
  ]);
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Aligned columns without borders, indented by two. `numbers` says which columns are flush right. */
export function tableLines(rows: readonly (readonly string[])[], numbers: readonly number[] = []): readonly Line[] {
  const columns = rows[0]?.length ?? 0;
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: Array.from({ length: columns }, (_, column) => (numbers.includes(column) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => row.map(printable)));
  const text = rows.length === 0 ? '' : table.toString();
  return text === '' ? [] : text.split('\n').map((line) => [span(`  ${line.trimEnd()}`)]);
}

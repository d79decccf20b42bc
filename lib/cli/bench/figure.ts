/** One measured figure. With a target it is ok or missed, without one it only informs. */
export interface Figure {
  readonly name: string;
  /** What was scanned, or how the process was started. */
  readonly setting: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly most: number } | { readonly least: number };
  /** What else is worth knowing, as the spread of repetitions. */
  readonly note?: string;
}

export function isMissed({ value, target }: Figure): boolean {
  if (target === undefined) return false;
  // NaN, where nothing could be measured, meets no target.
  return 'most' in target ? !(value <= target.most) : !(value >= target.least);
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest-rank percentile; NaN of nothing. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
}

const rounded = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0 });

/** The median of repetitions as the figure's value, with their spread in its note. */
export function repeated(figure: Omit<Figure, 'value'>, values: readonly number[]): Figure {
  const spread = `median of ${String(values.length)}: ${rounded(Math.min(...values))}–${rounded(Math.max(...values))}`;
  const note = [figure.note, values.length > 1 ? spread : undefined].filter((part) => part !== undefined).join('; ');
  return { ...figure, value: median(values), ...(note !== '' && { note }) };
}

function targetText({ target, unit }: Figure): string {
  if (target === undefined) return '';
  return 'most' in target ? `≤ ${rounded(target.most)} ${unit}` : `≥ ${rounded(target.least)} ${unit}`;
}

function outcome(figure: Figure): string {
  if (figure.target === undefined) return '';
  return isMissed(figure) ? 'MISSED' : 'ok';
}

/** The cells of a figure's line: name, setting, value, target, outcome, note. */
export function cellsOf(figure: Figure): readonly string[] {
  const { name, setting, value, unit, note = '' } = figure;
  return [name, setting, `${rounded(value)} ${unit}`.trim(), targetText(figure).trim(), outcome(figure), note];
}

const headings = ['figure', 'setting', 'value', 'target', '', 'note'];

/** Figures as a Markdown table, padded so that it reads in a terminal too. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cellsOf)];
  const widths = headings.map((_heading, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}

import { basename, dirname, join } from 'node:path';
import { reportFormats, type ReportFormatName } from '../report/formats.ts';
import { UsageError, type ScanCommand } from './command.ts';

/** `report.json` becomes `report.html`; any other name keeps its own ending, so that no two reports share a file. */
export function fileNameOf(out: string, format: ReportFormatName): string {
  if (format === 'json') return out;
  return join(dirname(out), `${basename(out).replace(/\.json$/i, '')}.${reportFormats[format].extension}`);
}

type Asked = Pick<ScanCommand, 'out' | 'reports'>;

/** What a command writes: json, whatever else it asks for. */
export function formatsOf({ reports }: Asked): readonly ['json', ...ReportFormatName[]] {
  return ['json', ...reports.filter((format) => format !== 'json')];
}

/** Every file that a command writes, report.json first. */
export function fileNamesOf(asked: Asked): readonly [string, ...string[]] {
  const [, ...others] = formatsOf(asked);
  return [asked.out, ...others.map((format) => fileNameOf(asked.out, format))];
}

/** Refuses a name for report.json that says another format: who gives it wants that format there. */
export function checkOutName(out: string): string {
  const other = Object.entries(reportFormats).find(
    ([format, { extension }]) => format !== 'json' && out.toLowerCase().endsWith(`.${extension}`),
  );
  if (other === undefined) return out;
  const [format, { extension }] = other;
  const stem = out.slice(0, -extension.length - 1);
  throw new UsageError(
    `--out ${out} is where the whole report goes, as JSON: give --out ${stem}.json, and --report ${format} writes ${stem}.${extension} beside it.`,
  );
}

import type { Report } from './report.ts';
import { blank, hanging, paintLines, span, type Line, type Paint } from './layout.ts';
import { coverageSection } from './coverageSection.ts';
import { findingsSection } from './findingsSection.ts';
import type { FindingsDigest } from './digest.ts';
import { scoreSection } from './scoreSection.ts';
import { assessmentsSection } from './assessmentsSection.ts';
import { unreadSection } from './unreadSection.ts';
import { errorsSection } from './errorsSection.ts';

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  readonly paint: Paint;
  /** Below it the report raises the alarm. */
  readonly minCoverage: number;
  /** The whole report first, then the others. */
  readonly reportFiles: readonly [string, ...string[]];
  readonly exit: { readonly code: number; readonly meaning: string };
}

const statusWords: Readonly<Record<Report['scan']['status'], string>> = {
  pending: 'has not begun',
  running: 'is still running',
  completed: 'completed',
  completedWithErrors: 'completed with errors',
  failed: 'FAILED',
  cancelled: 'was cancelled; this is what was found so far',
  deleting: 'is being deleted',
};

function seconds(from: string | null, to: string | null): string {
  const spent = from === null || to === null ? Number.NaN : Date.parse(to) - Date.parse(from);
  return Number.isFinite(spent) ? `, ${(spent / 1000).toFixed(1)} s` : '';
}

function opening({ source, scan }: Report, width: number): readonly Line[] {
  const broke = scan.status === 'failed' || scan.status === 'cancelled';
  const state = `Scan ${scan.id} ${statusWords[scan.status]}${seconds(scan.startedAt, scan.finishedAt)}.`;
  return [
    ...hanging(span(''), source, width, 'heading'),
    ...hanging(span(''), state, width, broke ? 'bad' : 'plain'),
    ...(scan.error?.message ?? '')
      .split('\n')
      .flatMap((line): Line[] => (line === '' ? [] : [[span(`  ${line}`, 'bad')]])),
    blank,
  ];
}

/** The readable summary: whose tenant, what was seen, what was found, what could not be read, what broke, what the exit code means. */
export function terminalReport(report: Report, digest: FindingsDigest, options: TerminalOptions): string {
  const { width, paint, minCoverage, reportFiles, exit } = options;
  const [whole, ...others] = reportFiles;
  const more = others.length === 0 ? '' : ` Also written: ${others.join(', ')}.`;
  const closing = `The whole report is in ${whole}.${more} Exit ${String(exit.code)}: ${exit.meaning}.`;
  // Who is not signed in has nothing to read but why.
  const signedIn = report.scan.error?.code !== 'signInFailed';
  const sections = () => [
    ...coverageSection(report, minCoverage, width),
    ...scoreSection(report, width),
    ...findingsSection(report, digest, width),
    ...assessmentsSection(report, width),
    ...unreadSection(report, digest, width),
    ...errorsSection(report.errors, width),
  ];
  const lines = [
    ...opening(report, width),
    ...(signedIn ? sections() : []),
    ...hanging(span(''), closing, width, exit.code === 0 ? 'plain' : 'bad'),
  ];
  return paintLines(lines, paint);
}

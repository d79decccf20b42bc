import { severities, type Severity } from '../model/check.ts';
import type { Coverage, ErrorTrace, Refusal, ScanStatus, ScanView, Tally, TypeCount } from '../model/scan.ts';
import type { AssessmentFinding } from '../model/assessment.ts';
import type { ManagementGroup } from '../model/finding.ts';
import type { SwitchedOff } from '../model/config.ts';
import type { SecureScore } from '../model/secureScore.ts';
import { indexPartition, prefixRange } from '../store/keys.ts';
import { newRecord } from '../store/indexRecords.ts';
import { assessmentRecord, errorRecord, refusalRecord, secureScoreRecord } from '../store/records.ts';
import { quote, type Range } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { summariseControl } from './finish.ts';
import { findScan } from './findScan.ts';
import { collect, continueAfter, type Listed } from './listing.ts';
import { viewScan } from './view.ts';

export interface ScanFilter {
  readonly statuses?: readonly ScanStatus[];
  readonly top: number;
  readonly after?: string | undefined;
}

/** Newest first. */
export function listScans(context: ScanContext, { statuses, top, after }: ScanFilter): Promise<Listed<ScanView>> {
  const ranges = continueAfter([prefixRange('new~')], after);
  return collect(context.store.index, indexPartition, ranges, top, async (stored) => {
    const control = await findScan(context, newRecord.parse(stored.properties).scanId);
    if (!control || (statuses && !statuses.includes(control.scan.record.status))) return undefined;
    return viewScan(context, control);
  });
}

export interface AssessmentFilter {
  readonly severities?: readonly Severity[] | undefined;
  readonly subscription?: string | undefined;
  readonly top: number;
  readonly after?: string | undefined;
}

/** Unhealthy recommendations of Defender for Cloud, outside our own counts. */
export function listAssessments(
  context: ScanContext,
  scanId: string,
  { severities: wanted, subscription, top, after }: AssessmentFilter,
): Promise<Listed<AssessmentFinding>> {
  const clauses = [
    ...(subscription === undefined ? [] : [`subscriptionId eq ${quote(subscription)}`]),
    ...(wanted === undefined ? [] : [`(${wanted.map((severity) => `severity eq ${quote(severity)}`).join(' or ')})`]),
  ];
  const range: Range = {
    ...prefixRange('assessment~'),
    ...(clauses.length > 0 && { filter: clauses.join(' and ') }),
  };
  return collect(context.store.scans, scanId, continueAfter([range], after), top, (stored) =>
    assessmentRecord.parse(stored.properties),
  );
}

/** Every error with its full trace: the scan's own first, then those of its parts. */
export async function listErrors(
  context: ScanContext,
  control: Control,
  page: { readonly top: number; readonly after?: string | undefined },
): Promise<Listed<ErrorTrace>> {
  const { id, error, trace } = control.scan.record;
  const range = prefixRange('error~');
  const read = (top: number) =>
    collect(context.store.scans, id, continueAfter([range], page.after), top, (stored): ErrorTrace =>
      errorRecord.parse(stored.properties),
    );
  if (error === null || page.after !== undefined) return read(page.top);
  const own = { part: '', ...error, checkId: '', resourceId: '', count: 1, trace };
  if (page.top === 1) return { value: [own], next: range.from };
  const rows = await read(page.top - 1);
  return { ...rows, value: [own, ...rows.value] };
}

/** A check with what it came to in a scan. */
export interface CheckTallyView {
  readonly checkId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly service: string;
  readonly tally: Tally;
}

export function listTallies(context: ScanContext, control: Control): readonly CheckTallyView[] {
  const checks = new Map(context.catalogue.map((check) => [check.id, check]));
  const { summary, ending } = control.scan.record;
  const then = ending?.checks;
  const { tallies } = summary ?? summariseControl(context, control);
  return Object.entries(tallies)
    .map(([checkId, { pass, fail, unknown, notApplicable }]) => {
      const check = checks.get(checkId);
      const { title = '', service = checkId.split('-')[0] ?? '' } = check ?? {};
      const severity = then?.[checkId] ?? check?.severity ?? 'low';
      return { checkId, title, severity, service, tally: { pass, fail, unknown, notApplicable } };
    })
    .sort(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.checkId < b.checkId ? -1 : 1),
    );
}

export interface ScannedSubscription {
  readonly id: string;
  readonly name: string;
  readonly managementGroups: readonly ManagementGroup[] | null;
}

/** What was asked for, how much of it was seen, and what no check covers. */
export interface CoverageView {
  readonly coverage: Coverage;
  readonly subscriptions: readonly ScannedSubscription[];
  readonly notCovered: readonly TypeCount[];
  /** Checks that the operator had switched off. */
  readonly switchedOff: readonly SwitchedOff[];
  /** Defender for Cloud's own, of each subscription that has one. */
  readonly secureScores: readonly SecureScore[];
}

/** Secure scores shown with a scan's coverage. */
const mostScores = 1000;

export async function getCoverage(context: ScanContext, control: Control): Promise<CoverageView> {
  const { coverage, notCovered } = viewScan(context, control);
  const { switchedOff, id } = control.scan.record;
  const range = prefixRange('securescore~');
  const { value: secureScores } = await collect(context.store.scans, id, [range], mostScores, (stored) =>
    secureScoreRecord.parse(stored.properties),
  );
  const subscriptions = control.parts.flatMap((part) => part.record.subscriptions);
  return { coverage, subscriptions, notCovered, switchedOff, secureScores };
}

/** What was asked for and not seen, and why. */
export function listRefusals(
  context: ScanContext,
  scanId: string,
  page: { readonly top: number; readonly after?: string | undefined },
): Promise<Listed<Refusal>> {
  const ranges = continueAfter([prefixRange('refused~')], page.after);
  return collect(context.store.scans, scanId, ranges, page.top, (stored) => refusalRecord.parse(stored.properties));
}

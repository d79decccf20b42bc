import { severities, type CatalogueCheck, type Severity } from '../model/check.ts';
import type { Coverage, ErrorTrace, Finding, Refusal, ScanStatus, ScanView, Tally, TypeCount } from '../model/scan.ts';
import type { AssessmentFinding } from '../model/assessment.ts';
import type { SwitchedOff } from '../model/config.ts';
import type { SecureScore } from '../model/secureScore.ts';
import type { Because, Judged } from '../model/verdict.ts';
import { indexPartition, prefixRange } from '../store/keys.ts';
import {
  assessmentRecord,
  errorRecord,
  findingRecord,
  newRecord,
  refusalRecord,
  secureScoreRecord,
} from '../store/records.ts';
import type { Range, Stored, Table } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { readControl, type Control } from './control.ts';
import { summariseControl } from './finish.ts';
import { viewScan } from './view.ts';

/** A page of a collection; `next` continues it, null at its end. A page may be empty and still continue. */
export interface Listed<T> {
  readonly value: readonly T[];
  readonly next: string | null;
}

/** A listing stops collecting after this time, so that a filter that matches little still answers. */
const longestPage = 5_000;

/** A scan that exists and is not being deleted. */
export async function findScan(context: ScanContext, scanId: string): Promise<Control | undefined> {
  const control = await readControl(context.store.scans, scanId);
  return control?.scan.record.status === 'deleting' ? undefined : control;
}

/** Ranges asked for at once: a filter by severity has one for each of many checks, most of them empty. */
const rangesAhead = 16;

/** The rows of ranges in their order, the first rows of the next ranges being on their way. */
async function* rowsOf(table: Table, partition: string, ranges: readonly Range[], top: number): AsyncGenerator<Stored> {
  const begun: { readonly rows: AsyncIterator<Stored>; readonly first: Promise<IteratorResult<Stored>> }[] = [];
  const begin = (range: Range) => {
    const rows = table.rows(partition, { ...range, top })[Symbol.asyncIterator]();
    const first = rows.next();
    // Who stops before it comes here does not care how it ends.
    first.catch(() => undefined);
    begun.push({ rows, first });
  };
  ranges.slice(0, rangesAhead).forEach(begin);
  for (const index of ranges.keys()) {
    const next = ranges[index + rangesAhead];
    if (next !== undefined) begin(next);
    const current = begun.shift();
    if (current === undefined) return;
    for (let row = await current.first; row.done !== true; row = await current.rows.next()) yield row.value;
  }
}

async function collect<T>(
  table: Table,
  partition: string,
  ranges: readonly Range[],
  top: number,
  keep: (stored: Stored) => Promise<T | undefined> | T | undefined,
): Promise<Listed<T>> {
  const deadline = performance.now() + longestPage;
  const value: T[] = [];
  for await (const stored of rowsOf(table, partition, ranges, top)) {
    const kept = await keep(stored);
    if (kept !== undefined) value.push(kept);
    if (value.length >= top || performance.now() > deadline) return { value, next: stored.rowKey };
  }
  return { value, next: null };
}

/** Ranges that are left when a listing continues after a row key; each is kept whole, cut or dropped. */
function continueAfter(ranges: readonly Range[], after: string | undefined): readonly Range[] {
  if (after === undefined) return ranges;
  return ranges.filter((range) => range.to > after).map((range) => (range.from <= after ? { ...range, after } : range));
}

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

/** A finding with what its check says of it. */
export interface FindingView extends Omit<Finding, 'judged'> {
  readonly status: 'fail' | 'unknown';
  readonly subKey: string;
  readonly because?: Because;
  readonly reason?: string;
  readonly detail?: string;
  readonly permission?: string;
  readonly why: string;
  readonly fix: CatalogueCheck['fix'];
  readonly reference: string;
}

function evidenceOf(judged: Judged): Pick<FindingView, 'because' | 'reason' | 'detail' | 'permission'> {
  if (judged.verdict === 'fail') return { because: judged.because };
  if (judged.verdict !== 'unknown') return {};
  return { reason: judged.reason, detail: judged.detail, permission: judged.permission };
}

function viewFinding(checks: ReadonlyMap<string, CatalogueCheck>, stored: Stored): FindingView {
  const { judged, ...finding } = findingRecord.parse(stored.properties);
  const check = checks.get(finding.checkId);
  return {
    ...finding,
    subKey: judged.subKey,
    ...evidenceOf(judged),
    why: check?.why ?? '',
    fix: check?.fix ?? { text: '' },
    reference: check?.reference ?? '',
  };
}

export interface FindingFilter {
  readonly severities?: readonly Severity[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly checks?: readonly string[] | undefined;
  readonly subscription?: string | undefined;
  readonly status?: 'fail' | 'unknown' | undefined;
  readonly top: number;
  readonly after?: string | undefined;
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Check, severity and service become key ranges; the rest is filtered by the table. */
export function listFindings(
  context: ScanContext,
  control: Control,
  filter: FindingFilter,
): Promise<Listed<FindingView>> {
  const checks = new Map(context.catalogue.map((check) => [check.id, check]));
  const chosen = context.catalogue.filter(
    (check) =>
      (filter.checks?.includes(check.id) ?? true) &&
      (filter.services?.includes(check.service) ?? true) &&
      (filter.severities?.includes(check.severity) ?? true),
  );
  const clauses = [
    ...(filter.subscription === undefined ? [] : [`subscriptionId eq ${quote(filter.subscription)}`]),
    ...(filter.status === undefined ? [] : [`status eq ${quote(filter.status)}`]),
  ];
  const everything = chosen.length === context.catalogue.length;
  // Tallies are written with the findings that they count: where they count none, there is nothing to ask for.
  const { tallies } = control.scan.record.summary ?? summariseControl(context, control);
  const found = chosen.filter(({ id }) => (tallies[id]?.fail ?? 0) + (tallies[id]?.unknown ?? 0) > 0);
  const prefixes = everything ? ['finding~'] : found.map((check) => `finding~${check.id}~`).sort();
  const ranges = prefixes.map((prefix): Range => ({
    ...prefixRange(prefix),
    ...(clauses.length > 0 && { filter: clauses.join(' and ') }),
  }));
  const left = continueAfter(ranges, filter.after);
  return collect(context.store.scans, control.scan.record.id, left, filter.top, (stored) =>
    viewFinding(checks, stored),
  );
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
  const summary = control.scan.record.summary;
  const { tallies } = summary ?? summariseControl(context, control);
  return Object.entries(tallies)
    .map(([checkId, { pass, fail, unknown, notApplicable }]) => {
      const check = checks.get(checkId);
      const { title = '', severity = 'low', service = '' } = check ?? {};
      return { checkId, title, severity, service, tally: { pass, fail, unknown, notApplicable } };
    })
    .sort(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.checkId < b.checkId ? -1 : 1),
    );
}

/** What was asked for, what of it was not seen and why, and what no check covers. */
export interface CoverageView {
  readonly coverage: Coverage;
  readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
  readonly refused: readonly Refusal[];
  readonly notCovered: readonly TypeCount[];
  /** Checks that the operator had switched off. */
  readonly switchedOff: readonly SwitchedOff[];
  /** Defender for Cloud's own, of each subscription that has one. */
  readonly secureScores: readonly SecureScore[];
  readonly next: string | null;
}

/** Secure scores shown with a scan's coverage. */
const mostScores = 1000;

export async function getCoverage(
  context: ScanContext,
  control: Control,
  page: { readonly top: number; readonly after?: string | undefined },
): Promise<CoverageView> {
  const { coverage, notCovered } = viewScan(context, control);
  const ranges = continueAfter([prefixRange('refused~')], page.after);
  const refused = await collect(context.store.scans, control.scan.record.id, ranges, page.top, (stored) =>
    refusalRecord.parse(stored.properties),
  );
  const subscriptions = control.parts.flatMap((part) => part.record.subscriptions);
  const { switchedOff, id } = control.scan.record;
  const scores = await collect(context.store.scans, id, [prefixRange('securescore~')], mostScores, (stored) =>
    secureScoreRecord.parse(stored.properties),
  );
  const secureScores = scores.value;
  return { coverage, subscriptions, refused: refused.value, notCovered, switchedOff, secureScores, next: refused.next };
}

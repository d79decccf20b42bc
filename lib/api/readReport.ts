import { severities } from '../model/check.ts';
import type { FindingView } from '../model/finding.ts';
import type { Report } from '../report/report.ts';
import { version, type ScanContext } from '../scan/context.ts';
import type { Control } from '../scan/control.ts';
import { findScan } from '../scan/findScan.ts';
import { listChanges } from '../scan/listChanges.ts';
import type { Listed } from '../scan/listing.ts';
import {
  getCoverage,
  listAssessments,
  listErrors,
  listRefusals,
  listTallies,
  type ScannedSubscription,
} from '../scan/queries.ts';
import { getScore } from '../scan/scores.ts';
import { viewScan } from '../scan/view.ts';

/** The most of each list beside the findings that one answer holds; what is left out is said. */
const mostItems = 5_000;
const mostNew = 100;

type Page = (page: { readonly top: number; readonly after?: string | undefined }) => Promise<Listed<unknown>>;

/** Reads a listing to its end, or to as many items as an answer holds. */
async function readAll<P extends Page>(
  read: P,
): Promise<{ value: Awaited<ReturnType<P>>['value'][number][]; cut: boolean }> {
  const value: Awaited<ReturnType<P>>['value'][number][] = [];
  let after: string | undefined;
  do {
    const page = await read({ top: 1000, after });
    value.push(...page.value);
    after = page.next ?? undefined;
  } while (after !== undefined && value.length < mostItems);
  return { value, cut: after !== undefined };
}

function sourceOf(subscriptions: readonly ScannedSubscription[]): string {
  const shown = subscriptions.slice(0, 5).map(({ id, name }) => (name === '' ? id : `${name} (${id})`));
  const more = subscriptions.length - shown.length;
  const kind = subscriptions.length === 1 ? 'subscription' : 'subscriptions';
  return `AZURE, ${kind} ${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}.`;
}

/** The worst findings that the scan before had not. */
async function newFindings(context: ScanContext, newer: Control): Promise<readonly FindingView[]> {
  const { previous, changes } = newer.scan.record;
  const found: FindingView[] = [];
  // Both scans are read to the end for what is new in them.
  if (changes === null || changes.counts.new + changes.counts.newCheck === 0) return found;
  const older = await findScan(context, previous);
  if (!older) return found;
  for (const severity of severities) {
    let after: string | undefined;
    do {
      const filter = { kinds: ['new', 'newCheck'], severities: [severity], top: mostNew } as const;
      const page = await listChanges(context, older, newer, { ...filter, after });
      found.push(...page.value.map(({ finding }) => finding));
      after = page.next ?? undefined;
    } while (after !== undefined && found.length < mostNew);
    if (found.length >= mostNew) break;
  }
  return found.slice(0, mostNew);
}

/** Everything that a report of a finished scan shows but for the findings. What is new is read for a page alone. Traces are for `/errors` only. */
export async function readReport(context: ScanContext, control: Control, page: boolean): Promise<Report> {
  const { id } = control.scan.record;
  const [scores, refused, assessments, errors, coverage, fresh] = await Promise.all([
    readAll((page) => getScore(context, control, page)),
    readAll((page) => listRefusals(context, id, page)),
    readAll((page) => listAssessments(context, id, page)),
    readAll((page) => listErrors(context, control, page)),
    getCoverage(context, control),
    page ? newFindings(context, control) : [],
  ]);
  const cut = Object.entries({
    'scores of subscriptions': scores,
    refusals: refused,
    'recommendations of Defender for Cloud': assessments,
    errors,
  }).flatMap(([what, list]) =>
    list.cut ? [`More than ${mostItems.toLocaleString('en-US')} ${what}: the API lists the rest.`] : [],
  );
  return {
    tool: { name: 'vigil', version },
    source: sourceOf(coverage.subscriptions),
    scan: viewScan(context, control),
    subscriptions: coverage.subscriptions,
    notCovered: coverage.notCovered,
    refused: refused.value,
    switchedOff: coverage.switchedOff,
    notices: cut,
    assessments: assessments.value,
    secureScores: coverage.secureScores,
    errors: errors.value.map((error) => ({ ...error, trace: '' })),
    checks: listTallies(context, control),
    services: control.scan.record.ending?.services ?? [],
    subscriptionScores: scores.value,
    newFindings: fresh,
  };
}

import type { Severity } from '../model/check.ts';
import type { FindingStatus, FindingView } from '../model/finding.ts';
import { prefixRange } from '../store/keys.ts';
import { quote, type Range, type Stored } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { summariseControl } from './finish.ts';
import { collect, continueAfter, type Listed } from './listing.ts';
import { checkRanges, pageRanges, prefixOf } from './pageRanges.ts';
import { openFindingViewer, serviceOf } from './viewFindings.ts';

/** What narrows findings; absent means all. */
export interface FindingChoice {
  readonly severities?: readonly Severity[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly checks?: readonly string[] | undefined;
  readonly subscription?: string | undefined;
  readonly status?: FindingStatus | undefined;
}

export interface FindingFilter extends FindingChoice {
  readonly top: number;
  readonly after?: string | undefined;
}

/** The checks of a scan with the severity that they had then. */
function checksOf({ catalogue }: Pick<ScanContext, 'catalogue'>, { scan }: Control): ReadonlyMap<string, Severity> {
  const { ending } = scan.record;
  return new Map(ending ? Object.entries(ending.checks) : catalogue.map(({ id, severity }) => [id, severity]));
}

/** The ids of the checks that a choice leaves, given their severities; undefined where it leaves them all. */
export function chosenChecks(
  known: ReadonlyMap<string, Severity>,
  { checks, services, severities }: FindingChoice,
): readonly string[] | undefined {
  if (checks === undefined && services === undefined && severities === undefined) return undefined;
  const chosen = [...known].filter(
    ([id, severity]) =>
      (checks?.includes(id) ?? true) &&
      (services?.includes(serviceOf(id)) ?? true) &&
      (severities?.includes(severity) ?? true),
  );
  return chosen.map(([id]) => id);
}

/**
 * Check, severity and service become key ranges; the rest is filtered by the table. Tallies are written with the findings
 * that they count: where they count none there is nothing to ask for, and where they count many a range holds about a page.
 */
export function findingRanges(context: ScanContext, control: Control, choice: FindingChoice): readonly Range[] {
  const { subscription, status } = choice;
  const kind = status === 'pass' ? 'passed' : 'finding';
  // Passes are counted always, and kept only on request.
  if (kind === 'passed' && control.scan.record.options.record !== 'all') return [];
  const clauses = [
    ...(subscription === undefined ? [] : [`subscriptionId eq ${quote(subscription)}`]),
    ...(status === undefined || status === 'pass' ? [] : [`status eq ${quote(status)}`]),
  ];
  const { tallies } = control.scan.record.summary ?? summariseControl(context, control);
  const rowsOf = (id: string): number => {
    const { pass = 0, fail = 0, unknown = 0 } = tallies[id] ?? {};
    return kind === 'passed' ? pass : fail + unknown;
  };
  const counted = Object.keys(tallies).map((checkId) => ({ checkId, rows: rowsOf(checkId) }));
  const filled = counted.filter(({ rows }) => rows > 0);
  const chosen = chosenChecks(checksOf(context, control), choice);
  if (clauses.length === 0) {
    return chosen === undefined ? pageRanges(kind, filled) : checkRanges(kind, filled, new Set(chosen));
  }
  const prefixes =
    chosen === undefined
      ? [`${kind}~`]
      : filled.filter(({ checkId }) => chosen.includes(checkId)).map((one) => prefixOf(kind, one));
  return prefixes.sort().map((prefix) => ({ ...prefixRange(prefix), filter: clauses.join(' and ') }));
}

/** A page of finding records, by check, resource and sub-key. */
export async function listFindings(
  context: ScanContext,
  control: Control,
  filter: FindingFilter,
): Promise<Listed<FindingView>> {
  const ranges = continueAfter(findingRanges(context, control, filter), filter.after);
  const { id } = control.scan.record;
  const [{ value, next }, view] = await Promise.all([
    collect(context.store.scans, id, ranges, filter.top, (stored): Stored => stored),
    openFindingViewer(context, control),
  ]);
  return { value: await view(value), next };
}

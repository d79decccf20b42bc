import type { Inventory } from '../collect/inventoryFile.ts';
import { findingsOf } from '../judge/findings.ts';
import { addTypeCounts, endStatus, returnedShare, summarise, type Summary } from '../judge/summarise.ts';
import { emptyTally } from '../judge/tally.ts';
import { isJoin, type CatalogueCheck } from '../model/check.ts';
import type { SwitchedOff } from '../model/config.ts';
import { subscriptionType } from '../model/resourceTypes.ts';
import type { ErrorTrace, Refusal, ScanOptions, ScanView, TypeCount } from '../model/scan.ts';
import type { Subject } from '../model/subject.ts';
import { counted } from '../report/counted.ts';
import { findingStatuses, type FindingView } from '../model/finding.ts';
import type { Report } from '../report/report.ts';
import { viewFinding } from '../scan/viewFindings.ts';
import { failureHash, failureOf } from '../scan/trace.ts';
import { inventoryScores, talliesOf } from './inventoryScores.ts';
import { judgeInventory, type OfflineOutcome } from './judgeInventory.ts';

export interface InventoryScan {
  readonly file: string;
  readonly inventory: Inventory;
  readonly checks: readonly CatalogueCheck[];
  readonly switchedOff: readonly SwitchedOff[];
  readonly options: ScanOptions;
  readonly tool: Report['tool'];
  readonly at: Date;
}

// Resource Graph counts resources apart from what contains them; so does a scan.
const containers: readonly string[] = [subscriptionType, `${subscriptionType}/resourcegroups`];

/** Every id above one, nearest first: a child's parents, and the folders between. */
function above(id: string): readonly string[] {
  const parts = id.toLowerCase().split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

interface Leftovers {
  readonly notCovered: readonly TypeCount[];
  /** Children that a check reads, of parents that the file lacks. */
  readonly orphans: readonly Subject[];
}

/** Resources that no enabled check judges, without the children that one read. */
function leftovers({ inventory, checks }: InventoryScan, outcomes: readonly OfflineOutcome[]): Leftovers {
  const types = new Set(checks.map(({ on }) => on));
  const resources = outcomes.filter(({ subject }) => subject.type !== subscriptionType);
  const parents = new Set(resources.map(({ subject }) => subject.id.toLowerCase()));
  const used = new Set(
    outcomes.flatMap(({ check, subject }) =>
      check.sources.flatMap((source) => (isJoin(source) ? [] : [inventory.idOf(source, subject)])),
    ),
  );
  const left = inventory.subjects.filter(
    ({ id, type }) =>
      !types.has(type) &&
      !containers.includes(type) &&
      !above(id)
        .slice(0, 2)
        .some((one) => used.has(one)),
  );
  const lacksParent = ({ id, type }: Subject) =>
    checks.some(({ on }) => type.startsWith(`${on}/`)) && !above(id).some((one) => parents.has(one));
  return {
    notCovered: addTypeCounts(left.map(({ type }) => ({ type, count: 1 }))),
    orphans: left.filter(lacksParent),
  };
}

function errorTraces(outcomes: readonly OfflineOutcome[]): readonly ErrorTrace[] {
  const traces = new Map<string, ErrorTrace>();
  for (const { check, subject, thrown } of outcomes) {
    if (thrown === undefined) continue;
    const failure = failureOf(thrown, { checkId: check.id, resourceId: subject.id });
    const key = failureHash(failure);
    const { count } = traces.get(key) ?? { count: 0 };
    traces.set(key, { ...failure, ...traces.get(key), part: 'inventory', count: count + 1 });
  }
  return [...traces.values()];
}

function refusals({ unreadable }: Inventory): readonly Refusal[] {
  return unreadable.map(({ position, type, detail }) => ({
    subscriptionId: '',
    type,
    reason: 'malformed',
    detail: `${position}: ${detail}`,
    permission: '',
  }));
}

function notices({ inventory }: InventoryScan, orphans: readonly Subject[]): readonly string[] {
  const [orphan] = orphans;
  const { unreadable } = inventory;
  return [
    ...inventory.notices,
    ...(unreadable.length > 0
      ? [
          `${counted(unreadable.length, 'row')} could not be read as resources; each is named below or in the report file.`,
        ]
      : []),
    ...(orphan === undefined
      ? []
      : [
          `${counted(orphans.length, 'child resource')} without a parent in the file, not judged, for example ${orphan.id}.`,
        ]),
  ];
}

function summary(
  { inventory, checks }: InventoryScan,
  outcomes: readonly OfflineOutcome[],
  left: Leftovers,
  errors: number,
): Summary {
  const subscriptions = new Set(inventory.subjects.map(({ subscriptionId }) => subscriptionId)).size;
  const severityOf = new Map(checks.map(({ id, severity }) => [id, severity]));
  const { missing, unreadable, subjects } = inventory;
  // Rows that are cut off or unreadable count as resources that were listed and never seen.
  const listed = subjects.length + missing + unreadable.length;
  const part = {
    failed: false,
    subscriptions,
    listed,
    expected: listed,
    judged: subjects.length,
    tallies: talliesOf(outcomes),
    notCovered: left.notCovered,
    errors,
  };
  return summarise(subscriptions, [part], (id) => severityOf.get(id));
}

function scanView(
  scan: InventoryScan,
  outcomes: readonly OfflineOutcome[],
  of: Summary,
  score: ScanView['score'],
): ScanView {
  const { at, inventory, options } = scan;
  const judged = new Set(outcomes.map(({ subject }) => subject)).size;
  const ids = [...new Set(inventory.subjects.map(({ subscriptionId }) => subscriptionId))].filter((id) => id !== '');
  const createdAt = at.toISOString();
  return {
    id: 'offline',
    // The file was asked for and read: too little in it is low coverage, not a failed scan.
    status: endStatus(of, 0),
    scope: { subscriptions: ids },
    options,
    requestedBy: 'command line',
    createdAt,
    startedAt: createdAt,
    finishedAt: new Date().toISOString(),
    progress: {
      partsDone: 1,
      parts: 1,
      resourcesJudged: judged,
      resourcesListed: of.resourcesListed,
      etaSeconds: null,
    },
    findings: of.findings,
    verdicts: of.verdicts,
    coverage: of.coverage,
    notCovered: of.notCovered,
    score,
    exempted: null,
    changes: null,
    error: null,
  };
}

/** By check and resource, as a scan's. */
function inOrder(a: OfflineOutcome, b: OfflineOutcome): number {
  const key = ({ check, subject }: OfflineOutcome) => `${check.id} ${subject.id.toLowerCase()}`;
  return Number(key(a) > key(b)) - Number(key(a) < key(b));
}

function subscriptionNames({ inventory }: InventoryScan): Report['subscriptions'] {
  return inventory.subjects
    .filter(({ type }) => type === subscriptionType)
    .map(({ subscriptionId, name, row }) => {
      const shown = row['displayName'];
      return { id: subscriptionId, name: typeof shown === 'string' ? shown : name, managementGroups: null };
    });
}

function findingViews(
  { options }: InventoryScan,
  outcomes: readonly OfflineOutcome[],
  subscriptions: Report['subscriptions'],
): readonly FindingView[] {
  const places = new Map(subscriptions.map((place) => [place.id.toLowerCase(), place]));
  const statuses = options.record === 'all' ? findingStatuses : undefined;
  const views = outcomes.flatMap(({ check, subject, judged }) =>
    findingsOf(check, subject, judged, statuses).map((finding) =>
      viewFinding(finding, check, places.get(subject.subscriptionId.toLowerCase()), {
        firstSeen: null,
        exemption: null,
      }),
    ),
  );
  const { passes = [], others = [] } = Object.groupBy(views, ({ status }) => (status === 'pass' ? 'passes' : 'others'));
  return [...others, ...passes];
}

/** Judges a file and reports it as a scan is reported. */
export function inventoryReport(scan: InventoryScan): {
  readonly report: Report;
  readonly findings: readonly FindingView[];
} {
  const { file, checks, tool } = scan;
  const outcomes = [...judgeInventory(scan.inventory, checks, scan.at)].sort(inOrder);
  const errors = errorTraces(outcomes);
  const left = leftovers(scan, outcomes);
  const of = summary(scan, outcomes, left, errors.length);
  const { score, ...scores } = inventoryScores(outcomes, returnedShare(of));
  const subscriptions = subscriptionNames(scan);
  const report: Report = {
    tool,
    source: `INVENTORY FILE ${file}: judged offline, nothing was read from Azure.`,
    scan: scanView(scan, outcomes, of, score),
    subscriptions,
    notCovered: of.notCovered,
    refused: refusals(scan.inventory),
    switchedOff: scan.switchedOff,
    notices: notices(scan, left.orphans),
    assessments: [],
    secureScores: [],
    errors,
    checks: checks.map(({ id, title, severity, service }) => {
      const { pass, fail, unknown, notApplicable } = of.tallies[id] ?? emptyTally;
      return { checkId: id, title, severity, service, tally: { pass, fail, unknown, notApplicable } };
    }),
    ...scores,
    newFindings: [],
  };
  return { report, findings: findingViews(scan, outcomes, subscriptions) };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { blindSubscription, hiddenSubscription, sightedSubscription } from '../local/sampleTenant/subscriptionIds.ts';
import type { ScanOptions, ScanView, Scope } from '../model/scan.ts';
import type { ScopeView } from '../model/scope.ts';
import { severities } from '../model/check.ts';
import type { FindingView } from '../model/finding.ts';
import type { Report } from '../report/report.ts';
import type { ScanCommand } from './command.ts';
import { followScan, isOver } from './followScan.ts';
import { withApp, type AppChoice, type OpenApp } from './openApp.ts';
import type { Progress } from './progress.ts';
import { readAhead } from './readAhead.ts';
import { sourceOf, type AppTarget } from './sourceOf.ts';

export interface AppScan extends AppChoice {
  readonly options: ScanOptions;
  /** A scan of the app to report, instead of a new one. */
  readonly scanId: string | undefined;
  /** Whether the report is a page too, which shows what is new. */
  readonly page: boolean;
  readonly progress: Progress;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** Takes a report and its findings, which are read as they are taken. */
export type Deliver<T> = (report: Report, findings: AsyncIterable<FindingView>) => Promise<T>;

/** New findings that a report shows. */
const mostNew = 100;
/** How long a report waits for changes to be counted, in milliseconds. */
const longestCount = 60_000;

/** The user ended the command without a scan of its own that had to be cancelled. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';

  constructor(message = 'Stopped before the scan began: nothing was scanned.') {
    super(message);
    this.name = 'InterruptedError';
  }
}

// What may not be seen is missed only by who asks for it.
const blindTenant = [blindSubscription, sightedSubscription, hiddenSubscription];

function scopeOf(target: AppTarget): Scope {
  switch (target.kind) {
    case 'appDefault':
      return {};
    case 'resources':
      return { resourceIds: target.ids };
    case 'sample':
      if (target.resourceIds.length > 0) return { resourceIds: target.resourceIds };
      return target.name === 'blind' ? { subscriptions: blindTenant } : {};
    case 'subscriptions':
      return { subscriptions: target.ids };
    case 'managementGroup':
      return { managementGroup: target.name };
  }
}

/** The filters as the API takes them: absent means all. */
export function optionsOf({
  checks,
  services,
  severities,
  tags,
  excludedSubscriptions,
  recordAll,
}: Pick<
  ScanCommand,
  'checks' | 'services' | 'severities' | 'tags' | 'excludedSubscriptions' | 'recordAll'
>): ScanOptions {
  return {
    ...(checks.length > 0 && { checks }),
    ...(services.length > 0 && { services }),
    ...(severities.length > 0 && { severities }),
    ...(tags.length > 0 && { tags }),
    ...(excludedSubscriptions.length > 0 && { excludedSubscriptions }),
    ...(recordAll && { record: 'all' }),
  };
}

/** The findings of a scan by check, resource and sub-key, then its passes where they are kept, page by page. */
async function* pagesOf(
  { api }: OpenApp,
  id: string,
  { options }: AppScan,
): AsyncGenerator<readonly FindingView[], void, undefined> {
  yield* api.findings(id);
  if (options.record === 'all') yield* api.findings(id, 'pass');
}

async function* eachOf<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const page of pages) yield* page;
}

/** The worst findings that the scan before had not. */
async function newFindings({ api }: OpenApp, { id, changes }: ScanView): Promise<readonly FindingView[]> {
  const found: FindingView[] = [];
  // Both scans are read to the end for what is new in them.
  if (changes === null || changes.counts.new + changes.counts.newCheck === 0) return found;
  for (const severity of severities) {
    found.push(...(await api.changes(id, severity, ['new', 'newCheck'])));
    if (found.length >= mostNew) break;
  }
  return found.slice(0, mostNew);
}

/** Changes are counted soon after the end, where there is a scan to compare with. A report without their counts is better than none. */
async function withChanges({ api, pollEvery }: OpenApp, ended: ScanView): Promise<ScanView> {
  const isDone = ended.status === 'completed' || ended.status === 'completedWithErrors';
  if (!isDone || ended.changes !== null || !(await api.hasEarlier(ended.id))) return ended;
  let view = ended;
  for (let waited = 0; view.changes === null && waited < longestCount; waited += pollEvery) {
    await sleep(pollEvery);
    view = await api.get(ended.id);
  }
  return view;
}

async function report(app: OpenApp, ended: ScanView, { target, app: address, page }: AppScan): Promise<Report> {
  const { api, version } = app;
  const { id } = ended;
  const [scan, coverage, assessments, errors, checks, scores] = await Promise.all([
    withChanges(app, ended),
    api.coverage(id),
    api.assessments(id),
    api.errors(id),
    api.checks(id),
    api.scores(id),
  ]);
  const { subscriptions, notCovered, refused, switchedOff, secureScores } = coverage;
  return {
    tool: { name: 'vigil', version },
    source: sourceOf(target, address, subscriptions),
    scan,
    subscriptions,
    notCovered,
    refused,
    switchedOff,
    notices: [],
    assessments,
    secureScores,
    errors,
    checks,
    services: scores.services,
    subscriptionScores: scores.subscriptions.toSorted((a, b) => a.low - b.low),
    newFindings: page ? await newFindings(app, scan) : [],
  };
}

/** Follows a scan that somebody else began: Ctrl-C leaves it to them. */
async function followOfOthers(app: OpenApp, begun: ScanView, { progress, interrupted }: AppScan): Promise<ScanView> {
  const left = Promise.withResolvers<never>();
  const leave = (): void => {
    left.reject(new InterruptedError(`Stopped: the scan ${begun.id}, begun by ${begun.requestedBy}, goes on.`));
  };
  interrupted.addEventListener('abort', leave);
  const every = app.pollEvery;
  const following = { onProgress: progress.show, interrupted: new AbortController().signal, every };
  try {
    return await Promise.race([followScan(app.api, begun.id, following), left.promise]);
  } finally {
    interrupted.removeEventListener('abort', leave);
  }
}

async function scanAt<T>(app: OpenApp, scan: AppScan, deliver: Deliver<T>): Promise<T> {
  const { target, options, progress, interrupted } = scan;
  if (interrupted.aborted) throw new InterruptedError();
  const { scanId } = scan;
  const started =
    scanId === undefined ? await app.api.start({ ...scopeOf(target), ...options }) : await app.api.get(scanId);
  const died = app.failed.then((sentence) => {
    throw new Error(sentence);
  });
  // A scan that is new is pending; one of the same scope and options that was active already is answered too.
  const ofOthers = scanId !== undefined || (app.shared && started.status !== 'pending');
  const follow = (): Promise<ScanView> =>
    ofOthers
      ? followOfOthers(app, started, scan)
      : followScan(app.api, started.id, { onProgress: progress.show, interrupted, every: app.pollEvery });
  const ended = isOver(started) ? started : await Promise.race([follow(), died]).finally(progress.stop);
  const findings = eachOf(readAhead(pagesOf(app, ended.id, scan)));
  return deliver(await report(app, ended, scan), findings);
}

/** Scans through the app's API and hands on what it found while the app is there. Throws where no report can be made. */
export function scanThroughApp<T>(scan: AppScan, deliver: Deliver<T>): Promise<T> {
  return withApp(scan, (app) => scanAt(app, scan, deliver));
}

/** What a scan of the target would see. */
export function preflightThroughApp(choice: AppChoice): Promise<readonly ScopeView[]> {
  const { target } = choice;
  return withApp(choice, async ({ api }) => {
    if (target.kind !== 'subscriptions') return api.scopes();
    const found = await Promise.all(target.ids.map((id) => api.scopes(id)));
    return found.flat();
  });
}

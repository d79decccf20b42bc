import { blindSubscription, hiddenSubscription, sightedSubscription } from '../local/sampleTenant/subscriptionIds.ts';
import type { ScanOptions, ScanView, Scope } from '../model/scan.ts';
import type { ScopeView } from '../model/scope.ts';
import { withCommand, type Report } from '../report/report.ts';
import type { ScanCommand } from './command.ts';
import { followScan } from './followScan.ts';
import { withApp, type AppChoice, type OpenApp } from './openApp.ts';
import type { Progress } from './progress.ts';
import { sourceOf, type AppTarget } from './sourceOf.ts';

export interface AppScan extends AppChoice {
  readonly options: ScanOptions;
  readonly progress: Progress;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

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
}: Pick<ScanCommand, 'checks' | 'services' | 'severities' | 'tags' | 'excludedSubscriptions'>): ScanOptions {
  return {
    ...(checks.length > 0 && { checks }),
    ...(services.length > 0 && { services }),
    ...(severities.length > 0 && { severities }),
    ...(tags.length > 0 && { tags }),
    ...(excludedSubscriptions.length > 0 && { excludedSubscriptions }),
  };
}

async function report({ api, version }: OpenApp, view: ScanView, { target, app }: AppScan): Promise<Report> {
  const [coverage, findings, assessments, errors, checks] = await Promise.all([
    api.coverage(view.id),
    api.findings(view.id),
    api.assessments(view.id),
    api.errors(view.id),
    api.checks(view.id),
  ]);
  const { subscriptions, notCovered, refused, switchedOff, secureScores } = coverage;
  return {
    tool: { name: 'vigil', version },
    source: sourceOf(target, app, subscriptions),
    scan: view,
    subscriptions,
    notCovered,
    refused,
    switchedOff,
    notices: [],
    findings: findings.map(withCommand),
    assessments,
    secureScores,
    errors,
    checks,
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

async function scanAt(app: OpenApp, scan: AppScan): Promise<Report> {
  const { target, options, progress, interrupted } = scan;
  if (interrupted.aborted) throw new InterruptedError();
  const started = await app.api.start({ ...scopeOf(target), ...options });
  const died = app.failed.then((sentence) => {
    throw new Error(sentence);
  });
  // A scan that is new is pending; one of the same scope and options that was active already is answered too.
  const ofOthers = app.shared && started.status !== 'pending';
  const following = ofOthers
    ? followOfOthers(app, started, scan)
    : followScan(app.api, started.id, { onProgress: progress.show, interrupted, every: app.pollEvery });
  const ended = await Promise.race([following, died]).finally(progress.stop);
  return report(app, ended, scan);
}

/** Scans through the app's API. Throws where no report can be made. */
export function scanThroughApp(scan: AppScan): Promise<Report> {
  return withApp(scan, (app) => scanAt(app, scan));
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

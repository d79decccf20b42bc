import { blindSubscription, hiddenSubscription, sightedSubscription } from '../local/sampleTenant/subscriptionIds.ts';
import { startStack, type Stack } from '../local/stack.ts';
import type { ScanOptions, ScanView, Scope } from '../model/scan.ts';
import { withCommand, type Report } from '../report/report.ts';
import { openScanApi, type ScanApi } from './apiClient.ts';
import type { ScanCommand, Target } from './command.ts';
import { followScan } from './followScan.ts';
import type { Progress } from './progress.ts';

type AppTarget = Exclude<Target, { kind: 'inventory' }>;

export interface AppScan {
  readonly target: AppTarget;
  readonly options: ScanOptions;
  readonly tool: Report['tool'];
  readonly progress: Progress;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** The user ended the command before a scan was started. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';

  constructor() {
    super('Stopped before the scan began: nothing was scanned.');
    this.name = 'InterruptedError';
  }
}

/** Whose tenant is looked at. The names of subscriptions are known only once they were listed. */
export function sourceOf(target: AppTarget, subscriptions: Report['subscriptions']): string {
  switch (target.kind) {
    case 'sample': {
      const size =
        target.resources === undefined ? '' : `, ${target.resources.toLocaleString('en-US')} generated resources`;
      return `SAMPLE TENANT (${target.name}${size}): nothing here is yours.`;
    }
    case 'managementGroup':
      return `REAL AZURE, management group ${target.name}${subscriptions.length === 0 ? '' : `: ${named(subscriptions)}`}.`;
    case 'subscriptions': {
      const unnamed = target.ids.map((id) => ({ id, name: id }));
      const known = unnamed.map((one) => subscriptions.find(({ id }) => id.toLowerCase() === one.id) ?? one);
      return `REAL AZURE, ${known.length === 1 ? 'subscription' : 'subscriptions'} ${named(known)}.`;
    }
  }
}

function named(subscriptions: Report['subscriptions']): string {
  const shown = subscriptions.slice(0, 5).map(({ id, name }) => (name === id || name === '' ? id : `${name} (${id})`));
  const more = subscriptions.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

// What may not be seen is missed only by who asks for it.
const blindTenant = [blindSubscription, sightedSubscription, hiddenSubscription];

function scopeOf(target: AppTarget): Scope {
  if (target.kind === 'sample') return target.name === 'blind' ? { subscriptions: blindTenant } : {};
  if (target.kind === 'subscriptions') return { subscriptions: target.ids };
  return { managementGroup: target.name };
}

/** The filters as the API takes them: absent means all. */
export function optionsOf({
  checks,
  services,
  severities,
}: Pick<ScanCommand, 'checks' | 'services' | 'severities'>): ScanOptions {
  return {
    ...(checks.length > 0 && { checks }),
    ...(services.length > 0 && { services }),
    ...(severities.length > 0 && { severities }),
  };
}

async function report(api: ScanApi, view: ScanView, { target, tool }: AppScan): Promise<Report> {
  const [coverage, findings, errors, checks] = await Promise.all([
    api.coverage(view.id),
    api.findings(view.id),
    api.errors(view.id),
    api.checks(view.id),
  ]);
  const { subscriptions, notCovered, refused } = coverage;
  return {
    tool,
    source: sourceOf(target, subscriptions),
    scan: view,
    subscriptions,
    notCovered,
    refused,
    notices: [],
    findings: findings.map(withCommand),
    errors,
    checks,
  };
}

async function scanAt(stack: Stack, scan: AppScan): Promise<Report> {
  const { target, options, progress, interrupted } = scan;
  if (interrupted.aborted) throw new InterruptedError();
  const api = openScanApi(stack.baseUrl);
  const started = await api.start({ ...scopeOf(target), ...options });
  const died = stack.failed.then((sentence) => {
    throw new Error(sentence);
  });
  const ended = await Promise.race([
    followScan(api, started.id, { onProgress: progress.show, interrupted }),
    died,
  ]).finally(progress.stop);
  return report(api, ended, scan);
}

/** Starts the app on this machine, scans through its API, and stops everything again. Throws where no report can be made. */
export async function scanThroughApp(scan: AppScan): Promise<Report> {
  const { target } = scan;
  const size =
    target.kind === 'sample' && target.resources !== undefined ? ['--resources', String(target.resources)] : [];
  // A generated tenant has no quotas, so that its size and not its limits decide how long it takes.
  const environment = size.length > 0 ? { ARM_PACING: 'none' } : {};
  const sample = target.kind === 'sample' && ['--sample', target.name, ...size];
  const stack = await startStack({ sample, environment, port: 0 });
  try {
    return await scanAt(stack, scan);
  } finally {
    await stack.stop();
  }
}

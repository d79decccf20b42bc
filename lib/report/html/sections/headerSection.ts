import type { ScanView, ScanOptions, Scope } from '../../../model/scan.ts';
import type { Report } from '../../report.ts';
import { counted } from '../../counted.ts';
import { timeElement } from '../figures.ts';
import { markup, nothing, type Markup } from '../markup.ts';

const statusWords: Readonly<Record<ScanView['status'], string>> = {
  pending: 'not begun',
  running: 'still running',
  completed: 'completed',
  completedWithErrors: 'completed with errors',
  failed: 'failed',
  cancelled: 'cancelled; this is what was found so far',
  deleting: 'being deleted',
};

const statusTones: Readonly<Partial<Record<ScanView['status'], string>>> = {
  completed: 'good',
  failed: 'bad',
  cancelled: 'bad',
};

function scopeText({ subscriptions, managementGroup, resourceGroups, resourceIds }: Scope): string {
  if (subscriptions) return counted(subscriptions.length, 'subscription');
  if (managementGroup !== undefined) return `management group ${managementGroup}`;
  if (resourceGroups) return counted(resourceGroups.length, 'resource group');
  if (resourceIds) return counted(resourceIds.length, 'resource');
  return 'everything visible to the identity that scanned';
}

function filterTexts(options: ScanOptions): readonly string[] {
  const { checks, services, severities, tags, excludedSubscriptions } = options;
  const lists: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['checks', checks],
    ['services', services],
    ['severities', severities],
    ['tags', tags],
    ['without the subscriptions', excludedSubscriptions],
  ];
  return lists.flatMap(([what, values]) => (values ? [`${what} ${values.join(', ')}`] : []));
}

function fact(name: string, value: Markup): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function duration({ startedAt, finishedAt }: ScanView): Markup {
  const spent = startedAt === null || finishedAt === null ? Number.NaN : Date.parse(finishedAt) - Date.parse(startedAt);
  return Number.isFinite(spent) ? markup`, took ${(spent / 1000).toFixed(1)} s` : nothing;
}

function problem({ status, error }: ScanView): Markup {
  if (error === null) return nothing;
  const lead = status === 'failed' ? 'The scan failed' : 'The scan met an error';
  return markup`<p class="alarm" role="note"><strong>${lead}.</strong> ${error.message} <code>${error.code}</code></p>`;
}

/** Whose tenant, which scan, when, and how it ended. */
export function headerSection({ source, scan, tool }: Report): Markup {
  const filters = filterTexts(scan.options);
  const tone = statusTones[scan.status] ?? 'fair';
  return markup`<header>
<p class="product">${tool.name} ${tool.version} <span>Azure security posture</span></p>
<h1>${source}</h1>
<dl class="facts">
${fact('Status', markup`<span class="status ${tone}">${statusWords[scan.status]}</span>`)}
${fact('Finished', markup`${timeElement(scan.finishedAt)}${duration(scan)}`)}
${fact('Scan', markup`<code>${scan.id}</code>`)}
${fact('Scope', markup`${scopeText(scan.scope)}`)}
${filters.length === 0 ? nothing : fact('Only', markup`${filters.join('; ')}`)}
</dl>
${problem(scan)}
</header>`;
}

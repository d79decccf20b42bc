import { severities, type Severity } from '../../../model/check.ts';
import type { Coverage } from '../../../model/scan.ts';
import { counted } from '../../counted.ts';
import { figure } from '../figures.ts';
import { markup, nothing, type Markup } from '../markup.ts';
import { findingsCounted, type StreamCounts } from '../streamCounts.ts';

export interface FindingsShown {
  readonly counts: StreamCounts;
  /** How many the page holds. */
  readonly embedded: number;
  /** Of the last one that the page holds: none left out is worse. */
  readonly mildest: Severity | undefined;
  readonly csvName: string | undefined;
  readonly ownerTag: string;
}

function elsewhere(csvName: string | undefined, subject: string): Markup {
  return csvName === undefined
    ? markup`${subject} not in this file; export the scan as csv to have them all`
    : markup`${subject} in <code>${csvName}</code>`;
}

function noneSeen(percent: number): Markup {
  return markup`<p class="note">There is no finding, but that is no sign of safety: ${String(percent)} % of what was asked for is known.</p>`;
}

function extent({ counts, embedded, mildest, csvName }: FindingsShown, { percent }: Coverage): Markup {
  const total = findingsCounted(counts);
  if (total === 0) return percent < 100 ? noneSeen(percent) : markup`<p>There is no finding.</p>`;
  if (total === embedded) return markup`<p>${counted(total, 'finding')}, worst first.</p>`;
  const more = total - embedded;
  const rest = elsewhere(csvName, `${figure(more)} more ${more === 1 ? 'is' : 'are'}`);
  return markup`<p class="note"><strong>The worst ${figure(embedded)} of ${counted(total, 'finding')}</strong> are listed here; ${rest}. None of those is worse than ${mildest ?? 'low'}.</p>`;
}

function passes({ counts, csvName }: FindingsShown): Markup {
  if (counts.pass === 0) return nothing;
  return markup`<p>The scan kept ${counted(counts.pass, 'pass', 'passes')} too; ${elsewhere(csvName, 'they are')}.</p>`;
}

function withoutScript({ embedded, csvName }: FindingsShown): Markup {
  if (embedded === 0) return nothing;
  const where = csvName === undefined ? markup`The csv export holds` : markup`<code>${csvName}</code> holds`;
  return markup`<noscript><p class="note">This list needs JavaScript, which is switched off here. ${where} every finding; the counts above are complete.</p></noscript>`;
}

function choice(id: string, label: string, options: readonly (readonly [string, string])[]): Markup {
  const elements = options.map(([value, text]) => markup`<option value="${value}">${text}</option>`);
  return markup`<label>${label} <select id="${id}"><option value="">Any</option>${elements}</select></label>`;
}

const statuses = [
  ['fail', 'Failed'],
  ['unknown', 'Unknown'],
  ['exempted', 'Exempted'],
] as const;

/** The script shows it where there are findings, and fills in the services, subscriptions and owners that there are. */
function filters(ownerTag: string): Markup {
  return markup`<form id="filters" hidden>
<label class="search">Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="Name, check, tag, evidence …"></label>
${choice(
  'severity',
  'Severity',
  severities.map((severity) => [severity, severity]),
)}
${choice('status', 'Status', statuses)}
${choice('service', 'Service', [])}
${choice('subscription', 'Subscription', [])}
${choice('owner', 'Owner', [])}
<button type="reset" id="clear">Clear</button>
<fieldset><legend>Group by</legend>
<label><input type="radio" name="by" id="by-check" value="check" checked> check</label>
<label><input type="radio" name="by" id="by-owner" value="owner"> owner <small>(tag ${ownerTag})</small></label>
</fieldset>
</form>`;
}

/** Where the page's script puts the findings. */
export function findingsSection(shown: FindingsShown, coverage: Coverage): Markup {
  return markup`<section id="findings" class="card wide" aria-labelledby="findings-title" tabindex="-1">
<h2 id="findings-title">Findings</h2>
${extent(shown, coverage)}
${passes(shown)}
${withoutScript(shown)}
${filters(shown.ownerTag)}
<p id="shown" role="status"></p>
<div id="groups"></div>
</section>`;
}

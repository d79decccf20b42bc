import { severities } from '../../../model/check.ts';
import type { ExemptedCounts } from '../../../model/exemption.ts';
import { counted } from '../../counted.ts';
import { figure, sum } from '../figures.ts';
import { markup, nothing, type Markup } from '../markup.ts';
import type { StreamCounts } from '../streamCounts.ts';

function frozen({ total, bySeverity, byTag, digest }: ExemptedCounts): Markup {
  const fails = severities
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) => `${figure(bySeverity[severity])} ${severity}`);
  const failed = sum(Object.values(bySeverity));
  const split =
    failed === 0
      ? nothing
      : markup`: ${figure(failed)} failed (${fails.join(', ')}) and ${figure(total - failed)} unknown`;
  const tagged =
    byTag === 0
      ? markup`None of them is exempted by a tag alone.`
      : markup`<strong>${figure(byTag)}</strong> of them by tag only: who can tag a resource could exempt himself.`;
  return markup`<p>When the scan ended, exemptions took <strong>${counted(total, 'finding')}</strong> out of the score and the alarms${split}. ${tagged}</p>
<p><small>Digest of the exemptions in force: <code>${digest}</code></small></p>`;
}

/** What somebody accepted for a time: it keeps its verdict and leaves the score. */
export function exemptedSection(exempted: ExemptedCounts | null, counts: StreamCounts): Markup {
  const then =
    exempted !== null && exempted.total > 0
      ? frozen(exempted)
      : markup`<p>When the scan ended, no finding was exempted.</p>`;
  const now =
    counts.exempted === 0
      ? nothing
      : markup`<p>${counted(counts.exempted, 'finding is', 'findings are')} exempted now, and marked so below.</p>`;
  return markup`<section id="exempted" class="card wide" aria-labelledby="exempted-title">
<h2 id="exempted-title">Exempted</h2>
${then}${now}
</section>`;
}

import type { Coverage } from '../../../model/scan.ts';
import type { Report } from '../../report.ts';
import { bar } from '../charts.ts';
import { counted } from '../../counted.ts';
import { figure, sum } from '../figures.ts';
import { listed } from '../listed.ts';
import { breakable, markup, nothing, type Markup } from '../markup.ts';
import { wordsOf } from '../../reasonWords.ts';
import { subscriptionNames } from '../subscriptionNames.ts';

/** Percent below which more is unseen than seen. */
const blindBelow = 50;
const typesInSight = 5;
const entriesInSight = 3;

function alarm({ scan, refused }: Report): Markup {
  const { percent, pairs } = scan.coverage;
  if (scan.status === 'cancelled') {
    const { resourcesJudged, resourcesListed } = scan.progress;
    return markup`<p class="alarm"><strong>Cut short.</strong> ${figure(resourcesJudged)} of ${counted(resourcesListed, 'resource')} were judged before the scan was cancelled; the rest is unknown.</p>`;
  }
  if (percent < blindBelow)
    return markup`<p class="alarm"><strong>This scan was blind.</strong> It saw less than half of what was asked for. What could not be seen is not safe: it is unknown.</p>`;
  if (pairs === 0)
    return markup`<p class="alarm"><strong>Nothing was judged.</strong> No enabled check is on anything that was found.</p>`;
  if (percent < 100 || refused.length > 0)
    return markup`<p>What could not be seen is not safe: it is <a href="#unseen">unknown</a>.</p>`;
  return markup`<p class="good">Everything that the checks look at could be read.</p>`;
}

function losses({ scan, notices }: Report): readonly Markup[] {
  const { gap, partsFailed } = scan.coverage;
  return [
    ...(gap > 0 ? [`${counted(gap, 'resource was', 'resources were')} counted but could not be looked at.`] : []),
    ...(partsFailed > 0 ? [`${counted(partsFailed, 'part')} of the scan failed; what it held was not judged.`] : []),
    ...notices,
  ].map((text) => markup`<li>${text}</li>`);
}

function seen({ percent, pairs, pairsKnown, subscriptionsAsked, subscriptionsListed }: Coverage): Markup {
  const label = `${String(percent)} percent of what was asked for is known`;
  return markup`<p class="headline">${String(percent)} %<span> of what was asked for is known</span></p>
${bar(label, [{ kind: 'known', size: percent }], 100)}
<p>${figure(pairsKnown)} of ${counted(pairs, 'verdict')} are known; ${figure(subscriptionsListed)} of ${counted(subscriptionsAsked, 'subscription')} could be listed.</p>`;
}

function uncoveredPart({ notCovered, scan }: Report): Markup {
  if (notCovered.length === 0) {
    const text =
      scan.coverage.percent === 0
        ? 'Nothing was seen, so that no type is known.'
        : 'Every resource type that was found has a check.';
    return markup`<p>${text}</p>`;
  }
  const total = sum(notCovered.map(({ count }) => count));
  const types = notCovered.map(
    ({ type, count }) => markup`<li><span class="count">${figure(count)}</span><span>${breakable(type)}</span></li>`,
  );
  return markup`<p>No check covers <strong>${counted(total, 'resource')}</strong> of ${counted(notCovered.length, 'type')}:</p>
${listed(types, typesInSight, 'types', 'counts')}`;
}

function refusedPart(report: Report): Markup {
  const { refused } = report;
  if (refused.length === 0) return nothing;
  const nameOf = subscriptionNames(report);
  const entries = refused.map(({ subscriptionId, type, reason, detail, permission }) => {
    const where = [type, nameOf(subscriptionId)].filter((text) => text !== '').join(' in ');
    const missing = permission === '' ? nothing : markup`; missing <code>${permission}</code>`;
    return markup`<li><strong>${where}</strong>: ${wordsOf(reason)}, ${detail}${missing}</li>`;
  });
  return markup`<p><strong>${counted(refused.length, 'read')}</strong> that the checks need got no answer:</p>
${listed(entries, entriesInSight, 'refused', 'plain')}`;
}

function switchedOffPart({ switchedOff }: Report): Markup {
  if (switchedOff.length === 0) return nothing;
  const entries = switchedOff.map(({ checkId, reason }) => markup`<li><code>${checkId}</code>: ${reason}</li>`);
  return markup`<p><strong>${counted(switchedOff.length, 'check')}</strong> switched off by the operator:</p>
${listed(entries, entriesInSight, 'switched off', 'plain')}`;
}

/** What was seen and what was not, before anything that was found in it. */
export function coverageSection(report: Report): Markup {
  const lost = losses(report);
  return markup`<section id="coverage" class="card" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
${seen(report.scan.coverage)}
${alarm(report)}
${lost.length === 0 ? nothing : markup`<ul>${lost}</ul>`}
</section>
<section id="not-covered" class="card" aria-labelledby="not-covered-title">
<h2 id="not-covered-title">Not covered</h2>
${uncoveredPart(report)}
${refusedPart(report)}
${switchedOffPart(report)}
</section>`;
}

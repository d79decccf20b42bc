import type { AssessmentFinding } from '../../../model/assessment.ts';
import { severities } from '../../../model/check.ts';
import type { Report } from '../../report.ts';
import { counted } from '../../counted.ts';
import { figure } from '../figures.ts';
import { link } from '../links.ts';
import { listed } from '../listed.ts';
import { breakable, markup, nothing, type Markup } from '../markup.ts';
import { subscriptionNames } from '../subscriptionNames.ts';

const inSight = 8;
const resourcesShown = 25;
const recommendationsShown = 200;

function rank({ severity }: AssessmentFinding): number {
  return severity === null ? severities.length : severities.indexOf(severity);
}

function resourceRow({ resourceName, resourceId, detail, portal }: AssessmentFinding): Markup {
  const told = detail === '' ? nothing : markup`: ${detail}`;
  return markup`<li>${link(portal, resourceName)}${told}<small>${breakable(resourceId)}</small></li>`;
}

function recommendation(of: readonly AssessmentFinding[]): Markup {
  const [first] = of;
  if (first === undefined) return nothing;
  const severity = first.severity ?? 'unrated';
  const same = first.sameAs.length === 0 ? nothing : markup` <small>also judged by ${first.sameAs.join(', ')}</small>`;
  const more = of.length - resourcesShown;
  return markup`<li><details><summary><span class="chip ${severity}">${severity}</span> <span class="long">${first.title}${same}</span> <span class="figures">${counted(of.length, 'resource')}</span></summary>
<ul>${of.slice(0, resourcesShown).map(resourceRow)}</ul>${more > 0 ? markup`<p>… and ${counted(more, 'more resource')}.</p>` : nothing}</details></li>`;
}

function recommendations(assessments: readonly AssessmentFinding[]): Markup {
  const groups = [...Map.groupBy(assessments, ({ assessmentKey }) => assessmentKey).values()].sort(
    (a, b) => (a[0] && b[0] ? rank(a[0]) - rank(b[0]) : 0) || b.length - a.length,
  );
  const more = groups.length - recommendationsShown;
  return markup`<p>${counted(assessments.length, 'unhealthy assessment')} of ${counted(groups.length, 'recommendation')}. They are Microsoft's own and in none of the counts above.</p>
${listed(groups.slice(0, recommendationsShown).map(recommendation), inSight, 'recommendations', 'entries')}
${more > 0 ? markup`<p>… and ${counted(more, 'more recommendation')}.</p>` : nothing}`;
}

function secureScoreRows(report: Report): Markup {
  const { secureScores } = report;
  if (secureScores.length === 0) return nothing;
  const nameOf = subscriptionNames(report);
  const rows = secureScores.map(
    ({ subscriptionId, current, max }) =>
      markup`<li>${nameOf(subscriptionId)}: ${figure(current)} of ${figure(max)}</li>`,
  );
  return markup`<h3>Secure score</h3>${listed(rows, inSight, 'subscriptions')}`;
}

/** What Defender for Cloud says of the same resources, outside our own counts. */
export function defenderSection(report: Report): Markup {
  const { assessments, secureScores } = report;
  if (assessments.length === 0 && secureScores.length === 0) return nothing;
  return markup`<section id="defender" class="card wide" aria-labelledby="defender-title">
<h2 id="defender-title">Defender for Cloud</h2>
${assessments.length === 0 ? markup`<p>It has no unhealthy assessment.</p>` : recommendations(assessments)}
${secureScoreRows(report)}
</section>`;
}

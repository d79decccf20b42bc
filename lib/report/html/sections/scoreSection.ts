import type { ScoreRange } from '../../../model/score.ts';
import type { Report } from '../../report.ts';
import { bar } from '../charts.ts';
import { listed } from '../listed.ts';
import { markup, nothing, type Markup } from '../markup.ts';
import { subscriptionNames } from '../subscriptionNames.ts';

const inSight = 8;

/** 71.25–78, or one number where nothing is unknown. */
function rangeText({ low, high }: ScoreRange): string {
  return low === high ? String(low) : `${String(low)}–${String(high)}`;
}

function rangeBar(what: string, { low, high }: ScoreRange): Markup {
  const label =
    low === high ? `${what}: ${String(low)} of 100` : `${what}: between ${String(low)} and ${String(high)} of 100`;
  return bar(
    label,
    [
      { kind: 'known', size: low },
      { kind: 'unknown', size: high - low },
    ],
    100,
  );
}

function scoreRow(name: string, note: string, score: ScoreRange): Markup {
  const small = note === '' ? nothing : markup` <small>${note}</small>`;
  return markup`<li><span class="name">${name}${small}</span>${rangeBar(name, score)}<span class="figures">${rangeText(score)}</span></li>`;
}

function rows(title: string, nouns: string, found: readonly Markup[], listClass: string): Markup {
  if (found.length === 0) return nothing;
  return markup`<div><h3>${title}</h3>${listed(found, inSight, nouns, listClass)}</div>`;
}

function subscriptionRows(report: Report): readonly Markup[] {
  const nameOf = subscriptionNames(report);
  return report.subscriptionScores.map((score) => {
    const name = nameOf(score.name);
    return scoreRow(name, name === score.name ? '' : score.name, score);
  });
}

function overall({ scan: { score, status, finishedAt } }: Report): Markup {
  if (score === null) {
    const why = finishedAt === null && status !== 'failed' ? 'the scan has not ended' : 'nothing was judged';
    return markup`<p class="headline">–<span> no score: ${why}</span></p>`;
  }
  return markup`<p class="headline">${rangeText(score)}<span> of 100</span></p>
${rangeBar('Score', score)}
<p>The truth lies in this range: its low end counts what is unknown as failed, its high end as passed.</p>`;
}

/** The score as a range, overall, by service and by subscription. */
export function scoreSection(report: Report): Markup {
  const services = report.services.map((service) => scoreRow(service.name, '', service));
  return markup`<section id="score" class="card wide" aria-labelledby="score-title">
<h2 id="score-title">Score</h2>
${overall(report)}
<div class="columns">
${rows('By service, worst first', 'services', services, 'rows')}
${rows('By subscription, worst first', 'subscriptions', subscriptionRows(report), 'rows stacked')}
</div>
</section>`;
}

import { severities } from '../../../model/check.ts';
import type { Tally } from '../../../model/scan.ts';
import type { CheckTallyView, Report } from '../../report.ts';
import { bar } from '../charts.ts';
import { counted } from '../../counted.ts';
import { figure, sum } from '../figures.ts';
import { listed } from '../listed.ts';
import { markup, nothing, type Markup } from '../markup.ts';

const servicesInSight = 12;

const verdictWords: readonly (readonly [keyof Tally, string])[] = [
  ['fail', 'failed'],
  ['unknown', 'unknown'],
  ['pass', 'passed'],
  ['notApplicable', 'not applicable'],
];

function tallyText(tally: Tally): string {
  return verdictWords.map(([kind, word]) => `${figure(tally[kind])} ${word}`).join(', ');
}

function total(tallies: readonly Tally[]): Tally {
  const of = (kind: keyof Tally) => sum(tallies.map((tally) => tally[kind]));
  return { pass: of('pass'), fail: of('fail'), unknown: of('unknown'), notApplicable: of('notApplicable') };
}

function tallyBar(name: string, tally: Tally): Markup {
  const stretches = verdictWords.map(([kind]) => ({ kind, size: tally[kind] }));
  return bar(`${name}: ${tallyText(tally)}`, stretches, sum(stretches.map(({ size }) => size)));
}

function severityRows({ scan: { findings } }: Report): readonly Markup[] {
  const most = Math.max(...severities.map((severity) => findings.bySeverity[severity]));
  return severities.map((severity) => {
    const count = findings.bySeverity[severity];
    const chart = bar(`${severity}: ${figure(count)} failed`, [{ kind: severity, size: count }], most);
    return markup`<li><span class="name"><span class="chip ${severity}">${severity}</span></span>${chart}<span class="figures">${figure(count)}</span></li>`;
  });
}

function serviceRows(checks: readonly CheckTallyView[]): readonly Markup[] {
  const byService = Map.groupBy(checks, ({ service }) => service);
  return [...byService]
    .map(([service, of]) => ({ service, tally: total(of.map(({ tally }) => tally)) }))
    .sort((a, b) => b.tally.fail - a.tally.fail || (a.service < b.service ? -1 : 1))
    .map(
      ({ service, tally }) =>
        markup`<li><span class="name">${service}</span>${tallyBar(service, tally)}<span class="figures">${tallyText(tally)}</span></li>`,
    );
}

function checkRow({ checkId, title, severity, tally }: CheckTallyView): Markup {
  return markup`<li><span class="chip ${severity}">${severity}</span> <span class="long">${title} <code>${checkId}</code></span> <span class="figures">${tallyText(tally)}</span></li>`;
}

function checkList(checks: readonly CheckTallyView[]): Markup {
  if (checks.length === 0) return nothing;
  const rank = ({ severity }: CheckTallyView) => severities.indexOf(severity);
  const sorted = checks.toSorted((a, b) => rank(a) - rank(b) || b.tally.fail - a.tally.fail);
  return markup`<details class="more"><summary>Every check and what it came to (${figure(checks.length)})</summary><ul class="checks">${sorted.map(checkRow)}</ul></details>`;
}

const legend = markup`<ul class="legend">${verdictWords.map(([kind, word]) => markup`<li>${bar(word, [{ kind, size: 1 }], 1)} ${word}</li>`)}</ul>`;

/** Failed findings by severity, and every verdict by service. */
export function chartsSection(report: Report): Markup {
  const { verdicts, findings, exempted } = report.scan;
  const fails = sum(Object.values(exempted?.bySeverity ?? {}));
  return markup`<section id="severities" class="card wide" aria-labelledby="severities-title">
<h2 id="severities-title">Findings by severity</h2>
<ul class="rows short">${severityRows(report)}</ul>
<p>${counted(findings.total, 'finding')}: ${figure(verdicts.fail)} failed and ${figure(verdicts.unknown)} unknown.${fails === 0 ? nothing : markup` ${counted(fails, 'failed one is', 'failed ones are')} <a href="#exempted">exempted</a>.`}</p>
</section>
<section id="services" class="card wide" aria-labelledby="services-title">
<h2 id="services-title">Verdicts by service</h2>
${legend}
${listed(serviceRows(report.checks), servicesInSight, 'services', 'rows tall')}
<p>${tallyText(verdicts)} in all.</p>
${checkList(report.checks)}
</section>`;
}

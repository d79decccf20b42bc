import type { Report } from '../report.ts';
import { pageScript } from './browser/pageScript.ts';
import { pageStyle } from './browser/pageStyle.ts';
import { scriptHash, styleHash } from './browser/contentHashes.ts';
import { patterns } from './charts.ts';
import type { EmbeddedCheck } from './embeddedFinding.ts';
import { embeddedJson } from './embeddedJson.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { reasonWords } from '../reasonWords.ts';
import { changesSection } from './sections/changesSection.ts';
import { chartsSection } from './sections/chartsSection.ts';
import { coverageSection } from './sections/coverageSection.ts';
import { defenderSection } from './sections/defenderSection.ts';
import { errorsSection } from './sections/errorsSection.ts';
import { exemptedSection } from './sections/exemptedSection.ts';
import { findingsSection, type FindingsShown } from './sections/findingsSection.ts';
import { headerSection } from './sections/headerSection.ts';
import { scoreSection } from './sections/scoreSection.ts';
import { unseenSection } from './sections/unseenSection.ts';

/**
 * Nothing loads and nothing runs but the page's own style and script, told by their hashes; not even those may turn text
 * into elements. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const policy = [
  "default-src 'none'",
  'img-src data:',
  `style-src '${styleHash}'`,
  `script-src '${scriptHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** A picture for the tab, so that no browser asks a server for one. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%231a5fb4' d='M8 0 1 3v5c0 4 3 7 7 8 4-1 7-4 7-8V3z'/%3E%3C/svg%3E";

const contents: readonly (readonly [string, string])[] = [
  ['coverage', 'Coverage'],
  ['score', 'Score'],
  ['severities', 'Severity'],
  ['services', 'Services'],
  ['changes', 'Changes'],
  ['unseen', 'Not seen'],
  ['exempted', 'Exempted'],
  ['findings', 'Findings'],
];

function contentsList({ assessments, secureScores, errors }: Report): Markup {
  const all = [
    ...contents,
    ...(assessments.length + secureScores.length > 0 ? [['defender', 'Defender'] as const] : []),
    ...(errors.length > 0 ? [['errors', 'Errors'] as const] : []),
  ];
  const entries = all.map(([id, text]) => markup`<li><a href="#${id}">${text}</a></li>`);
  return markup`<nav aria-label="Contents"><ul>${entries}</ul></nav>`;
}

/** Everything that is known before the first finding; ends where the findings begin. */
export function pageHead(report: Report): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${report.source} Azure security posture</title>
<link rel="icon" href="${icon}">
<style>${trusted(pageStyle)}</style>
</head>
<body>
${patterns}
<a class="skip" href="#findings">Skip to the findings</a>
<div class="page">
${headerSection(report)}
${contentsList(report)}
<main>
${coverageSection(report)}
${scoreSection(report)}
${chartsSection(report)}
${changesSection(report)}
<script type="application/json" id="found">[`;
}

function facts({ scan }: Report, { counts }: FindingsShown, checks: readonly EmbeddedCheck[]): Markup {
  const text = embeddedJson({
    checks,
    byCheck: Object.fromEntries(counts.byCheck),
    byOwner: [...counts.byOwner],
    reasons: Object.fromEntries(reasonWords),
    scanId: scan.id,
    compared: scan.changes !== null,
  });
  return markup`<script type="application/json" id="facts">${trusted(text)}</script>`;
}

/** Begins where the findings end. */
export function pageFoot(report: Report, shown: FindingsShown, checks: readonly EmbeddedCheck[]): Markup {
  const { tool, errors, scan } = report;
  return markup`]</script>
${facts(report, shown, checks)}
${unseenSection(shown.counts, scan.coverage)}
${exemptedSection(scan.exempted, shown.counts)}
${findingsSection(shown, scan.coverage)}
${defenderSection(report)}
${errorsSection(errors)}
</main>
<footer><p>Written by ${tool.name} ${tool.version}. Times are UTC. This page loads nothing and sends nothing.</p></footer>
</div>
<script>${trusted(pageScript)}</script>
</body>
</html>
`;
}

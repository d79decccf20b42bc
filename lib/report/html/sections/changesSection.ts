import { changeKinds, type ChangeKind } from '../../../model/change.ts';
import type { FindingView } from '../../../model/finding.ts';
import type { Report } from '../../report.ts';
import { counted } from '../../counted.ts';
import { figure } from '../figures.ts';
import { markup, nothing, type Markup } from '../markup.ts';

/** New findings that the page lists in full view. */
const newInSight = 10;

const meanings: Readonly<Record<ChangeKind, readonly [string, string]>> = {
  new: ['new', 'not found, or not known, before'],
  newCheck: ['by new checks', 'the scan before did not have the check'],
  resolved: ['resolved', 'judged again and found no more'],
  open: ['still open', 'found before and now'],
  gone: ['gone', 'the resource was deleted'],
  notRead: ['not read', 'could not be told this time'],
};

function newRow({ severity, title, resourceName, subKey, subscriptionName, subscriptionId }: FindingView): Markup {
  const part = subKey === '' ? nothing : markup` ${subKey}`;
  return markup`<li><span class="chip ${severity}">${severity}</span> <span class="long">${title}: <strong>${resourceName}</strong>${part} <small>in ${subscriptionName || subscriptionId}</small></span></li>`;
}

function newList(findings: readonly FindingView[], count: number): Markup {
  if (findings.length === 0) return nothing;
  const more = findings.slice(newInSight);
  const beyond = count - findings.length;
  return markup`<h3>New, worst first</h3>
<ul class="checks">${findings.slice(0, newInSight).map(newRow)}</ul>
${more.length === 0 ? nothing : markup`<details class="more"><summary>${counted(more.length, 'more new finding')}</summary><ul class="checks">${more.map(newRow)}</ul></details>`}
${beyond > 0 ? markup`<p>… and ${figure(beyond)} more that are new.</p>` : nothing}`;
}

function countTile(kind: ChangeKind, count: number): Markup {
  const [word, meaning] = meanings[kind];
  return markup`<li><strong>${figure(count)}</strong> ${word}<small>${meaning}</small></li>`;
}

/** What changed since the scan before of the same scope and options. */
export function changesSection({ scan: { changes }, newFindings }: Report): Markup {
  const told =
    changes === null
      ? markup`<p>There is no earlier finished scan of the same scope and options to compare with.</p>`
      : markup`<p>Since scan <code>${changes.since}</code>, the one before of the same scope and options:</p>
<ul class="tiles">${changeKinds.map((kind) => countTile(kind, changes.counts[kind]))}</ul>
${newList(newFindings, changes.counts.new)}`;
  return markup`<section id="changes" class="card wide" aria-labelledby="changes-title">
<h2 id="changes-title">Changes</h2>
${told}
</section>`;
}

import type { Coverage } from '../../../model/scan.ts';
import { shorten } from '../../printable.ts';
import { counted } from '../../counted.ts';
import { figure } from '../figures.ts';
import { listed } from '../listed.ts';
import { breakable, markup, nothing, type Markup } from '../markup.ts';
import { findingsCounted, type StreamCounts } from '../streamCounts.ts';
import { wordsOf } from '../../reasonWords.ts';
import type { UnreadCause } from '../../unreadCauses.ts';

const inSight = 10;
/** Characters. */
const detailShown = 240;

function groupRow({ permission, reason, example, checks, verdicts }: UnreadCause): Markup {
  const what = permission === '' ? nothing : markup`<code>${breakable(permission)}</code> `;
  const detail = shorten(`for example ${shorten(example.resourceName, 80)}: ${example.detail ?? ''}`, detailShown + 40);
  return markup`<li><span class="what">${what}<strong>${wordsOf(reason)}</strong></span> costs ${counted(verdicts, 'verdict')} of ${counted(checks, 'check')}<small>${detail}</small></li>`;
}

/** Unknown findings by what would have told them, the costliest first. */
export function unseenSection(counts: StreamCounts, { percent }: Coverage): Markup {
  const groups = counts.unread.causes();
  const told =
    groups.length === 0
      ? markup`<p>${percent < 100 ? 'No verdict is stored as unknown, but not everything could be listed: see Coverage.' : 'No verdict is unknown.'}</p>`
      : markup`<p>${figure(counts.unknown)} of ${counted(findingsCounted(counts), 'finding')} could not be told. A role that allows the actions named here, such as Reader, mends what was denied.</p>
${listed(groups.map(groupRow), inSight, 'causes', 'entries')}`;
  return markup`<section id="unseen" class="card wide" aria-labelledby="unseen-title">
<h2 id="unseen-title">What could not be seen</h2>
${told}
</section>`;
}

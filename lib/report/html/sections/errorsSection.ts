import type { ErrorTrace } from '../../../model/scan.ts';
import { shorten } from '../../printable.ts';
import { counted } from '../../counted.ts';
import { listed } from '../listed.ts';
import { breakable, markup, nothing, type Markup } from '../markup.ts';

const inSight = 5;
/** Characters. */
const messageShown = 600;

function errorRow({ code, message, count, checkId, resourceId }: ErrorTrace): Markup {
  const where = [checkId, resourceId].filter((text) => text !== '').join(' on ');
  const times = count > 1 ? markup` (${counted(count, 'time')})` : nothing;
  return markup`<li><strong>${code}</strong>: ${shorten(message, messageShown)}${times}${where === '' ? nothing : markup`<small>${breakable(where)}</small>`}</li>`;
}

/** What broke: code and message. Traces stay with who runs the scanner. */
export function errorsSection(errors: readonly ErrorTrace[]): Markup {
  if (errors.length === 0) return nothing;
  return markup`<section id="errors" class="card wide" aria-labelledby="errors-title">
<h2 id="errors-title">Errors</h2>
${listed(errors.map(errorRow), inSight, 'errors', 'entries')}
</section>`;
}

import { markup, nothing, type Markup } from './markup.ts';
import { figure } from './figures.ts';

/** The first entries of a list in sight, and the others a click away. */
export function listed(entries: readonly Markup[], inSight: number, nouns: string, listClass = 'plain'): Markup {
  if (entries.length === 0) return nothing;
  const more = entries.slice(inSight);
  const list = (of: readonly Markup[]) => markup`<ul class="${listClass}">${of}</ul>`;
  if (more.length === 0) return list(entries);
  return markup`${list(entries.slice(0, inSight))}
<details class="more"><summary>${figure(more.length)} more ${nouns}</summary>${list(more)}</details>`;
}

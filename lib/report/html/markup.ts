import { printable } from '../printable.ts';

/** A piece of the page that is safe as it stands. Made by `markup`, so that no text of others gets in unescaped. */
export interface Markup {
  readonly markup: string;
}

type Part = string | Markup | readonly Markup[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Names and tags of others as a reader may see them: on one line, without characters that reorder or hide what is shown. */
export function shown(text: string): string {
  return printable(text.replace(/[\t\n\r]+/g, ' '));
}

function escapeText(text: string): string {
  return shown(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function partText(part: Part): string {
  if (typeof part === 'string') return escapeText(part);
  if ('markup' in part) return part.markup;
  return part.map((one) => one.markup).join('');
}

/** A template of HTML. A text put into it is escaped, for an element's content and for a quoted attribute alike. */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const texts = template.map((text, index) => text + partText(parts[index] ?? ''));
  return { markup: texts.join('') };
}

/** An id or a type, that may go on in the next line after each slash. */
export function breakable(text: string): Markup {
  const [first = '', ...segments] = text.split('/');
  return markup`${first}${segments.map((segment) => markup`/<wbr>${segment}`)}`;
}

/** A text of our own that is no HTML text: a style, a script, JSON made to be embedded. */
export function trusted(text: string): Markup {
  return { markup: text };
}

export const nothing: Markup = markup``;

import { printable, shorten } from '../printable.ts';

/** Characters of a text from outside; the whole is in the other formats. */
const mostShown = 160;

/** Letters, digits and marks that mean nothing to any reader of Markdown where they stand. */
const plainText = /^(?:[\p{L}\p{M}\p{N} ,;'()/%–-]|[.:?!](?=\s|$)|\.(?=\p{N}))*$/u;
/** What GitHub turns into a link without any mark. */
const linked = /\bgh-\d|\bwww\.|\b[\da-f]{7,40}\b/iu;

/**
 * A name from outside as code: no reader of Markdown looks for links, HTML, mentions or emphasis in there. Its own
 * backtick would end it and its own bar a table cell, and neither can be escaped in code everywhere.
 */
export function code(text: string): string {
  const shown = printable(shorten(text, mostShown)).replace(
    /[`|]/g,
    (mark) => `\\u{${mark.charCodeAt(0).toString(16)}}`,
  );
  return shown.trim() === '' ? '(none)' : `\`${shown}\``;
}

/** A sentence as it stands where it is harmless, else as code. */
export function prose(text: string): string {
  return plainText.test(text) && !linked.test(text) && text.trim() !== '' ? text : code(text);
}

/** `completedWithErrors` as "completed with errors". */
export function spelled(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Columns whose heads end in a colon are flush right. The cells are Markdown already. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(heads.map((head) => head.replace(/:$/, ''))),
    line(heads.map((head) => (head.endsWith(':') ? '---:' : '---'))),
    ...rows.map(line),
    '',
  ];
}

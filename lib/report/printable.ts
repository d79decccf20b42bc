/**
 * Control characters, and those that reorder, join or hide what a terminal shows: a resource name or a tag must not be
 * able to move the cursor, recolour the report or show other text than it holds.
 * Unicode categories: Cc control, Cf format, Cs lone surrogate, Co private use, Zl and Zp separators.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** The text with every such character as `\u{hex}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** At most `most` characters, the rest as an ellipsis. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

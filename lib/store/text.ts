/** A property holds 32,768 UTF-16 units at most; https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model */
const longestText = 30_000;
/** An entity holds 1 MiB and 252 properties of its own. Half a million UTF-16 units leave room for names and the other values. */
export const largestEntityUnits = 500_000;
export const mostProperties = 252;

export type Value = string | number | boolean;
export type Properties = Readonly<Record<string, Value>>;

const continuation = /^(.+)__(\d+)$/;

/** Where a piece of at most so many units ends, never between the two halves of a character. */
function endOfPiece(text: string, start: number, most: number): number {
  const end = start + most;
  const last = end < text.length ? text.charCodeAt(end - 1) : 0;
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** Splits texts over 30,000 units: `trace`, `trace__1`, `trace__2`… Throws when the entity would exceed what Azure takes. */
export function splitText(properties: Properties): Properties {
  const split: Record<string, Value> = {};
  let units = 0;
  for (const [name, value] of Object.entries(properties)) {
    units += name.length + (typeof value === 'string' ? value.length : 8);
    if (typeof value !== 'string') {
      split[name] = value;
      continue;
    }
    // Half a character, as a cut text may end with, is none that storage takes.
    const text = value.toWellFormed();
    let start = 0;
    for (let index = 0; index === 0 || start < text.length; index += 1) {
      const end = endOfPiece(text, start, longestText);
      split[index === 0 ? name : `${name}__${String(index)}`] = text.slice(start, end);
      start = end;
    }
  }
  const count = Object.keys(split).length;
  if (units > largestEntityUnits || count > mostProperties) {
    throw new RangeError(
      `A row of ${String(units)} characters in ${String(count)} properties is more than a table entity holds`,
    );
  }
  return split;
}

/** The inverse of `splitText`. */
export function joinText(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const joined: Record<string, unknown> = {};
  const pieces = new Map<string, string[]>();
  for (const [name, value] of Object.entries(properties)) {
    const match = continuation.exec(name);
    const base = match?.[1];
    if (base === undefined || typeof value !== 'string') {
      joined[name] = value;
      continue;
    }
    const list = pieces.get(base) ?? [];
    list[Number(match?.[2]) - 1] = value;
    pieces.set(base, list);
  }
  for (const [name, list] of pieces) joined[name] = [joined[name], ...list].join('');
  return joined;
}

/** Keeps a text storable. What does not fit is counted in the text itself, so that nothing is cut silently. */
export function fitText(text: string, most = 400_000): string {
  if (text.length <= most) return text;
  const end = endOfPiece(text, 0, most);
  return `${text.slice(0, end)}\n[${String(text.length - end)} of ${String(text.length)} characters do not fit a table row and were left out]`;
}

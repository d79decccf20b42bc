export type ValueType = 'string' | 'number' | 'boolean' | 'dynamic';

/** What a query reads: rows numbered in the ascending order of `keys`. Cells are made when they are asked for. */
export interface RowTable {
  /** The ids in lower case, '' for a row without one. */
  readonly keys: readonly string[];
  readonly columns: Readonly<Record<string, ValueType>>;
  cell(row: number, column: string): unknown;
}

/** FNV-1a, 32 bits. Kusto's own hash differs; callers may only rely on a spread that stays the same. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Compares as Kusto's strcmp and `order by` do: by code unit, not by language. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** How many keys come before `key`. */
function countBefore(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row whose key is `key`, the first where there are several. */
export function findRow(keys: readonly string[], key: string): number | undefined {
  const row = countBefore(keys, key);
  return keys[row] === key ? row : undefined;
}

function rowsWhile(keys: readonly string[], start: number, holds: (key: string) => boolean): number[] {
  const rows: number[] = [];
  for (let row = start; row < keys.length && holds(keys[row] ?? ''); row += 1) rows.push(row);
  return rows;
}

/** The rows whose key is `key`, ascending. */
export function rowsWithKey(keys: readonly string[], key: string): readonly number[] {
  return rowsWhile(keys, countBefore(keys, key), (found) => found === key);
}

/** The rows whose key begins with `prefix`, ascending. */
export function rowsWithPrefix(keys: readonly string[], prefix: string): readonly number[] {
  return rowsWhile(keys, countBefore(keys, prefix), (found) => found.startsWith(prefix));
}

/** How many of the rows, ascending, have a key at or before `text`. */
export function countUpTo(keys: readonly string[], rows: readonly number[], text: string): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[rows[middle] ?? 0] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low;
}

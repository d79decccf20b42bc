import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import { CollectError } from './collector.ts';

/** A row of Resource Graph and its lower-cased id as Resource Graph wrote it; `''` for a row without an id. */
export interface Keyed {
  readonly key: string;
  readonly row: Row;
}

export interface Position {
  /** Everything up to this key has been handed out. */
  readonly after: string;
  /** How many rows without an id have been handed out; counts only while `after` is `''`. */
  readonly skipped: number;
}

export interface Placed extends Keyed {
  readonly position: Position;
}

function toKeyed(value: unknown): readonly Keyed[] {
  if (!isRow(value)) return [];
  const { k, ...row } = value;
  return typeof k === 'string' ? [{ key: k, row }] : [];
}

/** Takes the key column off the rows. Entries that are no rows are left out: they show as a gap. */
export function readKeys(rows: readonly unknown[]): readonly Keyed[] {
  const keyed = rows.flatMap(toKeyed);
  if (rows.length > 0 && keyed.length === 0) {
    throw new CollectError('invalid', 'Resource Graph returned rows without the column that orders them.');
  }
  return keyed;
}

export function ascends(rows: readonly Keyed[]): boolean {
  return rows.every(({ key }, index) => index === 0 || key >= (rows[index - 1]?.key ?? ''));
}

export function inOrder(rows: readonly Keyed[]): readonly Keyed[] {
  return rows.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** The rows beyond a position, each once, with the position after it. They must ascend. */
export function beyond(rows: readonly Keyed[], from: Position): readonly Placed[] {
  const placed: Placed[] = [];
  let nameless = 0;
  let last = from.after;
  for (const { key, row } of rows) {
    if (key === '') {
      nameless += 1;
      if (last === '' && nameless > from.skipped) placed.push({ key, row, position: { after: '', skipped: nameless } });
    } else if (key > last) {
      last = key;
      placed.push({ key, row, position: { after: key, skipped: 0 } });
    }
  }
  return placed;
}

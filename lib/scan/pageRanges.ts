import { prefixRange } from '../store/keys.ts';
import type { Range } from '../store/table.ts';

/** Rows whose keys begin alike and go on with the hash of a resource, as many as a tally counts. */
export interface Counted {
  readonly prefix: string;
  readonly rows: number;
}

/** Rows that a range is meant to hold: under the 1,000 of a page, for hashes do not spread quite evenly. */
const rangeSize = 800;

/** Keys at which many rows are cut, in order; hashes begin with any 32 bits alike. */
function cutsOf({ prefix, rows }: Counted): readonly string[] {
  const pieces = Math.ceil(rows / rangeSize);
  return Array.from({ length: pieces - 1 }, (_, index) => {
    const start = Math.floor(((index + 1) * 2 ** 32) / pieces);
    return `${prefix}${start.toString(16).padStart(8, '0')}`;
  });
}

const inOrder = (counted: readonly Counted[]): readonly Counted[] =>
  counted.toSorted((a, b) => Number(a.prefix > b.prefix) - Number(a.prefix < b.prefix));

/** Ranges that touch, of all keys with a prefix: none is left out, whatever was counted. */
function split(prefix: string, cuts: readonly string[], expected: number): readonly Range[] {
  const { from, to } = prefixRange(prefix);
  const starts = [from, ...cuts];
  return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to, expected }));
}

/** The keys of some checks alone, cut where one has many rows. */
export function checkRanges(counted: readonly Counted[]): readonly Range[] {
  return inOrder(counted).flatMap((one) => {
    const cuts = cutsOf(one);
    return split(one.prefix, cuts, one.rows / (cuts.length + 1));
  });
}

/** All keys with a prefix, in ranges of about a page: a table is asked for what it answers, and for several at once. */
export function pageRanges(prefix: string, counted: readonly Counted[]): readonly Range[] {
  const cuts: string[] = [];
  let held = 0;
  for (const one of inOrder(counted)) {
    if (held > 0 && held + one.rows > rangeSize) {
      cuts.push(one.prefix);
      held = 0;
    }
    cuts.push(...cutsOf(one));
    held += Math.min(one.rows, rangeSize);
  }
  return split(prefix, cuts, rangeSize);
}

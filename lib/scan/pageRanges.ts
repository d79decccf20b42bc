import { prefixRange } from '../store/keys.ts';
import { quote, type Range } from '../store/table.ts';

/** Rows of a check, as many as a tally counts. */
export interface Counted {
  readonly checkId: string;
  readonly rows: number;
}

/** Rows that a range is meant to hold: under the 1,000 of a page, for hashes do not spread quite evenly. */
const rangeSize = 800;
/**
 * Checks that a range names. A filter takes 15 comparisons, and the keys are three:
 * https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities#supported-query-options
 */
const mostNamed = 10;

/** Keys at which the rows of a check are cut, in order; hashes begin with any 32 bits alike. */
function cutsOf(prefix: string, rows: number): readonly string[] {
  const pieces = Math.ceil(rows / rangeSize);
  return Array.from({ length: pieces - 1 }, (_, index) => {
    const start = Math.floor(((index + 1) * 2 ** 32) / pieces);
    return `${prefix}${start.toString(16).padStart(8, '0')}`;
  });
}

export const prefixOf = (kind: string, { checkId }: Counted): string => `${kind}~${checkId}~`;

/** By their prefixes, each once: one id may begin like another. */
const inOrder = (kind: string, counted: readonly Counted[]): readonly Counted[] =>
  counted.toSorted((a, b) => (prefixOf(kind, a) < prefixOf(kind, b) ? -1 : 1));

/** Ranges that touch, of all keys with a prefix: none is left out, whatever was counted. */
function split(prefix: string, cuts: readonly string[], expected: number): readonly Range[] {
  const { from, to } = prefixRange(prefix);
  const starts = [from, ...cuts];
  return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to, expected }));
}

/** All keys of a kind, in ranges of about a page: a table is asked for what it answers, and for several at once. */
export function pageRanges(kind: string, counted: readonly Counted[]): readonly Range[] {
  const cuts: string[] = [];
  let held = 0;
  for (const one of inOrder(kind, counted)) {
    const prefix = prefixOf(kind, one);
    if (held > 0 && held + one.rows > rangeSize) {
      cuts.push(prefix);
      held = 0;
    }
    cuts.push(...cutsOf(prefix, one.rows));
    held += Math.min(one.rows, rangeSize);
  }
  return split(`${kind}~`, cuts, rangeSize);
}

/** Checks that are asked for together; `span` counts the rows of others between them too. */
interface Group {
  readonly checks: [Counted, ...Counted[]];
  span: number;
}

function groupsOf(kind: string, counted: readonly Counted[], chosen: ReadonlySet<string>): readonly Group[] {
  const groups: Group[] = [];
  let between = 0;
  for (const one of inOrder(kind, counted)) {
    if (!chosen.has(one.checkId)) {
      between += one.rows;
      continue;
    }
    const group = groups.at(-1);
    const span = (group?.span ?? 0) + between + one.rows;
    if (group === undefined || span > rangeSize || group.checks.length === mostNamed) {
      groups.push({ checks: [one], span: one.rows });
    } else {
      group.checks.push(one);
      group.span = span;
    }
    between = 0;
  }
  return groups;
}

/** The keys of chosen checks alone: cut where one has many rows, together where several have few. */
export function checkRanges(kind: string, counted: readonly Counted[], chosen: ReadonlySet<string>): readonly Range[] {
  return groupsOf(kind, counted, chosen).flatMap(({ checks }) => {
    const [first] = checks;
    const last = checks.at(-1) ?? first;
    const prefix = prefixOf(kind, first);
    if (last === first) {
      const cuts = cutsOf(prefix, first.rows);
      return split(prefix, cuts, first.rows / (cuts.length + 1));
    }
    const { from } = prefixRange(prefix);
    const { to } = prefixRange(prefixOf(kind, last));
    const filter = checks.map(({ checkId }) => `checkId eq ${quote(checkId)}`).join(' or ');
    return [{ from, to, filter, expected: checks.reduce((sum, { rows }) => sum + rows, 0) }];
  });
}

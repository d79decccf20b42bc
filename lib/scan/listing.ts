import type { Range, Stored, Table } from '../store/table.ts';

/** A page of a collection; `next` continues it, null at its end. A page may be empty and still continue. */
export interface Listed<T> {
  readonly value: readonly T[];
  readonly next: string | null;
}

/** A listing stops collecting after this time, so that a filter that matches little still answers. */
export const longestPage = 5_000;

/** Ranges asked for at once: a filter by subscription leaves many of them empty. */
const rangesAhead = 16;

interface Begun {
  readonly rows: AsyncIterator<Stored>;
  readonly first: Promise<IteratorResult<Stored>>;
  readonly expected: number;
}

function begin(table: Table, partition: string, range: Range): Begun {
  const rows = table.rows(partition, range)[Symbol.asyncIterator]();
  const first = rows.next();
  // Who stops before it comes here does not care how it ends.
  first.catch(() => undefined);
  return { rows, first, expected: range.expected ?? 0 };
}

/** The rows of ranges in their order, the first rows of as many as a page may take being on their way. */
async function* rowsOf(table: Table, partition: string, ranges: readonly Range[], top: number): AsyncGenerator<Stored> {
  const waiting = [...ranges];
  const begun: Begun[] = [];
  let wanted = top;
  for (;;) {
    let coming = begun.reduce((sum, { expected }) => sum + expected, 0);
    while (begun.length === 0 || (begun.length < rangesAhead && coming < wanted)) {
      const range = waiting.shift();
      if (range === undefined) break;
      coming += range.expected ?? 0;
      begun.push(begin(table, partition, { ...range, top }));
    }
    const current = begun.shift();
    if (current === undefined) return;
    for (let row = await current.first; row.done !== true; row = await current.rows.next()) {
      wanted -= 1;
      yield row.value;
    }
  }
}

export async function collect<T>(
  table: Table,
  partition: string,
  ranges: readonly Range[],
  top: number,
  keep: (stored: Stored) => Promise<T | undefined> | T | undefined,
): Promise<Listed<T>> {
  const deadline = performance.now() + longestPage;
  const value: T[] = [];
  for await (const stored of rowsOf(table, partition, ranges, top)) {
    const kept = await keep(stored);
    if (kept !== undefined) value.push(kept);
    if (value.length >= top || performance.now() > deadline) return { value, next: stored.rowKey };
  }
  return { value, next: null };
}

/** Ranges that are left when a listing continues after a row key; each is kept whole, cut or dropped. */
export function continueAfter(ranges: readonly Range[], after: string | undefined): readonly Range[] {
  if (after === undefined) return ranges;
  return ranges.filter((range) => range.to > after).map((range) => (range.from <= after ? { ...range, after } : range));
}

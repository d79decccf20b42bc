/** A row of a source: `key` is `{check}~{hash of resource}~{hash of sub-key}`. */
export interface Keyed {
  readonly key: string;
}

/** The rows of several sources that belong to one check and resource, in the order of the sources. */
export interface MergedPair<T extends Keyed> {
  /** `{check}~{hash of resource}` */
  readonly pair: string;
  readonly checkId: string;
  readonly resourceHash: string;
  readonly rows: readonly (readonly T[])[];
}

const pairOf = ({ key }: Keyed): string => key.slice(0, key.lastIndexOf('~'));

interface Head<T> {
  readonly rows: AsyncIterator<T>;
  readonly next: T | undefined;
}

async function advance<T>(rows: AsyncIterator<T>): Promise<Head<T>> {
  const step = await rows.next();
  return { rows, next: step.done === true ? undefined : step.value };
}

/** Merges sources that are each in key order. Memory is one pair. */
export async function* mergePairs<T extends Keyed>(
  sources: readonly AsyncIterable<T>[],
): AsyncGenerator<MergedPair<T>, void, undefined> {
  const heads = await Promise.all(sources.map((source) => advance(source[Symbol.asyncIterator]())));
  for (;;) {
    const pairs = heads.flatMap(({ next }) => (next === undefined ? [] : [pairOf(next)]));
    const [first, ...others] = pairs;
    if (first === undefined) return;
    const pair = others.reduce((least, one) => (one < least ? one : least), first);
    const rows: T[][] = [];
    for (const [index, head] of heads.entries()) {
      const taken: T[] = [];
      let current = head;
      while (current.next !== undefined && pairOf(current.next) === pair) {
        taken.push(current.next);
        current = await advance(current.rows);
      }
      heads[index] = current;
      rows.push(taken);
    }
    const at = pair.lastIndexOf('~');
    yield { pair, checkId: pair.slice(0, at), resourceHash: pair.slice(at + 1), rows };
  }
}

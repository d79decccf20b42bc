/** Begins to read at once, and reads the next item while one is taken: one more is held, no two. */
export function readAhead<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const items = source[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const next = items.next();
    // Who takes no more does not care how it ends.
    next.catch(() => undefined);
    return next;
  };
  let coming = ask();
  return {
    async *[Symbol.asyncIterator]() {
      for (let item = await coming; item.done !== true; item = await coming) {
        coming = ask();
        yield item.value;
      }
    },
  };
}

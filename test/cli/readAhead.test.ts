import { expect, it } from 'vitest';
import { readAhead } from '../../lib/cli/readAhead.ts';

/** Counts what was asked of it. */
function counting(last: number, failing = Number.POSITIVE_INFINITY) {
  const asked = { times: 0 };
  async function* items() {
    for (let item = 1; item <= last; item += 1) {
      asked.times += 1;
      if (item === failing) throw new Error(`No ${String(item)}.`);
      yield await Promise.resolve(item);
    }
  }
  return { asked, source: items() };
}

it('begins before it is asked, and stays one ahead of who takes', async () => {
  const { asked, source } = counting(4);
  const items = readAhead(source);
  expect(asked.times).toBe(1);
  const taken: number[] = [];
  for await (const item of items) {
    taken.push(item);
    expect(asked.times).toBe(Math.min(4, item + 1));
  }
  expect(taken).toEqual([1, 2, 3, 4]);
});

it('says that it failed after what came before', async () => {
  const items = readAhead(counting(4, 3).source);
  const taken: number[] = [];
  const take = async () => {
    for await (const item of items) taken.push(item);
  };
  await expect(take()).rejects.toThrow('No 3.');
  expect(taken).toEqual([1, 2]);
});

it('lets a failure pass that nobody came for', async () => {
  const items = readAhead(counting(4, 2).source);
  for await (const item of items) {
    expect(item).toBe(1);
    break;
  }
  // An unhandled rejection would end the run.
  await new Promise(setImmediate);
});

import { setImmediate as nextIteration } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { takeTurn } from '../../lib/scan/turns.ts';

function keepBusy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

/** Runs the tasks at once and gives which of them ran in each iteration of the event loop. */
async function runAll(count: number, task: () => void): Promise<readonly (readonly number[])[]> {
  const iterations: number[][] = [];
  let left = count;
  const running = Array.from({ length: count }, async (_, index) => {
    await takeTurn();
    task();
    iterations.at(-1)?.push(index);
    left -= 1;
  });
  while (left > 0) {
    iterations.push([]);
    await nextIteration();
  }
  await Promise.all(running);
  return iterations.filter((ran) => ran.length > 0);
}

it('gives the event loop back after each turn, however many wait', async () => {
  const iterations = await runAll(60, () => {
    keepBusy(3);
  });
  // A turn is 8 ms: no third task of 3 ms begins after it.
  expect(Math.max(...iterations.map((ran) => ran.length))).toBeLessThanOrEqual(4);
  expect(iterations.flat()).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

it('goes on within a turn', async () => {
  await takeTurn();
  const iterations = await runAll(60, () => undefined);
  expect(iterations.length).toBeLessThan(10);
});

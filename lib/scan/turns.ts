import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** How long judging and writing keep the event loop in one go, in milliseconds: the API answers from the same process. */
const turn = 8;
const waiting: (() => void)[] = [];
let serving = false;

async function serve(): Promise<void> {
  serving = true;
  while (waiting.length > 0) {
    await yieldToOthers();
    const ends = performance.now() + turn;
    while (waiting.length > 0 && performance.now() < ends) {
      waiting.shift()?.();
      // Its work comes first, then the look at the clock.
      await Promise.resolve();
    }
  }
  serving = false;
}

/**
 * Resolves when it is the caller's turn: those who wait are served one after the other until the turn is over, then the
 * event loop goes to others before the next. What the caller does until its next `await` counts as its work.
 */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (!serving) void serve();
  });
}

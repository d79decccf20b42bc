import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** The longest that judging and writing keep the event loop, in milliseconds: the API answers from the same process. */
const longestTurn = 8;
let turnEnds = 0;
let nextTurn: Promise<void> | undefined;

async function beginTurn(): Promise<void> {
  await yieldToOthers();
  nextTurn = undefined;
  turnEnds = performance.now() + longestTurn;
}

/**
 * Waits until there is time left in the turn of this process's work. All who wait share one turn, in the order they
 * came: whoever no longer finds time in it waits for the next, after others had the event loop.
 */
export async function takeTurn(): Promise<void> {
  while (performance.now() >= turnEnds) {
    nextTurn ??= beginTurn();
    await nextTurn;
  }
}

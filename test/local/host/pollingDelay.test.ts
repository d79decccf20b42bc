import { expect, test } from 'vitest';
import { createPollingDelay } from '../../../lib/local/host/pollingDelay.ts';

test('an empty queue is polled ever more rarely, up to the most; a message starts again', () => {
  const delay = createPollingDelay(100, 1_000, () => 0.5);
  expect([false, false, false, false, false, false, true, false].map(delay)).toEqual([
    100, 200, 300, 500, 900, 1_000, 100, 200,
  ]);
});

test('chance makes it 20 % more or less', () => {
  const [low, high] = [createPollingDelay(100, 10_000, () => 0), createPollingDelay(100, 10_000, () => 1)];
  expect([low(true), low(false), high(true), high(false)]).toEqual([100, 180, 100, 220]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { createWorkplace, eventually, type FixtureHost } from './startFixture.ts';

const timer = z.object({ isPastDue: z.boolean(), scheduleStatus: z.object({ next: z.iso.datetime() }) });

// Nothing answers there: the queue trigger keeps waiting, the timer does not need it.
const workplace = createWorkplace('UseDevelopmentStorage=true');
let host: FixtureHost;

beforeAll(async () => {
  host = await workplace.start({ TIME_DIVISOR: '600' });
}, 30_000);
afterAll(() => host.stop(2_000));

// Each minute is each 100 ms here, and a run takes 300 ms.
test('a timer runs by its divided schedule, one run at a time, and leaves out what fell due meanwhile', async () => {
  const ticks = await eventually(() => {
    const found = workplace.recorded('tick');
    return found.length >= 5 ? found : undefined;
  });
  const timers = ticks.map((tick) => timer.parse(tick.timer));
  const due = timers.map((found) => Date.parse(found.scheduleStatus.next) / 60_000);
  expect(due.every((minute) => Number.isInteger(minute))).toBe(true);
  expect(timers.every((found) => !found.isPastDue)).toBe(true);
  const gaps = due.slice(1).map((minute, index) => minute - (due[index] ?? 0));
  expect(gaps.every((gap) => gap >= 3 && gap <= 20)).toBe(true);
  expect(Math.abs(workplace.recorded('tick').length - workplace.recorded('tock').length)).toBeLessThanOrEqual(1);
});

import { describe, expect, it } from 'vitest';
import { readTimetable } from '../../lib/scan/timetable.ts';
import { SettingsError } from '../../lib/settings.ts';

function latestDue(schedule: string, since: string, now: string): string | undefined {
  return readTimetable(schedule).latestDue(new Date(since), new Date(now))?.toISOString();
}

describe('what is due', () => {
  const nightly = '0 2 * * * Europe/Amsterdam';
  it.each([
    ['nothing before the time', nightly, '2026-06-01T12:00:00Z', '2026-06-01T23:59:59.999Z', undefined],
    ['the time itself', nightly, '2026-06-01T12:00:00Z', '2026-06-02T00:00:00.000Z', '2026-06-02T00:00:00.000Z'],
    [
      'the time a little later',
      nightly,
      '2026-06-01T12:00:00Z',
      '2026-06-02T00:00:00.020Z',
      '2026-06-02T00:00:00.000Z',
    ],
    ['not what was dealt with', nightly, '2026-06-02T00:00:00.000Z', '2026-06-02T00:00:30.000Z', undefined],
    [
      'the latest of many that were missed',
      nightly,
      '2026-06-02T00:00:00Z',
      '2026-06-09T09:00:00Z',
      '2026-06-09T00:00:00.000Z',
    ],
    [
      'in UTC where no zone is given',
      '30 4 * * 1',
      '2026-06-01T04:30:00Z',
      '2026-06-08T04:31:00Z',
      '2026-06-08T04:30:00.000Z',
    ],
    ['a step', '*/15 * * * *', '2026-06-01T04:30:00Z', '2026-06-01T04:50:00Z', '2026-06-01T04:45:00.000Z'],
  ])('is %s', (_what, schedule, since, now, due) => {
    expect(latestDue(schedule, since, now)).toBe(due);
  });
});

/** Every time that is due, looked at each minute as the timer does. */
function dueEachMinute(schedule: string, from: string, to: string): readonly string[] {
  const timetable = readTimetable(schedule);
  const found: string[] = [];
  let since = new Date(from);
  for (let now = since; now <= new Date(to); now = new Date(now.getTime() + 60_000)) {
    const due = timetable.latestDue(since, now);
    if (due === undefined) continue;
    found.push(due.toISOString());
    since = due;
  }
  return found;
}

describe('daylight saving', () => {
  it.each([
    [
      'a time that is skipped is due at the end of the gap',
      '30 2 * * * Europe/Amsterdam',
      ['2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z'],
      ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
    ],
    [
      'a time that comes twice is due once',
      '30 2 * * * Europe/Amsterdam',
      ['2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z'],
      ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ],
    [
      'an hourly time goes on each hour over the gap',
      '0 * * * * Europe/Amsterdam',
      ['2026-03-28T23:30:00Z', '2026-03-29T02:30:00Z'],
      ['2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z'],
    ],
    [
      'an hourly time goes on each hour where one comes twice',
      '0 * * * * Europe/Amsterdam',
      ['2026-10-24T23:30:00Z', '2026-10-25T02:30:00Z'],
      ['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z', '2026-10-25T02:00:00.000Z'],
    ],
  ])('%s', (_what, schedule, [from = '', to = ''], due) => {
    expect(dueEachMinute(schedule, from, to)).toEqual(due);
  });
});

it.each([
  ['', 'it has 1 words'],
  ['every night', 'it has 2 words'],
  ['0 2 * * * Europe / Amsterdam', 'it has 8 words'],
  ['0 2 * * * Mars/Phobos', 'there is no time zone Mars/Phobos'],
  ['0 0 2 * * *', 'there is no time zone *'],
  ['61 2 * * *', 'Invalid value for minute: 61'],
  ['0 2 * * MOO', 'MOO'],
  ['0 0 31 2 * UTC', 'that day never comes'],
])('refuses "%s" and says how to write it', (schedule, fault) => {
  expect(() => readTimetable(schedule)).toThrow(SettingsError);
  expect(() => readTimetable(schedule)).toThrow(fault);
  expect(() => readTimetable(schedule)).toThrow('like "0 2 * * * Europe/Amsterdam"');
});

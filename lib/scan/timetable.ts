import { Cron } from 'croner';
import { SettingsError } from '../settings.ts';
import { messageOf } from './trace.ts';

export interface Timetable {
  /** The latest time that was due after `since` and up to `now`; undefined where none was. However many were missed, it is one. */
  readonly latestDue: (since: Date, now: Date) => Date | undefined;
}

const example = 'Write five fields and a time zone, like "0 2 * * * Europe/Amsterdam"; without a zone it is UTC.';

const bad = (text: string, fault: string): SettingsError =>
  new SettingsError(`SCAN_SCHEDULE cannot be "${text}": ${fault}. ${example}`);

function readZone(text: string, zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw bad(text, `there is no time zone ${zone}`);
  }
}

function readCron(text: string, pattern: string, timezone: string): Cron {
  try {
    return new Cron(pattern, { timezone, mode: '5-part', paused: true });
  } catch (error) {
    throw bad(
      text,
      messageOf(error)
        .replace(/^CronPattern: /, '')
        .replace(/\.$/, ''),
    );
  }
}

/**
 * Reads SCAN_SCHEDULE: minute, hour, day of the month, month, day of the week, then an IANA time zone. A time of the day
 * that daylight saving skips is due at the end of the gap, and one that comes twice is due the first time. Throws a
 * `SettingsError`.
 */
export function readTimetable(text: string): Timetable {
  const words = text.trim().split(/\s+/);
  if (words.length !== 5 && words.length !== 6) throw bad(text, `it has ${String(words.length)} words`);
  const cron = readCron(text, words.slice(0, 5).join(' '), readZone(text, words[5] ?? 'UTC'));
  if (cron.nextRun(new Date(0)) === null) throw bad(text, 'that day never comes');
  return {
    latestDue: (since, now) => {
      // What is due at this very moment is not before it.
      const [latest] = cron.previousRuns(1, new Date(now.getTime() + 1));
      return latest !== undefined && latest > since ? latest : undefined;
    },
  };
}

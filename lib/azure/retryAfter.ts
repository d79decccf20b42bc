/** Anything that answers header lookups without regard to case. */
export interface Headers {
  get(name: string): string | undefined;
}

/**
 * How long the service asks to wait, in milliseconds; `undefined` where it does not say.
 * `Retry-After` is seconds or an HTTP date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const milliseconds = headers.get('retry-after-ms') ?? headers.get('x-ms-retry-after-ms');
  if (milliseconds !== undefined && /^\d+$/.test(milliseconds)) return Number(milliseconds);
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Reads `hh:mm:ss` (days in front where there are any) into milliseconds. */
export function readDuration(value: string | undefined): number | undefined {
  const parts = /^(?:(\d+)\.)?(\d+):(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(value?.trim() ?? '');
  if (parts === null) return undefined;
  const [, days = '0', hours, minutes, seconds] = parts;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

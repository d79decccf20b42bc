import * as z from 'zod';

const pattern = /^(?:(\d+)\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,7}))?$/;

/** Milliseconds of a .NET time span, `[d.]hh:mm:ss[.fffffff]`; undefined when it is none. */
function parseTimeSpan(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Number(hours) > 23 ? undefined : whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}

/** A time span of host.json, in milliseconds. */
export const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time as hh:mm:ss` });
  return z.NEVER;
});

import { expect, it } from 'vitest';
import { parseExemptionRequest } from '../../lib/scan/exemptionRequest.ts';
import { readSettings } from '../../lib/settings.ts';

const context = { catalogue: [], switchedOff: [{ checkId: 'off', reason: 'x' }] };
const settings = readSettings({ AzureWebJobsStorage: 'UseDevelopmentStorage=true' });
const endOf = (now: string, expiresAt: string): string => {
  const body = { check: 'off', reason: 'x', expiresAt };
  const asked = parseExemptionRequest({ ...context, settings }, body, new Date(now));
  return 'state' in asked ? asked.target : asked.expiresAt;
};

it.each([
  ['a year of 365 days', '2026-03-01T10:00:00Z', '2027-03-01T10:00:00Z', '2027-03-01T10:00:00.000Z'],
  ['a year with a leap day', '2027-03-01T10:00:00Z', '2028-03-01T10:00:00Z', '2028-03-01T10:00:00.000Z'],
  ['a year from a leap day', '2028-02-29T10:00:00Z', '2029-03-01T10:00:00Z', '2029-03-01T10:00:00.000Z'],
  ['366 days', '2026-03-01T10:00:00Z', '2027-03-02T10:00:00Z', '2027-03-02T10:00:00.000Z'],
  ['a millisecond more', '2026-03-01T10:00:00Z', '2027-03-02T10:00:00.001Z', 'expiresAt'],
  ['a leap year and a millisecond', '2027-03-01T10:00:00Z', '2028-03-01T10:00:00.001Z', 'expiresAt'],
  ['367 days', '2026-03-01T10:00:00Z', '2027-03-03T10:00:00Z', 'expiresAt'],
  ['a date, from its midnight', '2026-03-01T10:00:00Z', '2026-03-02', '2026-03-02T00:00:00.000Z'],
  ['a date that began', '2026-03-01T10:00:00Z', '2026-03-01', 'expiresAt'],
  ['the last date', '2026-03-01T10:00:00Z', '2027-03-02', '2027-03-02T00:00:00.000Z'],
  ['a date too late', '2026-03-01T10:00:00Z', '2027-03-03', 'expiresAt'],
  ['a time of another zone', '2026-03-01T10:00:00Z', '2026-03-01T12:30:00+02:00', '2026-03-01T10:30:00.000Z'],
  ['a time that is over there', '2026-03-01T10:00:00Z', '2026-03-01T11:30:00+02:00', 'expiresAt'],
  ['a millisecond', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00.001Z', '2026-03-01T10:00:00.001Z'],
  ['now', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', 'expiresAt'],
])('the end of an exemption: %s', (_what, now, expiresAt, end) => {
  expect(endOf(now, expiresAt)).toBe(end);
});

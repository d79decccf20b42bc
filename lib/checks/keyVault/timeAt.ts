import { MalformedError } from '../define.ts';
import { observedText, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

/** The last second that a date can hold: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const lastSecond = 8.64e12;

/** The time at a path, in seconds from 1970: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#data-types */
export function timeAt(row: Row, path: string): Date | undefined {
  const seconds = valueAt(row, path);
  if (seconds === undefined) return undefined;
  if (typeof seconds === 'number' && Math.abs(seconds) <= lastSecond) return new Date(seconds * 1000);
  throw new MalformedError(`${path} is ${observedText(seconds)}, not a time in seconds`);
}

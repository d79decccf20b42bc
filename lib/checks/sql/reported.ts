import { MalformedError } from '../define.ts';
import { isOneOf, valueAt, type Choice } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Judges an enumeration that Azure always reports: where it is not set, the answer is not the whole resource. */
export function judgeReported(row: Row, path: string, choice: Choice): Verdict {
  if (valueAt(row, path) === undefined) throw new MalformedError(`${path} is not set`);
  return isOneOf(row, path, choice);
}

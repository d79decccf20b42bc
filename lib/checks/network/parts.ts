import type { Row } from '../../model/row.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';
import { MalformedError } from '../define.ts';
import { judgePart, observedText, rowsAt, valueAt } from '../property.ts';

/** The boolean at a path, `undefined` where there is none. Throws `MalformedError` where it is something else. */
export function flagAt(row: Row, path: string): boolean | undefined {
  const value = valueAt(row, path);
  if (value === undefined || typeof value === 'boolean') return value;
  throw new MalformedError(`${path} is ${observedText(value)}, not a boolean`);
}

/** One verdict for each entry of a list, by its name. */
export function judgeEach(row: Row, list: string, judge: (part: Row) => Verdict): readonly Judged[] {
  return (rowsAt(row, list) ?? []).map((part, index) => {
    const { name } = part;
    const subKey = typeof name === 'string' && name !== '' ? name : `[${String(index)}]`;
    return judgePart(subKey, () => judge(part));
  });
}

/** Adds the ids that were followed, in their order. */
export function along(verdict: Verdict, ...trail: readonly string[]): Verdict {
  if (verdict.verdict !== 'pass' && verdict.verdict !== 'fail') return verdict;
  return { ...verdict, because: { ...verdict.because, trail } };
}

import type { Because, Judged, Verdict } from '../model/verdict.ts';
import { isRow, type Row } from '../model/row.ts';
import { MalformedError } from './define.ts';

const longestObserved = 200;

/** A value as evidence: its JSON, cut at 200 characters; `not set` where Azure gave none. */
export function observedText(value: unknown): string {
  if (value === undefined || value === null) return 'not set';
  const text = JSON.stringify(value);
  return text.length > longestObserved ? `${text.slice(0, longestObserved)}…` : text;
}

/** The sentence that every report shows for a pass or a fail. */
export function becauseText({ path, observed, expected }: Because): string {
  return `${path} is ${observed}; expected ${expected}`;
}

/**
 * The value at a dotted path: `undefined` where it, or an object on the way to it, is absent or null.
 * Throws `MalformedError` where something on the way is not an object, or where `properties` itself is missing: ARM
 * always sends that, so its absence says that this is not the whole resource.
 */
export function valueAt(row: Row, path: string): unknown {
  let value: unknown = row;
  let walked = '';
  for (const name of path.split('.')) {
    if (value === undefined || value === null) {
      if (walked === 'properties') throw new MalformedError('properties is not set');
      return undefined;
    }
    if (!isRow(value)) throw new MalformedError(`${walked} is ${observedText(value)}, not an object`);
    value = value[name];
    walked = walked === '' ? name : `${walked}.${name}`;
  }
  return value ?? undefined;
}

/** The list at a path, `undefined` where there is none. Throws `MalformedError` where it holds anything but objects. */
export function rowsAt(row: Row, path: string): readonly Row[] | undefined {
  const value = valueAt(row, path);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new MalformedError(`${path} is ${observedText(value)}, not a list`);
  return value.map((entry: unknown, index) => {
    if (isRow(entry)) return entry;
    throw new MalformedError(`${path}[${String(index)}] is ${observedText(entry)}, not an object`);
  });
}

/** The text at a path, `undefined` where there is none. Throws `MalformedError` where it is not text. */
export function textAt(row: Row, path: string): string | undefined {
  const value = valueAt(row, path);
  if (value === undefined || typeof value === 'string') return value;
  throw new MalformedError(`${path} is ${observedText(value)}, not text`);
}

export function pass(path: string, observed: string, expected: string): Verdict {
  return { verdict: 'pass', because: { path, observed, expected } };
}

export function fail(path: string, observed: string, expected: string): Verdict {
  return { verdict: 'fail', because: { path, observed, expected } };
}

export function notApplicable(why: string): Verdict {
  return { verdict: 'notApplicable', why };
}

/** One verdict of several on a subject. What is malformed in one part leaves the other parts their verdicts. */
export function judgePart(subKey: string, judge: () => Verdict): Judged {
  try {
    return { ...judge(), subKey };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { verdict: 'unknown', reason: 'malformed', detail: error.message, permission: '', subKey };
  }
}

/** What Azure does where the property is absent, from its reference. */
export interface Absent<V> {
  readonly absentIs?: V;
}

/** A value as evidence, with the documented default where it is absent. */
function observedOr(value: unknown, absentIs: unknown): string {
  if (value !== undefined || absentIs === undefined) return observedText(value);
  return `not set (default ${observedText(absentIs)})`;
}

function isExactly(row: Row, path: string, wanted: boolean, { absentIs }: Absent<boolean>): Verdict {
  const value = valueAt(row, path);
  const judge = (value ?? absentIs) === wanted ? pass : fail;
  return judge(path, observedOr(value, absentIs), String(wanted));
}

/** Passes for the boolean true alone: "true" as text is a changed wire format and fails. */
export function isTrue(row: Row, path: string, absent: Absent<boolean> = {}): Verdict {
  return isExactly(row, path, true, absent);
}

/** Passes for the boolean false alone. */
export function isFalse(row: Row, path: string, absent: Absent<boolean> = {}): Verdict {
  return isExactly(row, path, false, absent);
}

/** The values of an enumeration that pass and those that fail. */
export interface Choice extends Absent<string> {
  readonly safe: readonly string[];
  readonly unsafe: readonly string[];
}

export function anyOf(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(' or ');
}

/**
 * Judges an enumeration. A value that is in neither list throws `MalformedError`: whether a value that Azure adds later
 * is safe cannot be known today.
 */
export function isOneOf(row: Row, path: string, { safe, unsafe, absentIs }: Choice): Verdict {
  const value = valueAt(row, path);
  const effective = value ?? absentIs;
  const known = (list: readonly string[]) => list.some((entry) => entry === effective);
  if (known(safe)) return pass(path, observedOr(value, absentIs), anyOf(safe));
  if (value === undefined || known(unsafe)) return fail(path, observedOr(value, absentIs), anyOf(safe));
  const list = [...safe, ...unsafe].map(observedText).join(', ');
  throw new MalformedError(`${path} is ${observedText(value)}, which is none of ${list}`);
}

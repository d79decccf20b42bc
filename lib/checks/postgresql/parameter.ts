import { MalformedError } from '../define.ts';
import { fail, observedText, pass, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Every version has it, so a list without it is not the whole list. */
const always = 'require_secure_transport';

const named = (list: readonly Row[], name: string): Row | undefined =>
  list.find((entry) => textAt(entry, 'name')?.toLowerCase() === name);

/** Where a parameter stands, for messages. */
export const pathOf = (name: string): string => `configurations[${name}].properties.value`;

/** The value of a server parameter as Azure writes it; `undefined` where this version of PostgreSQL has no such parameter. */
export function parameterIfAny(list: readonly Row[], name: string): string | undefined {
  const entry = named(list, name);
  if (entry === undefined) {
    if (named(list, always) === undefined) throw new MalformedError(`configurations do not hold ${always}`);
    return undefined;
  }
  const value = textAt(entry, 'properties.value');
  if (value === undefined) throw new MalformedError(`${pathOf(name)} is not set`);
  return value;
}

/** The value of a parameter that every version has. */
export function parameter(list: readonly Row[], name: string): string {
  const value = parameterIfAny(list, name);
  if (value === undefined) throw new MalformedError(`configurations do not hold ${name}`);
  return value;
}

/** Whether a parameter is on. Azure writes on and off in either case. */
export function isOn(name: string, value: string): boolean {
  const lower = value.toLowerCase();
  if (lower === 'on' || lower === 'off') return lower === 'on';
  throw new MalformedError(`${pathOf(name)} is ${observedText(value)}, which is none of "on", "off"`);
}

export function judgeOn(list: readonly Row[], name: string): Verdict {
  const value = parameter(list, name);
  const judge = isOn(name, value) ? pass : fail;
  return judge(pathOf(name), observedText(value), '"on"');
}

import type { Row } from '../../../model/row.ts';
import { isRow } from '../../../model/row.ts';
import { MalformedError } from '../../define.ts';
import { observedText, rowsAt, textAt, valueAt } from '../../property.ts';

/**
 * Whether a property is there, without asking for it: what is asked for and missing in Resource Graph costs a read
 * that confirms it, so of properties that stand for each other only the one that is there is asked for.
 */
export function has(row: Row, name: string): boolean {
  const value: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
  return value !== undefined && value !== null;
}

/** Asks for a property on which the verdict depends because it is absent. */
export function dependOnAbsence(row: Row, path: string): void {
  valueAt(row, path);
}

export function propertiesOf(row: Row): Row {
  const properties = valueAt(row, 'properties');
  if (isRow(properties)) return properties;
  throw new MalformedError(`properties is ${observedText(properties)}, not an object`);
}

/** The text at a path, which must be there. */
export function requiredText(row: Row, path: string): string {
  const text = textAt(row, path);
  if (text !== undefined) return text;
  throw new MalformedError(`${path} is not set`);
}

/** The texts of a list, none where it is absent. */
export function textsAt(row: Row, path: string): readonly string[] {
  const list = valueAt(row, path);
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new MalformedError(`${path} is ${observedText(list)}, not a list`);
  return list.map((text: unknown) => {
    if (typeof text === 'string') return text;
    throw new MalformedError(`${path} holds ${observedText(text)}, not text`);
  });
}

function checkedId(id: string | undefined, path: string): string {
  if (id?.startsWith('/') === true) return id;
  throw new MalformedError(`${path} is ${observedText(id)}, not a resource id`);
}

/** The id of what a property names, `undefined` where the property is not there. */
export function namedId(row: Row, name: string): string | undefined {
  return has(row, name) ? checkedId(textAt(row, `${name}.id`), `${name}.id`) : undefined;
}

/** The ids that a list of references names, none where the list is not there. */
export function namedIds(row: Row, name: string): readonly string[] {
  if (!has(row, name)) return [];
  return (rowsAt(row, name) ?? []).map((entry) => checkedId(textAt(entry, 'id'), `${name}[].id`));
}

export function idOf(row: Row): string {
  return checkedId(textAt(row, 'id'), 'id');
}

/** Azure changes the case of ids between answers. */
export function sameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The last segment of an id. */
export function lastName(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** The row of that id among those that a join brought. */
export function rowOf(rows: readonly Row[], id: string): Row {
  const found = rows.find((row) => sameId(idOf(row), id));
  if (found) return found;
  throw new MalformedError(`${id} is not among what was read`);
}

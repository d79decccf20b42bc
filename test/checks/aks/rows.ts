import type { Row } from '../../../lib/model/row.ts';
import type { CheckRows } from '../checkTable.ts';
import type { Given } from '../given.ts';

/** Nested objects that lead to a value: `nest(['a', 'b'], 1)` is `{ a: { b: 1 } }`. */
export const nest = ([name = '', ...rest]: readonly string[], value: unknown): Row => ({
  [name]: rest.length === 0 ? value : nest(rest, value),
});

/** Rows of a boolean below `properties` that has to be true and is false where it is absent. */
export function switchRows(path: string, given: (properties: Row) => Given, absent = ' (default false)'): CheckRows {
  const names = path.split('.');
  const at = (value: unknown) => given(nest(names, value));
  const is = `properties.${path} is`;
  const [first = ''] = names;
  return {
    pass: [[at(true), `${is} true; expected true`]],
    fail: [
      [at(false), `${is} false; expected true`],
      [at(null), `${is} not set${absent}; expected true`],
      [given({ [first]: undefined }), `${is} not set${absent}; expected true`],
      [given({ [first]: null }), `${is} not set${absent}; expected true`],
      [at('true'), `${is} "true"; expected true`],
    ],
  };
}

/** Rows of an enumeration below `properties`. */
export function choiceRows(
  path: string,
  choice: { readonly safe: readonly string[]; readonly unsafe: readonly string[]; readonly absentIs?: string },
  given: (properties: Row) => Given,
): CheckRows {
  const names = path.split('.');
  const at = (value: unknown) => given(nest(names, value));
  const is = `properties.${path} is`;
  const expected = `expected ${choice.safe.map((value) => JSON.stringify(value)).join(' or ')}`;
  const absent = choice.absentIs === undefined ? 'not set' : `not set (default ${JSON.stringify(choice.absentIs)})`;
  const known = [...choice.safe, ...choice.unsafe].map((value) => JSON.stringify(value)).join(', ');
  const [first = ''] = names;
  return {
    pass: choice.safe.map((value) => [at(value), `${is} ${JSON.stringify(value)}; ${expected}`]),
    fail: [
      ...choice.unsafe.map((value) => [at(value), `${is} ${JSON.stringify(value)}; ${expected}`] as const),
      [at(null), `${is} ${absent}; ${expected}`],
      [given({ [first]: undefined }), `${is} ${absent}; ${expected}`],
    ],
    unknown: [
      [at('later'), `malformed: ${is} "later", which is none of ${known}`],
      [at(true), `malformed: ${is} true, which is none of ${known}`],
    ],
  };
}

import { compileExpression } from './compileExpression.ts';
import type { Scope } from './compileExpression.ts';
import type { Expression } from './query.ts';
import { rowsWithKey, rowsWithPrefix } from './rowTable.ts';
import type { RowTable } from './rowTable.ts';

const ascending = (rows: readonly number[]): readonly number[] =>
  [...new Set(rows)].sort((left, right) => left - right);

const textOf = (expression: Expression): string | undefined =>
  expression.kind === 'literal' && typeof expression.value === 'string' ? expression.value.toLowerCase() : undefined;

/** The texts of a list in lower case; undefined where something else is among them. */
export function literalTexts(list: readonly Expression[]): readonly string[] | undefined {
  const texts = list.flatMap((item) => textOf(item) ?? []);
  return texts.length === list.length ? texts : undefined;
}

/**
 * The rows that a test on the id can hold for, found in the order of the ids: one id, a list of them, or what they begin
 * with. Undefined for any other test. Each row has yet to be tested.
 */
export function candidateRows(test: Expression, table: RowTable, scope: Scope): readonly number[] | undefined {
  const isId = (expression: Expression): boolean => {
    const compiled = compileExpression(expression, scope);
    return compiled.isId === true || compiled.isKey === true;
  };
  if (test.kind === 'oneOf') {
    const ids = isId(test.left) ? literalTexts(test.list) : undefined;
    return ids && ascending(ids.flatMap((id) => rowsWithKey(table.keys, id)));
  }
  if (test.kind !== 'binary') return undefined;
  if (test.operator === 'or') {
    const left = candidateRows(test.left, table, scope);
    const right = left && candidateRows(test.right, table, scope);
    return left && right && ascending([...left, ...right]);
  }
  const find = { '==': rowsWithKey, '=~': rowsWithKey, startswith: rowsWithPrefix }[test.operator];
  const text = textOf(test.right);
  return find && text !== undefined && isId(test.left) ? find(table.keys, text) : undefined;
}

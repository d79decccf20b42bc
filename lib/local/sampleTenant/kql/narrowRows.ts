import { compileExpression } from './compileExpression.ts';
import type { Compiled, Scope } from './compileExpression.ts';
import type { Expression, Operator } from './query.ts';
import type { QueryContext } from './runQuery.ts';
import { countUpTo, hashText } from './rowTable.ts';
import type { RowTable } from './rowTable.ts';

const mostCached = 32;
const filtered = new WeakMap<RowTable, Map<string, readonly number[]>>();
const keyHashes = new WeakMap<RowTable, Uint32Array>();

function hashesOf(table: RowTable): Uint32Array {
  const known = keyHashes.get(table) ?? Uint32Array.from(table.keys, hashText);
  keyHashes.set(table, known);
  return known;
}

function conjuncts(condition: Expression): Expression[] {
  if (condition.kind !== 'binary' || condition.operator !== 'and') return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

const literalNumber = (expression: Expression | undefined): number | undefined =>
  expression?.kind === 'literal' && typeof expression.value === 'number' ? expression.value : undefined;

function isKey(expression: Expression | undefined, scope: Scope): boolean {
  return expression !== undefined && compileExpression(expression, scope).isKey === true;
}

type Narrow = (rows: readonly number[]) => readonly number[];

/** `strcmp(tolower(id), text) > 0`, answered by searching the sorted ids. */
function afterKey(test: Expression, table: RowTable, scope: Scope): Narrow | undefined {
  if (test.kind !== 'binary' || test.operator !== '>' || literalNumber(test.right) !== 0) return undefined;
  const call = test.left;
  if (call.kind !== 'call' || call.name !== 'strcmp' || !isKey(call.given[0], scope)) return undefined;
  const last = call.given[1];
  if (last?.kind !== 'literal' || typeof last.value !== 'string') return undefined;
  const { value } = last;
  return (rows) => rows.slice(countUpTo(table.keys, rows, value));
}

/** `hash(tolower(id), n) == i` and `hash(tolower(id)) % n == i`, answered from hashes made once. */
function inBucket(test: Expression, table: RowTable, scope: Scope): Narrow | undefined {
  if (test.kind !== 'binary' || test.operator !== '==') return undefined;
  const bucket = literalNumber(test.right);
  const modulo = test.left.kind === 'binary' && test.left.operator === '%' ? test.left : undefined;
  const call = modulo?.left ?? test.left;
  if (call.kind !== 'call' || call.name !== 'hash' || !isKey(call.given[0], scope)) return undefined;
  const buckets = literalNumber(modulo?.right ?? call.given[1]);
  if (bucket === undefined || buckets === undefined) return undefined;
  return (rows) => {
    const hashes = hashesOf(table);
    return rows.filter((row) => (hashes[row] ?? 0) % buckets === bucket);
  };
}

function filterOnce(context: QueryContext, tests: readonly Compiled[], key: string): readonly number[] {
  const cache = filtered.get(context.table) ?? new Map<string, readonly number[]>();
  filtered.set(context.table, cache);
  const known = cache.get(key);
  if (known) return known;
  const rows = context.rows.filter((row) => tests.every((test) => test.value(row) === true));
  const oldest = cache.keys().next();
  if (cache.size >= mostCached && oldest.done !== true) cache.delete(oldest.value);
  cache.set(key, rows);
  return rows;
}

export interface Narrowed {
  readonly rows: readonly number[];
  readonly columns: ReadonlyMap<string, Compiled>;
  /** How many of the operators are dealt with. */
  readonly done: number;
}

/**
 * Runs the `where` and `extend` that a query starts with. The paging conditions are answered from the order of the ids,
 * the others filter once and are remembered, so that a page of a large tenant costs no more than its own rows.
 */
export function narrowRows(
  operators: readonly Operator[],
  context: QueryContext,
  columns: Map<string, Compiled>,
): Narrowed {
  const scope: Scope = { columns, refuseStrcmp: context.refuseStrcmp };
  const tests: Compiled[] = [];
  const narrows: Narrow[] = [];
  const remembered: unknown[] = [context.scopeKey];
  let done = 0;
  for (const operator of operators) {
    if (operator.kind === 'extend') {
      for (const { name, expression } of operator.columns) columns.set(name, compileExpression(expression, scope));
      remembered.push(operator);
    } else if (operator.kind === 'where') {
      for (const test of conjuncts(operator.condition)) {
        const compiled = compileExpression(test, scope);
        const narrow = afterKey(test, context.table, scope) ?? inBucket(test, context.table, scope);
        if (narrow) {
          narrows.push(narrow);
          continue;
        }
        remembered.push(test);
        tests.push(compiled);
      }
    } else break;
    done += 1;
  }
  const key = JSON.stringify(remembered, (name, value: unknown) => (name === 'token' ? undefined : value));
  const rows = narrows.reduce<readonly number[]>((left, narrow) => narrow(left), filterOnce(context, tests, key));
  return { rows, columns, done };
}

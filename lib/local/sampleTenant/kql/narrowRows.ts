import { compileExpression } from './compileExpression.ts';
import type { Compiled, Scope } from './compileExpression.ts';
import { candidateRows } from './candidateRows.ts';
import type { Expression, Operator } from './query.ts';
import type { QueryContext } from './runQuery.ts';
import { countUpTo, hashText } from './rowTable.ts';
import type { RowTable } from './rowTable.ts';
import { rowsByValue, withoutTokens } from './valueIndex.ts';
import type { KnownTest } from './valueIndex.ts';

const mostCached = 32;
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

const holdsAll = (tests: readonly KnownTest[], row: number): boolean =>
  tests.every(({ compiled }) => compiled.value(row) === true);

function filterOnce(context: QueryContext, tests: readonly KnownTest[], key: string): readonly number[] {
  const { table, isInScope, filtered: cache } = context;
  const known = cache.get(key);
  if (known) return known;
  const rows = [...table.keys.keys()].filter((row) => isInScope(row) && holdsAll(tests, row));
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

const smallest = (sets: readonly (readonly number[])[]): readonly number[] | undefined =>
  sets.reduce<readonly number[] | undefined>(
    (least, rows) => (least && least.length <= rows.length ? least : rows),
    undefined,
  );

/**
 * Runs the `where` and `extend` that a query starts with. Paging conditions and those on the id are answered from the
 * order of the ids, lists of property values from an index; the others filter once and are remembered, so that a page
 * of a large tenant costs no more than its own rows.
 */
export function narrowRows(
  operators: readonly Operator[],
  context: QueryContext,
  columns: Map<string, Compiled>,
): Narrowed {
  const { table, isInScope, scopeKey, refuseStrcmp } = context;
  const scope: Scope = { columns, refuseStrcmp };
  const tests: KnownTest[] = [];
  const narrows: Narrow[] = [];
  const candidates: (readonly number[])[] = [];
  const extended: string[] = [];
  let done = 0;
  for (const operator of operators) {
    if (operator.kind === 'extend') {
      for (const { name, expression } of operator.columns) columns.set(name, compileExpression(expression, scope));
      extended.push(JSON.stringify(operator, withoutTokens));
    } else if (operator.kind === 'where') {
      for (const test of conjuncts(operator.condition)) {
        const compiled = compileExpression(test, scope);
        const narrow = afterKey(test, table, scope) ?? inBucket(test, table, scope);
        const found = narrow ? undefined : candidateRows(test, table, scope);
        if (narrow) narrows.push(narrow);
        else tests.push({ test, compiled, key: JSON.stringify([extended, test], withoutTokens) });
        if (found) candidates.push(found);
      }
    } else break;
    done += 1;
  }
  const few = smallest(candidates) ?? rowsByValue(tests, table, scope);
  const key = [scopeKey, ...tests.map((test) => test.key)].join('\n');
  const start = few ? few.filter((row) => isInScope(row) && holdsAll(tests, row)) : filterOnce(context, tests, key);
  return { rows: narrows.reduce<readonly number[]>((left, narrow) => narrow(left), start), columns, done };
}

import { compileExpression, toText } from './compileExpression.ts';
import type { Compiled, Scope } from './compileExpression.ts';
import { literalTexts } from './candidateRows.ts';
import type { Expression } from './query.ts';
import type { RowTable } from './rowTable.ts';

type Values = ReadonlyMap<string, readonly number[]>;

const mostKept = 8;
const kept = new WeakMap<RowTable, Map<string, Values>>();

function readsProperties(expression: Expression): boolean {
  if (expression.kind === 'path') return expression.names[0] === 'properties';
  return expression.kind === 'call' && expression.given.some(readsProperties);
}

function indexValues(table: RowTable, tests: readonly Compiled[], value: Compiled['value']): Values {
  const rows = new Map<string, number[]>();
  for (const row of table.keys.keys()) {
    if (!tests.every((test) => test.value(row) === true)) continue;
    const text = toText(value(row)).toLowerCase();
    const found = rows.get(text);
    if (found) found.push(row);
    else rows.set(text, [row]);
  }
  return rows;
}

/** A test of a query, and what tells it from all others. */
export interface KnownTest {
  readonly test: Expression;
  readonly compiled: Compiled;
  readonly key: string;
}

/**
 * The rows whose property is one of a list, found through an index that is made once for the property and the tests
 * beside it, whose rows alone it holds. Undefined without such a test. Each row has yet to be tested.
 */
export function rowsByValue(tests: readonly KnownTest[], table: RowTable, scope: Scope): readonly number[] | undefined {
  const wanted = tests.find(({ test }) => test.kind === 'oneOf' && readsProperties(test.left));
  if (wanted?.test.kind !== 'oneOf' || tests.length < 2) return undefined;
  const texts = literalTexts(wanted.test.list);
  if (!texts) return undefined;
  const others = tests.filter((test) => test !== wanted);
  const { left } = wanted.test;
  const key = JSON.stringify([left, others.map((other) => other.key)], withoutTokens);
  const indexes = kept.get(table) ?? new Map<string, Values>();
  kept.set(table, indexes);
  const compiled = compileExpression(left, scope);
  const index =
    indexes.get(key) ??
    indexValues(
      table,
      others.map((other) => other.compiled),
      compiled.value,
    );
  const oldest = indexes.keys().next();
  if (indexes.size >= mostKept && oldest.done !== true && !indexes.has(key)) indexes.delete(oldest.value);
  indexes.set(key, index);
  const rows = texts.flatMap((text) => index.get(text) ?? []);
  return [...new Set(rows)].sort((one, other) => one - other);
}

/** For JSON that tells expressions apart by what they say, not by where. */
export function withoutTokens(name: string, value: unknown): unknown {
  return name === 'token' ? undefined : value;
}

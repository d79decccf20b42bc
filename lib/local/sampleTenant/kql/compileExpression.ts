import { isRow } from '../../../model/row.ts';
import type { Expression } from './query.ts';
import { QueryError } from './readTokens.ts';
import type { Token } from './readTokens.ts';
import { compareText, hashText } from './rowTable.ts';
import type { ValueType } from './rowTable.ts';

export interface Compiled {
  readonly type: ValueType;
  readonly value: (row: number) => unknown;
  /** The rows' own id. */
  readonly isId?: boolean;
  /** `tolower(id)`: the order that rows are kept in. */
  readonly isKey?: boolean;
}

export interface Scope {
  readonly columns: ReadonlyMap<string, Compiled>;
  readonly refuseStrcmp: boolean;
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';
const quoteForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** `has` finds whole terms, in any case: https://learn.microsoft.com/kusto/query/has-operator */
function hasTerm(text: string, term: string): boolean {
  return new RegExp(`(?<![a-z0-9])${quoteForPattern(term)}(?![a-z0-9])`, 'i').test(text);
}

function equals(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' || typeof left === 'boolean') return left === right;
  return toText(left) === toText(right);
}

const anyCase = (value: unknown): string => toText(value).toLowerCase();

const tests: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': equals,
  '!=': (left, right) => !equals(left, right),
  '=~': (left, right) => anyCase(left) === anyCase(right),
  '!~': (left, right) => anyCase(left) !== anyCase(right),
  '<': (left, right) => Number(left) < Number(right),
  '>': (left, right) => Number(left) > Number(right),
  '<=': (left, right) => Number(left) <= Number(right),
  '>=': (left, right) => Number(left) >= Number(right),
  has: (left, right) => hasTerm(toText(left), toText(right)),
  // In any case: https://learn.microsoft.com/kusto/query/startswith-operator
  startswith: (left, right) => anyCase(left).startsWith(anyCase(right)),
};
const orders = new Set(['<', '>', '<=', '>=']);

function followPath(first: Compiled, names: readonly string[]): Compiled {
  const value = (row: number): unknown =>
    names.reduce<unknown>((held, name) => (isRow(held) ? held[name] : undefined), first.value(row));
  return { type: 'dynamic', value };
}

function compilePath(names: readonly [string, ...string[]], token: Token, scope: Scope): Compiled {
  const [name, ...rest] = names;
  const column = scope.columns.get(name);
  if (column === undefined) throw new QueryError(`There is no column '${name}'.`, token);
  if (rest.length === 0) return column;
  if (column.type !== 'dynamic') throw new QueryError(`'${name}' has no properties.`, token);
  return followPath(column, rest);
}

function compileLogic(operator: 'and' | 'or', left: Compiled, right: Compiled): Compiled {
  const value =
    operator === 'and'
      ? (row: number): unknown => left.value(row) === true && right.value(row) === true
      : (row: number): unknown => left.value(row) === true || right.value(row) === true;
  return { type: 'boolean', value };
}

function compileBinary(operator: string, left: Compiled, right: Compiled, token: Token): Compiled {
  if (operator === 'and' || operator === 'or') return compileLogic(operator, left, right);
  if (operator === '%') {
    // Never negative: https://learn.microsoft.com/kusto/query/numerical-operators
    const value = (row: number): unknown => Math.abs(Number(left.value(row)) % Number(right.value(row)));
    return { type: 'number', value };
  }
  if (orders.has(operator) && (left.type === 'string' || right.type === 'string')) {
    throw new QueryError(`Operator '${operator}' does not compare a ${left.type} with a ${right.type}.`, token);
  }
  const test = tests[operator];
  if (test === undefined) throw new QueryError(`'${operator}' was not expected.`, token);
  return { type: 'boolean', value: (row) => test(left.value(row), right.value(row)) };
}

interface Operation {
  readonly least: number;
  readonly most: number;
  readonly type: ValueType;
  readonly strings?: boolean;
  readonly apply: (values: readonly unknown[]) => unknown;
}
const operations: Readonly<Record<string, Operation>> = {
  tolower: { least: 1, most: 1, type: 'string', apply: ([value]) => anyCase(value) },
  tostring: { least: 1, most: 1, type: 'string', apply: ([value]) => toText(value) },
  isempty: { least: 1, most: 1, type: 'boolean', apply: ([value]) => isEmpty(value) },
  isnotempty: { least: 1, most: 1, type: 'boolean', apply: ([value]) => !isEmpty(value) },
  not: { least: 1, most: 1, type: 'boolean', apply: ([value]) => value !== true },
  strcmp: {
    least: 2,
    most: 2,
    type: 'number',
    strings: true,
    apply: ([left, right]) => compareText(toText(left), toText(right)),
  },
  hash: {
    least: 1,
    most: 2,
    type: 'number',
    apply: ([value, modulus]) => {
      const hash = hashText(toText(value));
      return modulus === undefined ? hash : hash % Number(modulus);
    },
  },
};

function compileCall(name: string, given: readonly Expression[], token: Token, scope: Scope): Compiled {
  const operation = operations[name];
  const inputs = given.map((input) => compileExpression(input, scope));
  const refused = operation === undefined || (name === 'strcmp' && scope.refuseStrcmp);
  if (refused || inputs.length < operation.least || inputs.length > operation.most) {
    throw new QueryError(`'${name}' was not expected.`, token);
  }
  if (operation.strings === true && inputs.some((input) => input.type !== 'string')) {
    throw new QueryError(`'${name}' takes strings.`, token);
  }
  const value = (row: number): unknown => operation.apply(inputs.map((input) => input.value(row)));
  const isKey = name === 'tolower' && inputs[0]?.isId === true;
  return { type: operation.type, value, isKey };
}

/** Turns an expression into a function of the row number. Throws `QueryError` where names or types do not fit. */
export function compileExpression(expression: Expression, scope: Scope): Compiled {
  const { token } = expression;
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      const type = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';
      return { type, value: () => value };
    }
    case 'path':
      return compilePath(expression.names, token, scope);
    case 'call':
      return compileCall(expression.name, expression.given, token, scope);
    case 'binary': {
      const left = compileExpression(expression.left, scope);
      return compileBinary(expression.operator, left, compileExpression(expression.right, scope), token);
    }
    case 'oneOf': {
      const left = compileExpression(expression.left, scope);
      const asListed = expression.anyCase ? anyCase : toText;
      // The list holds no columns in what is asked of Resource Graph, so row 0 stands for all.
      const list = new Set(expression.list.map((item) => asListed(compileExpression(item, scope).value(0))));
      return { type: 'boolean', value: (row) => list.has(asListed(left.value(row))) };
    }
  }
}

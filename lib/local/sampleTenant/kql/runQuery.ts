import { compileExpression, toText } from './compileExpression.ts';
import type { Compiled, Scope } from './compileExpression.ts';
import { narrowRows } from './narrowRows.ts';
import type { Operator, Ordering, Query } from './query.ts';
import { compareText } from './rowTable.ts';
import type { RowTable } from './rowTable.ts';
import type { Row } from '../../../model/row.ts';

interface Relation {
  readonly rows: readonly number[];
  readonly columns: ReadonlyMap<string, Compiled>;
  readonly inKeyOrder: boolean;
  readonly firstPageOnly: boolean;
}

export interface QueryResult {
  /** Rows before paging. */
  readonly total: number;
  /** Whether Resource Graph hands out a $skipToken: not after limit or summarize, and only where rows keep their id. */
  readonly pages: boolean;
  page(skip: number, top: number): Row[];
}

export interface QueryContext {
  readonly table: RowTable;
  readonly isInScope: (row: number) => boolean;
  /** Names table and scope among the filtered rows. */
  readonly scopeKey: string;
  /** Rows that were filtered before, by scope and conditions. */
  readonly filtered: Map<string, readonly number[]>;
  readonly refuseStrcmp: boolean;
}

function tableColumns(table: RowTable): Map<string, Compiled> {
  const columns = Object.entries(table.columns).map(
    ([name, type]) => [name, { type, value: (row: number) => table.cell(row, name), isId: name === 'id' }] as const,
  );
  return new Map(columns);
}

function sortRows(rows: readonly number[], by: readonly Ordering[], scope: Scope): number[] {
  const keys = by.map((ordering) => {
    const compiled = compileExpression(ordering.expression, scope);
    return { ...compiled, sign: ordering.descending ? -1 : 1 };
  });
  const compare = (left: number, right: number): number => {
    for (const { value, type, sign } of keys) {
      const [a, b] = [value(left), value(right)];
      const order = type === 'number' ? Number(a) - Number(b) : compareText(toText(a), toText(b));
      if (order !== 0) return order * sign;
    }
    return left - right;
  };
  return [...rows].sort(compare);
}

function summarize(relation: Relation, operator: Extract<Operator, { kind: 'summarize' }>, scope: Scope): Relation {
  const by = operator.by.map(({ name, expression }) => ({ name, ...compileExpression(expression, scope) }));
  const any = operator.any === undefined ? undefined : compileExpression(operator.any, scope);
  const groups = new Map<string, { values: unknown[]; count: number; any: unknown }>();
  for (const row of relation.rows) {
    const values = by.map((column) => column.value(row));
    const key = JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { values, count: 1, any: any?.value(row) });
  }
  const found = [...groups.values()];
  const columns = new Map<string, Compiled>(
    by.map(({ name, type }, at) => [name, { type, value: (row) => found[row]?.values[at] }]),
  );
  if (any === undefined) columns.set(operator.name, { type: 'number', value: (row) => found[row]?.count });
  else columns.set(operator.name, { type: any.type, value: (row) => found[row]?.any });
  return { rows: [...found.keys()], columns, inKeyOrder: false, firstPageOnly: true };
}

function apply(relation: Relation, operator: Operator, scope: Scope): Relation {
  switch (operator.kind) {
    case 'where': {
      const condition = compileExpression(operator.condition, scope);
      return { ...relation, rows: relation.rows.filter((row) => condition.value(row) === true) };
    }
    case 'extend':
    case 'project': {
      const columns = new Map(operator.kind === 'extend' ? relation.columns : []);
      for (const { name, expression } of operator.columns) columns.set(name, compileExpression(expression, scope));
      return { ...relation, columns };
    }
    case 'order': {
      const [first, ...others] = operator.by;
      const key = first && !first.descending && others.length === 0 && compileExpression(first.expression, scope).isKey;
      if (key && relation.inKeyOrder) return relation;
      return { ...relation, rows: sortRows(relation.rows, operator.by, scope), inKeyOrder: false };
    }
    case 'summarize':
      return summarize(relation, operator, scope);
    case 'limit':
      return { ...relation, rows: relation.rows.slice(0, operator.rows), firstPageOnly: true };
  }
}

function readRow(columns: ReadonlyMap<string, Compiled>, row: number): Row {
  const cells: Record<string, unknown> = {};
  for (const [name, column] of columns) cells[name] = column.value(row) ?? null;
  return cells;
}

/** Runs a parsed query. Rows are made page by page. Throws `QueryError` where names or types do not fit. */
export function runQuery(query: Query, context: QueryContext): QueryResult {
  const { table, refuseStrcmp } = context;
  const start = narrowRows(query.operators, context, tableColumns(table));
  let relation: Relation = { rows: start.rows, columns: start.columns, inKeyOrder: true, firstPageOnly: false };
  for (const operator of query.operators.slice(start.done)) {
    relation = apply(relation, operator, { columns: relation.columns, refuseStrcmp });
  }
  const { rows, columns, firstPageOnly } = relation;
  return {
    total: rows.length,
    pages: !firstPageOnly && columns.has('id'),
    page: (skip, top) => {
      const end = Math.min(rows.length, skip + top);
      const page: Row[] = [];
      for (let at = skip; at < end; at += 1) page.push(readRow(columns, rows[at] ?? 0));
      return page;
    },
  };
}

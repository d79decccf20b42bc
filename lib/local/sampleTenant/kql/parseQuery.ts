import { parseExpression, walkTokens } from './parseExpression.ts';
import type { Tokens } from './parseExpression.ts';
import type { Named, Operator, Ordering, Query } from './query.ts';
import { QueryError, readTokens } from './readTokens.ts';

function list<T>(tokens: Tokens, parse: (tokens: Tokens) => T): T[] {
  const items = [parse(tokens)];
  while (tokens.takeIf(',')) items.push(parse(tokens));
  return items;
}

/** `name = expression`, or a plain column that keeps its name. */
function parseNamed(tokens: Tokens): Named {
  const expression = parseExpression(tokens);
  if (expression.kind !== 'path') throw new QueryError('A column needs a name.', expression.token);
  const equals = tokens.takeIf('=');
  if (equals && expression.names.length > 1) throw new QueryError("'=' was not expected.", equals);
  const name = expression.names.join('_');
  return { name, expression: equals ? parseExpression(tokens) : expression };
}

function parseOrdering(tokens: Tokens): Ordering {
  const expression = parseExpression(tokens);
  // KQL sorts descending unless told otherwise: https://learn.microsoft.com/kusto/query/sort-operator
  return { expression, descending: tokens.takeIf('asc', 'desc')?.text !== 'asc' };
}

function parseSummarize(tokens: Tokens): Operator {
  const first = tokens.expectName();
  const named = tokens.takeIf('=') !== undefined;
  const aggregate = named ? tokens.expectName() : first;
  if (aggregate.text !== 'count' && aggregate.text !== 'take_any') {
    throw new QueryError(`'${aggregate.text}' was not expected.`, aggregate);
  }
  tokens.expect('(');
  const any = aggregate.text === 'take_any' ? parseExpression(tokens) : undefined;
  tokens.expect(')');
  const by = tokens.takeIf('by') ? list(tokens, parseNamed) : [];
  return { kind: 'summarize', name: named ? first.text : `${aggregate.text}_`, any, by };
}

function parseLimit(tokens: Tokens): Operator {
  const token = tokens.take();
  const rows = Number(token.text);
  if (token.kind !== 'number' || !Number.isInteger(rows)) throw new QueryError('A limit is a whole number.', token);
  return { kind: 'limit', rows };
}

function parseOperator(tokens: Tokens): Operator {
  const token = tokens.expectName();
  switch (token.text) {
    case 'where':
      return { kind: 'where', condition: parseExpression(tokens) };
    case 'extend':
      return { kind: 'extend', columns: list(tokens, parseNamed) };
    case 'project':
      return { kind: 'project', columns: list(tokens, parseNamed) };
    case 'order':
    case 'sort':
      tokens.expect('by');
      return { kind: 'order', by: list(tokens, parseOrdering) };
    case 'summarize':
      return parseSummarize(tokens);
    case 'limit':
    case 'take':
      return parseLimit(tokens);
    default:
      throw new QueryError(`'${token.text}' was not expected.`, token);
  }
}

/**
 * Parses the part of Kusto's language that the sample tenant speaks: a table, then where, extend, project, order by,
 * summarize count() and limit. Throws `QueryError` for anything else.
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language
 */
export function parseQuery(text: string): Query {
  const all = readTokens(text);
  const end = all.at(-1);
  if (end === undefined) throw new Error('A list of tokens has an end.');
  const tokens = walkTokens(all, end);
  const table = tokens.expectName().text.toLowerCase();
  const operators: Operator[] = [];
  while (tokens.takeIf('|')) operators.push(parseOperator(tokens));
  const rest = tokens.peek();
  if (rest.kind !== 'end') throw new QueryError(`'${rest.text}' was not expected.`, rest);
  return { table, operators };
}

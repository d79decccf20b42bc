import type { Expression } from './query.ts';
import { QueryError } from './readTokens.ts';
import type { Token } from './readTokens.ts';

/** A place in a query's tokens that moves on as they are taken. */
export interface Tokens {
  peek(): Token;
  take(): Token;
  /** Takes the next token where its text is one of these (names in any case do not match). */
  takeIf(...texts: readonly string[]): Token | undefined;
  expect(text: string): Token;
  expectName(): Token;
  /** A string literal. */
  expectText(): Token;
}

export function walkTokens(tokens: readonly Token[], end: Token): Tokens {
  let at = 0;
  const peek = (): Token => tokens[at] ?? end;
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const isText = (token: Token, texts: readonly string[]): boolean =>
    (token.kind === 'symbol' || token.kind === 'name') && texts.includes(token.text);
  const refuse = (token: Token): never => {
    throw new QueryError(`'${token.text}' was not expected.`, token);
  };
  return {
    peek,
    take,
    takeIf: (...texts) => (isText(peek(), texts) ? take() : undefined),
    expect: (text) => (isText(peek(), [text]) ? take() : refuse(peek())),
    expectName: () => (peek().kind === 'name' ? take() : refuse(peek())),
    expectText: () => (peek().kind === 'string' ? take() : refuse(peek())),
  };
}

function parseList(tokens: Tokens): Expression[] {
  tokens.expect('(');
  if (tokens.takeIf(')')) return [];
  const list = [parseExpression(tokens)];
  while (tokens.takeIf(',')) list.push(parseExpression(tokens));
  tokens.expect(')');
  return list;
}

/** `.name`, `['name']` or `.['name']`: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language#escape-characters */
function parseProperties(tokens: Tokens): string[] {
  const names: string[] = [];
  for (let start = tokens.takeIf('.', '['); start; start = tokens.takeIf('.', '[')) {
    if (start.text === '[' || tokens.takeIf('[')) {
      names.push(tokens.expectText().text);
      tokens.expect(']');
    } else names.push(tokens.expectName().text);
  }
  return names;
}

function parsePrimary(tokens: Tokens): Expression {
  const token = tokens.take();
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text), token };
  if (token.kind === 'string') return { kind: 'literal', value: token.text, token };
  if (token.kind === 'symbol' && token.text === '(') {
    const inner = parseExpression(tokens);
    tokens.expect(')');
    return inner;
  }
  if (token.kind !== 'name') throw new QueryError(`'${token.text}' was not expected.`, token);
  if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true', token };
  const next = tokens.peek();
  if (next.kind === 'symbol' && next.text === '(') {
    return { kind: 'call', name: token.text, given: parseList(tokens), token };
  }
  return { kind: 'path', names: [token.text, ...parseProperties(tokens)], token };
}

function parseModulo(tokens: Tokens): Expression {
  let left = parsePrimary(tokens);
  for (let token = tokens.takeIf('%'); token; token = tokens.takeIf('%')) {
    left = { kind: 'binary', operator: '%', left, right: parsePrimary(tokens), token };
  }
  return left;
}

function parseComparison(tokens: Tokens): Expression {
  const left = parseModulo(tokens);
  const among = tokens.takeIf('in');
  if (among) {
    const anyCase = tokens.takeIf('~') !== undefined;
    return { kind: 'oneOf', anyCase, left, list: parseList(tokens), token: among };
  }
  const token = tokens.takeIf('==', '!=', '=~', '!~', '<', '>', '<=', '>=', 'has', 'startswith');
  return token ? { kind: 'binary', operator: token.text, left, right: parseModulo(tokens), token } : left;
}

function parseAnd(tokens: Tokens): Expression {
  let left = parseComparison(tokens);
  for (let token = tokens.takeIf('and'); token; token = tokens.takeIf('and')) {
    left = { kind: 'binary', operator: 'and', left, right: parseComparison(tokens), token };
  }
  return left;
}

/** One expression, `or` binding loosest. Throws `QueryError` at the first token that does not belong. */
export function parseExpression(tokens: Tokens): Expression {
  let left = parseAnd(tokens);
  for (let token = tokens.takeIf('or'); token; token = tokens.takeIf('or')) {
    left = { kind: 'binary', operator: 'or', left, right: parseAnd(tokens), token };
  }
  return left;
}

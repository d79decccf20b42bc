export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end';
  readonly text: string;
  readonly line: number;
  /** Position in its line, from 0. */
  readonly position: number;
}

/** A query that Resource Graph would not run: what was found, and where. */
export class QueryError extends Error {
  readonly code = 'invalidQuery';
  readonly token: Token;

  constructor(message: string, token: Token) {
    super(message);
    this.name = 'QueryError';
    this.token = token;
  }
}

const patterns = [
  ['name', /[A-Za-z_]\w*/y],
  ['number', /\d+(?:\.\d+)?/y],
  // https://learn.microsoft.com/kusto/query/scalar-data-types/string: either quote, backslash escapes, no raw line break.
  ['string', /'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*"/y],
  ['symbol', /==|!=|=~|!~|<=|>=|[|(),.%<>=~[\]]/y],
] as const;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function unescape(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:u([\da-f]{4})|(.))/gi, (_whole, code: string | undefined, next: string) =>
      code === undefined ? (escapes[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

function tokenAt(query: string, at: number, line: number, lineStart: number): { token: Token; end: number } {
  const position = at - lineStart;
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(query)?.[0];
    if (found === undefined) continue;
    const text = kind === 'string' ? unescape(found) : found;
    return { token: { kind, text, line, position }, end: at + found.length };
  }
  const token: Token = { kind: 'symbol', text: query.charAt(at), line, position };
  throw new QueryError(`'${token.text}' was not expected.`, token);
}

/** The tokens of a query, an `end` last. Throws `QueryError` at the first character that starts none. */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  while (at < query.length) {
    const character = query.charAt(at);
    if (/\s/.test(character)) {
      at += 1;
      if (character === '\n') [line, lineStart] = [line + 1, at];
      continue;
    }
    const { token, end } = tokenAt(query, at, line, lineStart);
    tokens.push(token);
    at = end;
  }
  return [...tokens, { kind: 'end', text: '', line, position: at - lineStart }];
}

/** Where a text stops being JSON: an offset in characters from 0. */
export interface JsonFault {
  readonly offset: number;
  readonly what: string;
}

/** Azure's objects nest some 20 deep. Far above that, recursive code overflows the stack on what is no inventory. */
export const deepestNesting = 256;

type Bracket = '{' | '[';
type Kind = Bracket | '}' | ']' | ',' | ':' | 'text' | 'scalar';
type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const space = /[ \t\r\n]*/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
// Everything from space on but the quote and the backslash. One class without alternatives: such a loop needs no stack.
const plainCharacters = /[ !#-[\]-\uffff]*/y;
const escapedCharacter = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const punctuation: readonly Kind[] = ['{', '}', '[', ']', ',', ':'];

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const [found = ''] = pattern.exec(text) ?? [];
  return at + found.length;
}

/** The offset after a text that begins at `at`, or where it breaks. */
function endOfText(text: string, at: number): number | JsonFault {
  let end = at + 1;
  for (;;) {
    end = skip(plainCharacters, text, end);
    if (text[end] === '"') return end + 1;
    if (end >= text.length) return { offset: end, what: 'the file ends inside a text' };
    const next = skip(escapedCharacter, text, end);
    if (next === end) return { offset: end, what: 'a text holds a character that JSON does not allow' };
    end = next;
  }
}

function tokenAt(text: string, at: number): { readonly kind: Kind; readonly end: number } | JsonFault {
  const character = text[at];
  const mark = punctuation.find((one) => one === character);
  if (mark !== undefined) return { kind: mark, end: at + 1 };
  if (character === '"') {
    const end = endOfText(text, at);
    return typeof end === 'number' ? { kind: 'text', end } : end;
  }
  const end = skip(scalar, text, at);
  return end > at ? { kind: 'scalar', end } : { offset: at, what: `${JSON.stringify(character)} cannot stand there` };
}

const afterValue = (open: readonly Bracket[]): Expected => (open.length === 0 ? 'nothing' : 'commaOrEnd');

/** What may follow a token; undefined where the token may not stand there. Keeps `open` up to date. */
function follow(expected: Expected, kind: Kind, open: Bracket[]): Expected | undefined {
  const wantsValue = expected === 'value' || expected === 'valueOrEnd';
  const wantsKey = expected === 'key' || expected === 'keyOrEnd';
  const ends = (orEnd: Expected, bracket: Bracket) =>
    (expected === 'commaOrEnd' || expected === orEnd) && open.at(-1) === bracket;
  if (wantsValue && (kind === '{' || kind === '[')) {
    open.push(kind);
    return kind === '{' ? 'keyOrEnd' : 'valueOrEnd';
  }
  if (wantsValue && (kind === 'text' || kind === 'scalar')) return afterValue(open);
  if (wantsKey && kind === 'text') return 'colon';
  if (expected === 'colon' && kind === ':') return 'value';
  if (expected === 'commaOrEnd' && kind === ',') return open.at(-1) === '{' ? 'key' : 'value';
  if ((kind === '}' && ends('keyOrEnd', '{')) || (kind === ']' && ends('valueOrEnd', '['))) {
    open.pop();
    return afterValue(open);
  }
  return undefined;
}

/** Walks the text without recursion: nothing in the file decides how deep the stack goes. Undefined where it is JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  const open: Bracket[] = [];
  let expected: Expected = 'value';
  let at = skip(space, text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    if ('offset' in token) return token;
    const next = follow(expected, token.kind, open);
    if (next === undefined) return { offset: at, what: `${JSON.stringify(text[at])} cannot stand there` };
    if (open.length > deepestNesting)
      return { offset: at, what: `it nests deeper than ${String(deepestNesting)} levels` };
    expected = next;
    at = skip(space, text, token.end);
  }
  return expected === 'nothing' ? undefined : { offset: text.length, what: 'the file ends too early' };
}

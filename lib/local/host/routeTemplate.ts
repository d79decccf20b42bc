import { HostError } from './hostError.ts';

// https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints
const constraints: Readonly<Record<string, string>> = {
  int: '-?\\d+',
  long: '-?\\d+',
  bool: 'true|false',
  alpha: '[a-z]+',
  guid: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
};
const samples: Readonly<Record<string, string>> = {
  int: '1',
  long: '1',
  bool: 'true',
  alpha: 'a',
  guid: '00000000-0000-0000-0000-000000000000',
};

export interface RouteTemplate {
  /** Its named groups, `p0`, `p1`, are the parameters in order. */
  readonly pattern: RegExp;
  readonly parameters: readonly string[];
  /** A path that the template matches */
  readonly sample: string;
}

const escape = (literal: string): string => literal.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

interface Piece {
  readonly source: string;
  readonly sample: string;
  readonly parameters: readonly string[];
}

const parameter = /\{(?<stars>\*{0,2})(?<name>[^{}:?=*]+)(?::(?<constraint>[^{}?=]+))?(?<optional>\?)?\}/g;

function compileSegment(segment: string, first: number, template: string): Piece {
  const parameters: string[] = [];
  let [source, sample, end, optional, rest] = ['', '', 0, false, false];
  for (const match of segment.matchAll(parameter)) {
    const { stars = '', name = '', constraint, optional: mark } = match.groups ?? {};
    const known = constraint === undefined ? undefined : constraints[constraint];
    if (constraint !== undefined && known === undefined) throw unsupported(template, `the constraint ${constraint}`);
    const literal = segment.slice(end, match.index);
    rest = stars !== '';
    source += `${escape(literal)}(?<p${String(first + parameters.length)}>${rest ? '.*' : (known ?? '[^/]+')})`;
    sample += literal + (samples[constraint ?? ''] ?? 'sample');
    parameters.push(name);
    optional ||= mark !== undefined;
    end = match.index + match[0].length;
  }
  const literal = segment.slice(end);
  if (/[{}]/.test(literal)) throw unsupported(template, `"${literal}"`);
  source = `/${source}${escape(literal)}`;
  return { source: optional || rest ? `(?:${source})?` : source, sample: `/${sample}${literal}`, parameters };
}

const unsupported = (template: string, what: string): HostError =>
  new HostError('badApp', `The route "${template}" cannot be served: ${what} is not understood.`);

/** Compiles an ASP.NET route template, matched without regard to case. Throws a `HostError`. */
export function compileTemplate(template: string): RouteTemplate {
  if (/^[/~]/.test(template)) throw unsupported(template, 'a leading / or ~');
  const pieces: Piece[] = [];
  for (const segment of template.split('/').filter((text) => text !== '')) {
    const known = pieces.reduce((sum, piece) => sum + piece.parameters.length, 0);
    pieces.push(compileSegment(segment, known, template));
  }
  return {
    pattern: new RegExp(`^${pieces.map((piece) => piece.source).join('')}/?$`, 'i'),
    parameters: pieces.flatMap((piece) => piece.parameters),
    sample: pieces.map((piece) => piece.sample).join(''),
  };
}

// ASP.NET decodes a path before it routes, all but the slash.
function decode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll(/%2f/gi, '%252F'));
  } catch {
    return value;
  }
}

/** The parameters of a path that the template matches, decoded; undefined when it does not. */
export function matchTemplate(template: RouteTemplate, path: string): Readonly<Record<string, string>> | undefined {
  const groups = template.pattern.exec(path);
  if (groups === null) return undefined;
  const found: Record<string, string> = {};
  template.parameters.forEach((name, index) => {
    const value = groups.groups?.[`p${String(index)}`];
    if (value !== undefined && value !== '') found[name] = decode(value);
  });
  return found;
}

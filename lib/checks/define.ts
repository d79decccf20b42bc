import type {
  CatalogueCheck,
  Check,
  DefenderSource,
  Need,
  Needs,
  Outcome,
  ReferencesSource,
  Values,
  VaultSource,
} from '../model/check.ts';
import { defaultParameters } from '../model/parameters.ts';
import type { Row } from '../model/row.ts';
import type { Judged, Read, Unread, Verdict } from '../model/verdict.ts';

/** Azure's answer has another shape than its reference says. Becomes `unknown`, reason `malformed`, never a pass. */
export class MalformedError extends Error {
  readonly code = 'malformed';

  constructor(detail: string) {
    super(detail);
    this.name = 'MalformedError';
  }
}

function first(read: Read<readonly Row[]>, permission: string): Read<Row> {
  if (read.state === 'unread') return read;
  const [value] = read.value;
  if (value !== undefined) return { state: 'read', value };
  return { state: 'unread', reason: 'notFound', detail: 'Azure answered without an object', permission };
}

/** One child object, GET {subject}/{path}. That it is missing tells nothing. */
export function child(path: string, apiVersion: string, permission: string): Need<Row> {
  return {
    source: { from: 'child', path, apiVersion, many: false, ifNotFound: 'unread', permission },
    take: (read) => first(read, permission),
  };
}

/** One child object, of which Microsoft documents that 404 means there is none. */
export function childIfAny(path: string, apiVersion: string, permission: string): Need<Row | undefined> {
  return {
    source: { from: 'child', path, apiVersion, many: false, ifNotFound: 'none', permission },
    take: (read) => (read.state === 'unread' ? read : { state: 'read', value: read.value[0] }),
  };
}

/** A list of children, every page. */
export function children(path: string, apiVersion: string, permission: string): Need<readonly Row[]> {
  return {
    source: { from: 'child', path, apiVersion, many: true, ifNotFound: 'unread', permission },
    take: (read) => read,
  };
}

/** A list of children with each entry read by a call of its own, for lists that leave properties out. */
export function childrenInFull(path: string, apiVersion: string, permission: string): Need<readonly Row[]> {
  const source = {
    from: 'child',
    path,
    apiVersion,
    many: true,
    inFull: true,
    ifNotFound: 'unread',
    permission,
  } as const;
  return { source, take: (read) => read };
}

/** What Defender for Cloud lists for the subject, a subscription. */
export function defender(list: DefenderSource['list'], apiVersion: string, permission: string): Need<readonly Row[]> {
  return { source: { from: 'defender', list, apiVersion, permission }, take: (read) => read };
}

/** What a vault itself lists, at its own address. */
export function inVault(list: VaultSource['list'], apiVersion: string, permission: string): Need<readonly Row[]> {
  return { source: { from: 'vault', list, apiVersion, permission }, take: (read) => read };
}

/** A forward join, which another one may start from. */
export interface ReferencesNeed extends Need<readonly Row[]> {
  readonly source: ReferencesSource;
}

/** The rows of a type that the subject names; `ids` gets the subject and the rows of `of`. `name` tells the join from every other. */
export function references(
  name: string,
  type: string,
  ids: ReferencesSource['ids'],
  of?: ReferencesNeed,
): ReferencesNeed {
  const from = of === undefined ? {} : { of: of.source };
  return { source: { from: 'references', name, type, ids, ...from }, take: (read) => read };
}

/** The rows of a type whose property `key` names the subject. */
export function referrers(type: string, key: string): Need<readonly Row[]> {
  return { source: { from: 'referrers', type, key }, take: (read) => read };
}

/** Every row of a type in the subject's subscription. */
export function within(type: string): Need<readonly Row[]> {
  return { source: { from: 'within', type }, take: (read) => read };
}

/** Lets `evaluate` see that a read failed: the compiler then demands the branch. */
export function partly<V>(need: Need<V>): Need<Read<V>> {
  return { ...need, take: (read) => ({ state: 'read', value: need.take(read) }) };
}

/** A need of some subjects only; `undefined` for the others, which costs no call. */
export function when<V>(applies: (subject: Row) => boolean, need: Need<V>): Need<V | undefined> {
  return { ...need, when: applies };
}

/** The verdict of a read that brought nothing. */
export function unknownBecause({ reason, detail, permission }: Unread): Verdict {
  return { verdict: 'unknown', reason, detail, permission };
}

const whole = (verdict: Verdict): readonly Judged[] => [{ ...verdict, subKey: '' }];

function holdsAll<N extends Needs>(needs: N, values: Readonly<Record<string, unknown>>): values is Values<N> {
  return Object.keys(needs).every((name) => name in values);
}

function asList(verdicts: Verdict | readonly Judged[]): readonly Judged[] {
  if ('verdict' in verdicts) return whole(verdicts);
  return verdicts.length > 0 ? verdicts : whole({ verdict: 'notApplicable', why: 'it holds nothing that this judges' });
}

function fromThrow(error: unknown): Outcome {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof MalformedError) {
    return { judged: whole({ verdict: 'unknown', reason: 'malformed', detail, permission: '' }) };
  }
  return { judged: whole({ verdict: 'unknown', reason: 'threw', detail, permission: '' }), thrown: error };
}

/**
 * The only door into the catalogue. `evaluate` runs only when everything it needs was read: what is missing becomes
 * `unknown`, a throw becomes `threw` and keeps its error, an empty list of verdicts becomes `notApplicable`.
 */
export function define<N extends Needs>(check: Check<N>): CatalogueCheck {
  const { applies = () => true as const, needs, evaluate, ...facts } = check;
  const named: readonly (readonly [string, Need<unknown>])[] = Object.entries(needs);
  return Object.freeze({
    ...facts,
    service: facts.id.split('-')[0] ?? facts.id,
    sources: named.map(([, need]) => need.source),
    applies,
    judge(
      subject: Row,
      read: Parameters<CatalogueCheck['judge']>[1],
      at: Date,
      parameters = defaultParameters,
    ): Outcome {
      try {
        const applicable = applies(subject);
        if (applicable !== true) return { judged: whole({ verdict: 'notApplicable', why: applicable }) };
        const wanted = named.filter(([, need]) => need.when?.(subject) ?? true);
        // All are asked for before the first refusal ends it, so that the caller learns of every read at once.
        const taken = wanted.map(([name, need]) => [name, need.take(read(need.source))] as const);
        const values: Record<string, unknown> = Object.fromEntries(named.map(([name]) => [name, undefined]));
        for (const [name, got] of taken) {
          if (got.state === 'unread') return { judged: whole(unknownBecause(got)) };
          values[name] = got.value;
        }
        if (!holdsAll(needs, values)) throw new Error(`A need of ${facts.id} was not read`);
        return { judged: asList(evaluate(subject, values, at, parameters)) };
      } catch (error) {
        return fromThrow(error);
      }
    },
  });
}

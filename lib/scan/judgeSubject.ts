import { CollectError, type Collector } from '../collect/collector.ts';
import type { Joins } from '../collect/joins.ts';
import { assess, sourceKey, type CheckOutcome } from '../judge/assess.ts';
import { isJoin, type CatalogueCheck, type Source } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import type { FoundRow, Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { takeTurn } from './turns.ts';

/** What subjects are judged with. */
export interface Judging {
  readonly collector: Collector;
  readonly joins: Joins;
  readonly checks: readonly CatalogueCheck[];
  /** The scan's createdAt. */
  readonly at: Date;
  /** False once the part has waited for a fault in vain: then the faults of a resource's own calls become `unavailable`. */
  readonly patient: boolean;
}

/**
 * What a resource's own call failing says. At first the part waits and tries again; where that brought nothing, the
 * read is given up for this resource alone, so that one bad resource never holds up its siblings.
 */
async function keepToSubject<V>(read: Promise<Read<V>>, patient: boolean): Promise<Read<V>> {
  try {
    return await read;
  } catch (error) {
    const givenUp = error instanceof CollectError && error.code === 'transient' && error.answered && !patient;
    if (givenUp) return { state: 'unread', reason: 'unavailable', detail: error.message, permission: '' };
    throw error;
  }
}

async function confirmed<F extends FoundRow>({ collector, patient }: Judging, found: F): Promise<F> {
  const read = await keepToSubject(collector.confirm(found), patient);
  return read.state === 'read' ? { ...found, row: read.value, origin: 'arm' } : { ...found, unconfirmed: read };
}

/** The answer to a call below the subject: an ARM answer at a pinned api-version. */
function asFound(rows: readonly Row[], { type, location }: Subject): readonly FoundRow[] {
  return rows.map((row) => ({ id: '', type, location, row, origin: 'arm' }));
}

async function readNeed(judging: Judging, source: Source, subject: Subject): Promise<Read<readonly FoundRow[]>> {
  const { collector, joins, patient } = judging;
  if (isJoin(source)) return keepToSubject(joins.read(source, subject), patient);
  const read = await keepToSubject(collector.read(source, subject), patient);
  return read.state === 'read' ? { state: 'read', value: asFound(read.value, subject) } : read;
}

/** Judges a subject with every check on its type, reading what they ask for, equal reads once. Throws `CollectError`. */
export async function judgeSubject(judging: Judging, subject: Subject): Promise<readonly CheckOutcome[]> {
  const { checks, at, joins } = judging;
  const reads = new Map<string, Read<readonly FoundRow[]>>();
  const joined = new Map<string, Source>();
  let current = subject;
  for (;;) {
    await takeTurn();
    const { outcomes, wants, confirm } = assess(checks, current, reads, at);
    if (wants.length === 0 && confirm.length === 0) return outcomes;
    // Joins come first: what a check asks for without them it may not need with them.
    const unproved = wants.some(isJoin) ? [] : confirm;
    await Promise.all([
      ...unproved.map(async (found) => {
        if (found === current) current = await confirmed(judging, current);
        else await joins.confirm(found, (one) => confirmed(judging, one));
      }),
      ...wants
        .filter((source) => !isJoin(source))
        .map(async (source) => {
          reads.set(sourceKey(source), await readNeed(judging, source, subject));
        }),
    ]);
    for (const source of wants.filter(isJoin)) joined.set(sourceKey(source), source);
    // What was confirmed may name other rows than before.
    for (const [key, source] of joined) reads.set(key, await readNeed(judging, source, current));
  }
}

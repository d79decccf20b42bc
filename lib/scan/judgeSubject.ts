import { CollectError, type Collector } from '../collect/collector.ts';
import { assess, sourceKey, type CheckOutcome } from '../judge/assess.ts';
import type { CatalogueCheck } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { takeTurn } from './turns.ts';

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

async function confirmed(collector: Collector, subject: Subject, patient: boolean): Promise<Subject> {
  const read = await keepToSubject(collector.confirm(subject), patient);
  return read.state === 'read' ? { ...subject, row: read.value, origin: 'arm' } : { ...subject, unconfirmed: read };
}

/**
 * Judges a subject with every check on its type, reading what they ask for, equal reads once. Throws `CollectError`;
 * unless `patient`, faults of the resource's own calls become `unavailable` instead.
 */
export async function judgeSubject(
  collector: Collector,
  checks: readonly CatalogueCheck[],
  subject: Subject,
  at: Date,
  patient: boolean,
): Promise<readonly CheckOutcome[]> {
  const reads = new Map<string, Read<readonly Row[]>>();
  let current = subject;
  for (;;) {
    await takeTurn();
    const { outcomes, wants, confirm } = assess(checks, current, reads, at);
    if (wants.length === 0 && !confirm) return outcomes;
    const [next] = await Promise.all([
      confirm ? confirmed(collector, current, patient) : current,
      ...wants.map(async (source) => {
        reads.set(sourceKey(source), await keepToSubject(collector.read(source, subject), patient));
      }),
    ]);
    current = next;
  }
}

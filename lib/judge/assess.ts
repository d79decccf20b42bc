import type { CatalogueCheck, Source } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Judged, Read, Unread } from '../model/verdict.ts';
import { resourceTypes } from '../model/resourceTypes.ts';
import { watchAbsence } from './watchAbsence.ts';

/** What one check came to on one subject. */
export interface CheckOutcome {
  readonly check: CatalogueCheck;
  readonly judged: readonly Judged[];
  readonly thrown?: unknown;
}

/** Reads by `sourceKey`. */
export type Reads = ReadonlyMap<string, Read<readonly Row[]>>;

/** Either everything that was needed is there and `wants` is empty, or `wants` and `confirm` say what to read first. */
export interface Assessment {
  readonly outcomes: readonly CheckOutcome[];
  readonly wants: readonly Source[];
  /** A verdict depends on a property that the Resource Graph row lacks: one ARM GET has to confirm it. */
  readonly confirm: boolean;
}

const keys = new WeakMap<Source, string>();

/** Equal sources have equal keys, so that several checks share one call. */
export function sourceKey(source: Source): string {
  const known = keys.get(source);
  if (known !== undefined) return known;
  const key = JSON.stringify(source);
  keys.set(source, key);
  return key;
}

const notYetRead: Unread = { state: 'unread', reason: 'notFound', detail: 'not read yet', permission: '' };

function absenceUnproved(subject: Subject, path: string): Unread {
  if (subject.unconfirmed) return subject.unconfirmed;
  const permission = resourceTypes[subject.type]?.permission ?? '';
  return { state: 'unread', reason: 'notInExport', detail: `${path} is not in the export`, permission };
}

function asUnknown({ reason, detail, permission }: Unread): readonly Judged[] {
  return [{ verdict: 'unknown', reason, detail, permission, subKey: '' }];
}

/**
 * Judges one subject with every check on its type. Pure: what it lacks it asks for, and is called again with it.
 * `at` is the scan's createdAt.
 */
export function assess(checks: readonly CatalogueCheck[], subject: Subject, reads: Reads, at: Date): Assessment {
  const wants = new Map<string, Source>();
  const read = (source: Source) => {
    const key = sourceKey(source);
    const found = reads.get(key);
    if (found === undefined) wants.set(key, source);
    return found ?? notYetRead;
  };
  let confirm = false;
  const outcomes = checks.map((check): CheckOutcome => {
    if (subject.origin === 'arm') return { check, ...check.judge(subject.row, read, at) };
    const watched = watchAbsence(subject.row);
    const outcome = check.judge(watched.row, read, at);
    const absent = watched.absent();
    if (absent === undefined) return { check, ...outcome };
    if (subject.origin === 'resourceGraph' && !subject.unconfirmed) confirm = true;
    return { check, judged: asUnknown(absenceUnproved(subject, absent)) };
  });
  return { outcomes, wants: [...wants.values()], confirm };
}

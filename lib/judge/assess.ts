import { sourceName, type CatalogueCheck, type ReferencesSource, type Source } from '../model/check.ts';
import { resourceTypes } from '../model/resourceTypes.ts';
import type { Row } from '../model/row.ts';
import type { FoundRow, Subject } from '../model/subject.ts';
import type { Judged, Read, Unread } from '../model/verdict.ts';
import { watchAbsence } from './watchAbsence.ts';

/** What one check came to on one subject. */
export interface CheckOutcome {
  readonly check: CatalogueCheck;
  readonly judged: readonly Judged[];
  readonly thrown?: unknown;
}

/** Reads by `sourceKey`. */
export type Reads = ReadonlyMap<string, Read<readonly FoundRow[]>>;

/** Either everything that was needed is there and both lists are empty, or they say what to read first. */
export interface Assessment {
  readonly outcomes: readonly CheckOutcome[];
  readonly wants: readonly Source[];
  /** Rows of Resource Graph on whose absent properties a verdict depends: one ARM GET each has to confirm them. */
  readonly confirm: readonly FoundRow[];
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

/** A row given to a check, and which absent property the check asked for. */
interface Given {
  readonly found: FoundRow;
  /** Names the source of a joined row or a child; `''` for the subject. */
  readonly source: string;
  readonly permission: string;
  readonly absent: () => string | undefined;
}

function absenceUnproved({ found, source, permission, absent }: Given): Unread {
  if (found.unconfirmed) return found.unconfirmed;
  const of = source === '' ? '' : ` of ${source}`;
  return { state: 'unread', reason: 'notInExport', detail: `${absent() ?? ''}${of} is not in the export`, permission };
}

function asUnknown({ reason, detail, permission }: Unread): readonly Judged[] {
  return [{ verdict: 'unknown', reason, detail, permission, subKey: '' }];
}

function permissionOf(source: Source | undefined, found: FoundRow): string {
  if (source !== undefined && 'permission' in source) return source.permission;
  return resourceTypes[found.type]?.permission ?? '';
}

/** Hands rows to one check and remembers what it found absent in those that prove no absence. */
function openWatch() {
  const given: Given[] = [];
  return {
    given,
    hand(found: FoundRow, source?: Source): Row {
      if (found.origin === 'arm') return found.row;
      const { row, absent } = watchAbsence(found.row);
      const name = source === undefined ? '' : sourceName(source);
      given.push({ found, source: name, permission: permissionOf(source, found), absent });
      return row;
    },
  };
}

/** That a subject names no row, too, may rest on an absent property: reading the ids again shows it to the watch. */
function noteIds({ ids, of }: ReferencesSource, subject: Row, reads: Reads): void {
  const from = of === undefined ? undefined : reads.get(sourceKey(of));
  try {
    ids(subject, from?.state === 'read' ? from.value.map(({ row }) => row) : []);
  } catch {
    // Whoever followed the ids said so already.
  }
}

const canBeConfirmed = ({ origin, unconfirmed }: FoundRow): boolean =>
  origin === 'resourceGraph' && unconfirmed === undefined;

/**
 * Judges one subject with every check on its type. Pure: what it lacks it asks for, and is called again with it.
 * `at` is the scan's createdAt.
 */
export function assess(checks: readonly CatalogueCheck[], subject: Subject, reads: Reads, at: Date): Assessment {
  const wants = new Map<string, Source>();
  const confirm = new Set<FoundRow>();
  const outcomes = checks.map((check): CheckOutcome => {
    const watch = openWatch();
    const read = (source: Source): Read<readonly Row[]> => {
      const key = sourceKey(source);
      const found = reads.get(key);
      if (found === undefined) wants.set(key, source);
      else if (source.from === 'references') noteIds(source, row, reads);
      if (found?.state !== 'read') return found ?? notYetRead;
      return { state: 'read', value: found.value.map((one) => watch.hand(one, source)) };
    };
    const row = watch.hand(subject);
    const outcome = check.judge(row, read, at);
    const lacking = watch.given.filter(({ absent }) => absent() !== undefined);
    for (const { found } of lacking.filter((one) => canBeConfirmed(one.found))) confirm.add(found);
    const [first] = lacking;
    return first === undefined ? { check, ...outcome } : { check, judged: asUnknown(absenceUnproved(first)) };
  });
  return { outcomes, wants: [...wants.values()], confirm: [...confirm] };
}

import type { JoinSource, ReferencesSource } from '../../model/check.ts';
import { resourceTypes } from '../../model/resourceTypes.ts';
import type { FoundRow, Subject } from '../../model/subject.ts';
import type { Read, Unread } from '../../model/verdict.ts';
import { idOfType } from '../typedId.ts';

type Held = (id: string) => FoundRow | undefined;

function notInFile(type: string, detail: string): Unread {
  return { state: 'unread', reason: 'notInExport', detail, permission: resourceTypes[type]?.permission ?? '' };
}

function namedIds(source: ReferencesSource, subject: Subject, of: readonly FoundRow[]): readonly string[] | Unread {
  try {
    const rows = of.map(({ row }) => row);
    return [...new Set(source.ids(subject.row, rows).flatMap((id) => idOfType(id, source.type) ?? []))];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { state: 'unread', reason: 'malformed', detail, permission: '' };
  }
}

function readReferences(source: ReferencesSource, subject: Subject, held: Held): Read<readonly FoundRow[]> {
  const of: Read<readonly FoundRow[]> =
    source.of === undefined ? { state: 'read', value: [] } : readReferences(source.of, subject, held);
  if (of.state === 'unread') return of;
  const ids = namedIds(source, subject, of.value);
  if ('state' in ids) return ids;
  const missing = ids.filter((id) => held(id) === undefined);
  if (missing.length > 0) return notInFile(source.type, `it refers to ${missing.join(', ')}, which is not in the file`);
  return { state: 'read', value: ids.flatMap((id) => held(id) ?? []) };
}

/** A join over the rows of a file: what a subject names is there or not; that nothing else names it, no file can tell. */
export function readJoin(source: JoinSource, subject: Subject, held: Held): Read<readonly FoundRow[]> {
  if (source.from === 'references') return readReferences(source, subject, held);
  const name = resourceTypes[source.type]?.name ?? source.type;
  return notInFile(source.type, `nothing says that the file holds every resource of ${name}`);
}

import type { ChildRow, Inventory } from '../collect/inventoryFile.ts';
import { assess, sourceKey } from '../judge/assess.ts';
import { watchAbsence } from '../judge/watchAbsence.ts';
import type { CatalogueCheck, Source } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Judged, Read } from '../model/verdict.ts';

/** What one check came to on one subject of a file. */
export interface OfflineOutcome {
  readonly check: CatalogueCheck;
  readonly subject: Subject;
  readonly judged: readonly Judged[];
  readonly thrown?: unknown;
}

interface OfflineRead {
  readonly read: Read<readonly Row[]>;
  /** What the check found absent in children that are no ARM answers: it proves nothing. */
  readonly lacking: () => Judged | undefined;
}

function childName(source: Source): string {
  return source.from === 'child' ? source.path : `the Defender plan ${source.plan}`;
}

function watchChildren(source: Source, children: readonly ChildRow[]): OfflineRead {
  const watched = children.map(({ row, proved }) => (proved ? { row, absent: () => undefined } : watchAbsence(row)));
  return {
    read: { state: 'read', value: watched.map(({ row }) => row) },
    lacking: () => {
      const path = watched.map(({ absent }) => absent()).find((absent) => absent !== undefined);
      if (path === undefined) return undefined;
      const detail = `${path} of ${childName(source)} is not in the export`;
      return { verdict: 'unknown', reason: 'notInExport', detail, permission: source.permission, subKey: '' };
    },
  };
}

function judge(check: CatalogueCheck, subject: Subject, inventory: Inventory, at: Date): OfflineOutcome {
  const reads = check.sources.map((source) => {
    const read = inventory.read(source, subject);
    const offline = read.state === 'read' ? watchChildren(source, read.value) : { read, lacking: () => undefined };
    return [sourceKey(source), offline] as const;
  });
  const known = new Map(reads.map(([key, { read }]) => [key, read]));
  const [outcome] = assess([check], subject, known, at).outcomes;
  const lacking = reads.map(([, offline]) => offline.lacking()).find((judged) => judged !== undefined);
  if (lacking !== undefined) return { check, subject, judged: [lacking] };
  return { check, subject, judged: outcome?.judged ?? [], thrown: outcome?.thrown };
}

/** Judges every subject of a file with every check on its type. Reads nothing but the file: what it lacks is `unknown`. */
export function judgeInventory(
  inventory: Inventory,
  checks: readonly CatalogueCheck[],
  at: Date,
): readonly OfflineOutcome[] {
  const byType = Map.groupBy(checks, ({ on }) => on);
  return inventory.subjects.flatMap((subject) =>
    (byType.get(subject.type) ?? []).map((check) => judge(check, subject, inventory, at)),
  );
}

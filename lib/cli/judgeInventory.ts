import type { Inventory } from '../collect/inventoryFile.ts';
import { assess, sourceKey } from '../judge/assess.ts';
import type { CatalogueCheck } from '../model/check.ts';
import type { Subject } from '../model/subject.ts';
import type { Judged } from '../model/verdict.ts';

/** What one check came to on one subject of a file. */
export interface OfflineOutcome {
  readonly check: CatalogueCheck;
  readonly subject: Subject;
  readonly judged: readonly Judged[];
  readonly thrown?: unknown;
}

function judge(
  checks: readonly CatalogueCheck[],
  subject: Subject,
  inventory: Inventory,
  at: Date,
): readonly OfflineOutcome[] {
  const sources = checks.flatMap((check) => check.sources);
  const reads = new Map(sources.map((source) => [sourceKey(source), inventory.read(source, subject)]));
  return assess(checks, subject, reads, at).outcomes.map((outcome) => ({ ...outcome, subject }));
}

/** Judges every subject of a file with every check on its type. Reads nothing but the file: what it lacks is `unknown`. */
export function judgeInventory(
  inventory: Inventory,
  checks: readonly CatalogueCheck[],
  at: Date,
): readonly OfflineOutcome[] {
  const byType = Map.groupBy(checks, ({ on }) => on);
  return inventory.subjects.flatMap((subject) => judge(byType.get(subject.type) ?? [], subject, inventory, at));
}

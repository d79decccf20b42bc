import { changesOf } from '../judge/changes.ts';
import type { Change, ChangeKind } from '../model/change.ts';
import type { Severity } from '../model/check.ts';
import type { Range } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { openComparison } from './comparison.ts';
import { chosenChecks, findingRanges, type FindingChoice } from './findings.ts';
import { findingRows, type FindingRow } from './findingRows.ts';
import { continueAfter, longestPage, type Listed } from './listing.ts';
import { mergePairs } from './mergePairs.ts';
import { openFindingViewer } from './viewFindings.ts';

export interface ChangeFilter extends Omit<FindingChoice, 'status'> {
  readonly kinds?: readonly ChangeKind[] | undefined;
  readonly top: number;
  readonly after?: string | undefined;
}

/**
 * The checks of both scans, so that a filter leaves the same in both: one whose severity was changed between them, which
 * has that of the newer, is not new, nor is what it found resolved.
 */
function checksOf(scans: readonly Control[]): ReadonlyMap<string, Severity> {
  return new Map(scans.flatMap(({ scan }) => Object.entries(scan.record.ending?.checks ?? {})));
}

/** A finding that changed; `isNewer` tells whose row it is. */
interface Picked {
  readonly change: ChangeKind;
  readonly found: FindingRow;
  readonly isNewer: boolean;
}

/** Merges both scans until the page is full or its time is over. Pairs of check and resource stay whole. */
async function pick(context: ScanContext, older: Control, newer: Control, filter: ChangeFilter) {
  const deadline = performance.now() + longestPage;
  const comparing = openComparison(context, older, newer);
  comparing.catch(() => undefined);
  const checks = chosenChecks(checksOf([older, newer]), filter);
  const rowsOf = (control: Control) => {
    const choice = { checks, subscription: filter.subscription };
    const ranges: readonly Range[] = continueAfter(findingRanges(context, control, choice), filter.after);
    return findingRows(context.store.scans, control.scan.record.id, ranges);
  };
  const picked: Picked[] = [];
  for await (const { rows, pair, ...of } of mergePairs<FindingRow>([rowsOf(older), rowsOf(newer)])) {
    const [before = [], after = []] = rows;
    const changed = changesOf({ ...of, older: before, newer: after }, await comparing);
    const wanted = changed.filter(({ change }) => filter.kinds?.includes(change) ?? true);
    picked.push(...wanted.map((one) => ({ ...one, isNewer: after.includes(one.found) })));
    if (picked.length >= filter.top || performance.now() > deadline) return { picked, next: `finding~${pair}~\uFFFF` };
  }
  return { picked, next: null };
}

/** How the findings of a finished scan differ from those of an earlier one of its series, by check, resource and sub-key. */
export async function listChanges(
  context: ScanContext,
  older: Control,
  newer: Control,
  filter: ChangeFilter,
): Promise<Listed<Change>> {
  const [{ picked, next }, viewOlder, viewNewer] = await Promise.all([
    pick(context, older, newer, filter),
    openFindingViewer(context, older),
    openFindingViewer(context, newer),
  ]);
  const stored = (isNewer: boolean) => picked.filter((one) => one.isNewer === isNewer);
  const [ofOlder, ofNewer] = [stored(false), stored(true)];
  const views = new Map([
    ...(await viewOlder(ofOlder.map(({ found }) => found.stored))).map(
      (view, index) => [ofOlder[index], view] as const,
    ),
    ...(await viewNewer(ofNewer.map(({ found }) => found.stored))).map(
      (view, index) => [ofNewer[index], view] as const,
    ),
  ]);
  const value = picked.flatMap((one): Change[] => {
    const finding = views.get(one);
    return finding === undefined ? [] : [{ change: one.change, finding }];
  });
  return { value, next };
}

import type { Severity } from '../model/check.ts';
import type { Coverage, ScanStatus, Tally, TypeCount } from '../model/scan.ts';
import { addTallies, failsBySeverity, totalTally, type Tallies } from './tally.ts';

/** What one part came to. */
export interface PartResult {
  readonly failed: boolean;
  readonly subscriptions: number;
  /** Resources of the judged types: as Resource Graph counted them, and as they were judged or found unusable. */
  readonly listed: number;
  readonly judged: number;
  /** How many there will be, for progress: `listed`, or a count where the listing has only begun. */
  readonly expected: number;
  readonly tallies: Tallies;
  readonly notCovered: readonly TypeCount[];
  readonly errors: number;
}

/** What a whole scan came to; frozen when it ends. */
export interface Summary {
  readonly tallies: Tallies;
  readonly verdicts: Tally;
  readonly findings: { readonly total: number; readonly bySeverity: Readonly<Record<Severity, number>> };
  readonly coverage: Coverage;
  readonly notCovered: readonly TypeCount[];
  readonly errors: number;
  readonly resourcesJudged: number;
  readonly resourcesListed: number;
}

export function addTypeCounts(counts: readonly TypeCount[]): readonly TypeCount[] {
  const sums = new Map<string, number>();
  for (const { type, count } of counts) sums.set(type, (sums.get(type) ?? 0) + count);
  return [...sums]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

// A resource that was counted but never returned is as unknown as one that was refused.
const shareReturned = (judged: number, gap: number): number => (gap === 0 ? 1 : judged / (judged + gap));

/** The share of the resources counted that were returned, 0–1. */
export function returnedShare({ resourcesJudged, coverage }: Summary): number {
  return shareReturned(resourcesJudged, coverage.gap);
}

function coverageOf(asked: number, parts: readonly PartResult[], tallies: Tallies): Coverage {
  const { pairs, pairsKnown } = totalTally(tallies);
  const listed = parts.filter((part) => !part.failed).reduce((sum, part) => sum + part.subscriptions, 0);
  const gap = parts.reduce((sum, part) => sum + Math.max(0, part.listed - part.judged), 0);
  const judged = parts.reduce((sum, part) => sum + part.judged, 0);
  const knownShare = pairs === 0 ? 1 : pairsKnown / pairs;
  const listedShare = asked === 0 ? 0 : listed / asked;
  return {
    percent: Math.floor(knownShare * shareReturned(judged, gap) * listedShare * 10_000) / 100,
    subscriptionsAsked: asked,
    subscriptionsListed: listed,
    pairs,
    pairsKnown,
    gap,
    partsFailed: parts.filter((part) => part.failed).length,
  };
}

/** Sums the parts of a scan. `asked` counts the subscriptions asked for, those that could not be listed included. */
export function summarise(
  asked: number,
  parts: readonly PartResult[],
  severityOf: (checkId: string) => Severity | undefined,
): Summary {
  const tallies = parts.reduce<Tallies>((sum, part) => addTallies(sum, part.tallies), {});
  const { pass, fail, unknown, notApplicable } = totalTally(tallies);
  return {
    tallies,
    verdicts: { pass, fail, unknown, notApplicable },
    findings: { total: fail + unknown, bySeverity: failsBySeverity(tallies, severityOf) },
    coverage: coverageOf(asked, parts, tallies),
    notCovered: addTypeCounts(parts.flatMap((part) => part.notCovered)),
    errors: parts.reduce((sum, part) => sum + part.errors, 0),
    resourcesJudged: parts.reduce((sum, part) => sum + part.judged, 0),
    resourcesListed: parts.reduce((sum, part) => sum + part.expected, 0),
  };
}

/** How a scan ends whose parts are all final. Everything known: completed. Too little seen: failed. */
export function endStatus(summary: Summary, coverageFloorPercent: number): ScanStatus {
  const { coverage, verdicts, errors } = summary;
  if (coverage.percent < coverageFloorPercent) return 'failed';
  const whole =
    coverage.partsFailed === 0 &&
    coverage.gap === 0 &&
    coverage.subscriptionsListed === coverage.subscriptionsAsked &&
    verdicts.unknown === 0 &&
    errors === 0;
  return whole ? 'completed' : 'completedWithErrors';
}

import type { Severity } from '../model/check.ts';
import type { NamedScore, ScoreRange } from '../model/score.ts';
import { wholePair, type CheckTally, type Tallies } from './tally.ts';

/** What a check weighs in a score: each severity twice the next. */
export const severityWeights: Readonly<Record<Severity, number>> = { critical: 8, high: 4, medium: 2, low: 1 };

/** What a score is made of: weights, and how much of them passed if what is unknown failed (`low`) or passed (`high`). */
interface Sum {
  readonly weight: number;
  readonly low: number;
  readonly high: number;
}

/** Sums by service. */
export type ServiceSums = ReadonlyMap<string, Sum>;

/** What of a check a score needs. */
export interface Scored {
  readonly service: string;
  readonly severity: Severity;
}

/**
 * One check in one subscription, whatever the number of resources there: the share of its pairs that passed, each pair
 * by the share of its verdicts. Where a type is hidden, everything behind it may have failed.
 */
function sumOf({ judged, passed, pairs, pairsKnown, hidden }: CheckTally, weight: number): Sum {
  const known = passed / wholePair;
  return {
    weight,
    low: hidden > 0 ? 0 : (weight * known) / judged,
    high: (weight * (known + pairs - pairsKnown)) / judged,
  };
}

function add(a: Sum | undefined, b: Sum): Sum {
  return a ? { weight: a.weight + b.weight, low: a.low + b.low, high: a.high + b.high } : b;
}

function inOrder(keys: Iterable<string>): readonly string[] {
  return [...keys].sort();
}

export function addSums(a: ServiceSums, b: ServiceSums): ServiceSums {
  const sums = new Map(a);
  for (const [service, sum] of b) sums.set(service, add(sums.get(service), sum));
  return sums;
}

/** What the checks came to in one subscription. */
export function sumsOf(tallies: Tallies, scored: (checkId: string) => Scored | undefined): ServiceSums {
  const sums = new Map<string, Sum>();
  for (const checkId of inOrder(Object.keys(tallies))) {
    const tally = tallies[checkId];
    const check = scored(checkId);
    if (tally === undefined || check === undefined || tally.judged <= 0) continue;
    sums.set(check.service, add(sums.get(check.service), sumOf(tally, severityWeights[check.severity])));
  }
  return sums;
}

/** A subscription that could not be listed: nothing of it is known to pass. `weights`, by service: as it weighed when last seen. */
export function unlistedSums(weights: Readonly<Record<string, number>>): ServiceSums {
  return new Map(Object.entries(weights).map(([service, weight]) => [service, { weight, low: 0, high: weight }]));
}

export function weightsOf(sums: ServiceSums): Readonly<Record<string, number>> {
  return Object.fromEntries([...sums].map(([service, { weight }]) => [service, weight]));
}

/** Down to two decimals, so that nothing that failed rounds to 100. A sum may miss a whole number by a hair. */
const percent = (share: number): number => Math.floor(share * 10_000 + 1e-6) / 100;

function rangeOf({ weight, low, high }: Sum): ScoreRange {
  return { low: percent(low / weight), high: percent(high / weight) };
}

/**
 * The score: 100 × Σ weight × share passed ÷ Σ weight, over every check in every subscription; null where nothing was
 * judged. `returned` is the share of the counted resources that could be looked at: of the others nothing passes at the
 * low end. docs/score.md has an example.
 */
export function scoreOf(sums: ServiceSums, returned = 1): ScoreRange | null {
  const total = [...sums.values()].reduce<Sum | undefined>(add, undefined);
  return total === undefined || total.weight === 0 ? null : rangeOf({ ...total, low: total.low * returned });
}

/** The score of each service, worst first. */
export function serviceScores(sums: ServiceSums, returned = 1): readonly NamedScore[] {
  const scores = [...sums].flatMap(([name, sum]): NamedScore[] =>
    sum.weight === 0 ? [] : [{ name, ...rangeOf({ ...sum, low: sum.low * returned }) }],
  );
  return scores.sort(worstFirst);
}

export function worstFirst(a: NamedScore, b: NamedScore): number {
  return a.low - b.low || a.high - b.high || (a.name < b.name ? -1 : 1);
}

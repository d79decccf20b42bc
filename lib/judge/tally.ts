import type { Severity } from '../model/check.ts';
import type { PairVerdicts } from '../model/finding.ts';
import type { Tally } from '../model/scan.ts';
import type { Judged } from '../model/verdict.ts';

/** Verdicts of one check, and what its (check × subject) pairs came to: a pair with one unknown sub-key is not known. */
export interface CheckTally extends Tally {
  readonly pairs: number;
  readonly pairsKnown: number;
  /** Pairs that count in a score: all but those that are wholly not applicable. */
  readonly judged: number;
  /** How much of the judged and known pairs passed, in millionths of a pair, so that sums stay whole numbers. */
  readonly passed: number;
  /** Pairs that stand for a type of which a subscription shows only a part. */
  readonly hidden: number;
}
/** By check id. */
export type Tallies = Readonly<Record<string, CheckTally>>;

export const emptyTally: CheckTally = {
  pass: 0,
  fail: 0,
  unknown: 0,
  notApplicable: 0,
  pairs: 0,
  pairsKnown: 0,
  judged: 0,
  passed: 0,
  hidden: 0,
};

/** One pair, in the unit of `passed`. */
export const wholePair = 1_000_000;

export function addTally(a: CheckTally, b: CheckTally): CheckTally {
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    unknown: a.unknown + b.unknown,
    notApplicable: a.notApplicable + b.notApplicable,
    pairs: a.pairs + b.pairs,
    pairsKnown: a.pairsKnown + b.pairsKnown,
    judged: a.judged + b.judged,
    passed: a.passed + b.passed,
    hidden: a.hidden + b.hidden,
  };
}

/** What a pair adds to a score: the share of its verdicts that passed; nothing while one of them is unknown. */
export function weighPair({ pass, fail, unknown }: PairVerdicts): Pick<CheckTally, 'judged' | 'passed'> {
  const judged = pass + fail + unknown > 0 ? 1 : 0;
  const passed = unknown > 0 || pass === 0 ? 0 : Math.floor((wholePair * pass) / (pass + fail));
  return { judged, passed };
}

/** How many verdicts of each kind that counts. */
export function pairOf(judged: readonly Judged[]): PairVerdicts {
  const of = (verdict: Judged['verdict']) => judged.filter((one) => one.verdict === verdict).length;
  return { pass: of('pass'), fail: of('fail'), unknown: of('unknown') };
}

/** The tally of one pair: what a check said of one subject. */
export function tallyPair(judged: readonly Judged[]): CheckTally {
  const pair = pairOf(judged);
  const { pass, fail, unknown } = pair;
  return {
    ...pair,
    notApplicable: judged.length - pass - fail - unknown,
    pairs: 1,
    pairsKnown: unknown === 0 ? 1 : 0,
    ...weighPair(pair),
    hidden: 0,
  };
}

export function addTallies(a: Tallies, b: Tallies): Tallies {
  const sum: Record<string, CheckTally> = { ...a };
  for (const [checkId, tally] of Object.entries(b)) sum[checkId] = addTally(sum[checkId] ?? emptyTally, tally);
  return sum;
}

/** How many verdicts failed, by severity of their check. */
export function failsBySeverity(
  tallies: Tallies,
  severityOf: (checkId: string) => Severity | undefined,
): Readonly<Record<Severity, number>> {
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const [checkId, { fail }] of Object.entries(tallies)) {
    const severity = severityOf(checkId);
    if (severity !== undefined) bySeverity[severity] += fail;
  }
  return bySeverity;
}

export function totalTally(tallies: Tallies): CheckTally {
  return Object.values(tallies).reduce(addTally, emptyTally);
}

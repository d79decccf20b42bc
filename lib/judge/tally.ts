import type { Tally } from '../model/scan.ts';
import type { Judged } from '../model/verdict.ts';

/** Verdicts of one check, and how many of its (check × subject) pairs ended known: a pair with one unknown sub-key is not known. */
export interface CheckTally extends Tally {
  readonly pairs: number;
  readonly pairsKnown: number;
}
/** By check id. */
export type Tallies = Readonly<Record<string, CheckTally>>;

export const emptyTally: CheckTally = { pass: 0, fail: 0, unknown: 0, notApplicable: 0, pairs: 0, pairsKnown: 0 };

export function addTally(a: CheckTally, b: CheckTally): CheckTally {
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    unknown: a.unknown + b.unknown,
    notApplicable: a.notApplicable + b.notApplicable,
    pairs: a.pairs + b.pairs,
    pairsKnown: a.pairsKnown + b.pairsKnown,
  };
}

/** The tally of one pair: what a check said of one subject. */
export function tallyPair(judged: readonly Judged[]): CheckTally {
  const of = (verdict: Judged['verdict']) => judged.filter((one) => one.verdict === verdict).length;
  const unknown = of('unknown');
  return {
    pass: of('pass'),
    fail: of('fail'),
    unknown,
    notApplicable: of('notApplicable'),
    pairs: 1,
    pairsKnown: unknown === 0 ? 1 : 0,
  };
}

export function addTallies(a: Tallies, b: Tallies): Tallies {
  const sum: Record<string, CheckTally> = { ...a };
  for (const [checkId, tally] of Object.entries(b)) sum[checkId] = addTally(sum[checkId] ?? emptyTally, tally);
  return sum;
}

export function totalTally(tallies: Tallies): CheckTally {
  return Object.values(tallies).reduce(addTally, emptyTally);
}

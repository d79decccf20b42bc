import type { PairVerdicts } from '../model/finding.ts';
import { emptyTally, weighPair, type CheckTally, type Tallies } from './tally.ts';

/** A pair of which exemptions cover some verdicts. */
export interface ExemptPair {
  readonly pair: PairVerdicts;
  readonly fail: number;
  readonly unknown: number;
  /** Whether it stands for a hidden type. */
  readonly hidden: boolean;
}

/** What a pair counts without the verdicts that are exempt, less what it counted with them. */
export function exemptDelta({ pair, fail, unknown, hidden }: ExemptPair): CheckTally {
  const left = { pass: pair.pass, fail: pair.fail - fail, unknown: pair.unknown - unknown };
  const before = weighPair(pair);
  const after = weighPair(left);
  // A pair that is known now counts among the known, and one of which nothing is left no more at all.
  const known = pair.unknown > 0 && left.unknown === 0 ? 1 : 0;
  return {
    ...emptyTally,
    pairsKnown: known,
    judged: after.judged - before.judged,
    passed: after.passed - before.passed,
    hidden: hidden && known === 1 ? -1 : 0,
  };
}

/** Tallies with what is exempt taken out, for scores only. */
export function withoutExempt(tallies: Tallies, deltas: Tallies): Tallies {
  const left: Record<string, CheckTally> = { ...tallies };
  for (const [checkId, delta] of Object.entries(deltas)) {
    const tally = left[checkId];
    if (tally === undefined) continue;
    left[checkId] = {
      ...tally,
      pairsKnown: tally.pairsKnown + delta.pairsKnown,
      judged: tally.judged + delta.judged,
      passed: tally.passed + delta.passed,
      hidden: tally.hidden + delta.hidden,
    };
  }
  return left;
}

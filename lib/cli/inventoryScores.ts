import { addSums, scoreOf, serviceScores, sumsOf, worstFirst, type Scored, type ServiceSums } from '../judge/score.ts';
import { addTally, emptyTally, tallyPair, type Tallies } from '../judge/tally.ts';
import type { NamedScore, ScoreRange } from '../model/score.ts';
import type { OfflineOutcome } from './judgeInventory.ts';

export interface InventoryScores {
  readonly score: ScoreRange | null;
  readonly services: readonly NamedScore[];
  readonly subscriptionScores: readonly NamedScore[];
}

/** What each check came to. */
export function talliesOf(outcomes: readonly OfflineOutcome[]): Tallies {
  const tallies = new Map<string, Tallies[string]>();
  for (const { check, judged } of outcomes) {
    tallies.set(check.id, addTally(tallies.get(check.id) ?? emptyTally, tallyPair(judged)));
  }
  return Object.fromEntries(tallies);
}

/** The score of a file, as a scan's. `returned`: the share of its rows that could be read, 0–1. */
export function inventoryScores(outcomes: readonly OfflineOutcome[], returned: number): InventoryScores {
  const checks = new Map<string, Scored>(outcomes.map(({ check }) => [check.id, check]));
  const bySubscription = Map.groupBy(outcomes, ({ subject }) => subject.subscriptionId.toLowerCase());
  const sums = [...bySubscription].map(([id, of]) => ({
    id,
    sums: sumsOf(talliesOf(of), (check) => checks.get(check)),
  }));
  const all = sums.reduce<ServiceSums>((sum, { sums: one }) => addSums(sum, one), new Map());
  const subscriptionScores = sums.flatMap(({ id, sums: one }): NamedScore[] => {
    const score = scoreOf(one, returned);
    return score === null || id === '' ? [] : [{ name: id, ...score }];
  });
  return {
    score: scoreOf(all, returned),
    services: serviceScores(all, returned),
    subscriptionScores: subscriptionScores.sort(worstFirst),
  };
}

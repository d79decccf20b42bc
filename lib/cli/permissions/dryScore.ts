import { catalogue } from '../../checks/index.ts';
import { addSums, scoreOf, sumsOf, unlistedSums, weightsOf, type Scored, type ServiceSums } from '../../judge/score.ts';
import type { Tallies } from '../../judge/tally.ts';
import type { ScoreRange } from '../../model/score.ts';

const checks = new Map<string, Scored>(catalogue.map((check) => [check.id, check]));
const sumsIn = (tallies: Tallies): ServiceSums => sumsOf(tallies, (id) => checks.get(id));
const nothing: ServiceSums = new Map();

/** The score of a dry scan; `refused` are subscriptions that could not be listed, with what they weighed before. */
export function dryScore(tallies: ReadonlyMap<string, Tallies>, refused: readonly string[] = []): ScoreRange | null {
  const sums = [...tallies].map(([subscriptionId, of]) =>
    refused.includes(subscriptionId) ? unlistedSums(weightsOf(sumsIn(of))) : sumsIn(of),
  );
  return scoreOf(sums.reduce(addSums, nothing));
}

/** What a loss must never do to a score: raise its low end. Empty in a scanner that keeps its promise. */
export function scoreFaults(full: ScoreRange | null, after: ScoreRange | null): readonly string[] {
  if (after === null || full === null) return [];
  return [
    ...(after.low > full.low
      ? [`the low end of the score rises from ${String(full.low)} to ${String(after.low)}`]
      : []),
    ...(after.low > after.high ? [`the score ends at ${String(after.high)}, under ${String(after.low)}`] : []),
  ];
}

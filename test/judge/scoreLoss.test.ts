import { describe, expect, it } from 'vitest';
import { addSums, scoreOf, sumsOf, unlistedSums, weightsOf, type ServiceSums } from '../../lib/judge/score.ts';
import { addTally, emptyTally, tallyPair, type CheckTally, type Tallies } from '../../lib/judge/tally.ts';
import type { Judged } from '../../lib/model/verdict.ts';

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

describe('losing sight of anything', () => {
  const because = { path: 'p', observed: 'o', expected: 'e' };
  const verdicts: readonly Judged[] = [
    { verdict: 'pass', because, subKey: '' },
    { verdict: 'fail', because, subKey: '' },
    { verdict: 'notApplicable', why: 'w', subKey: '' },
  ];
  const unknown: Judged = { verdict: 'unknown', reason: 'denied', detail: 'd', permission: 'a', subKey: '' };
  const severities = ['critical', 'high', 'medium', 'low'] as const;
  const checkIds = ['storage-a', 'storage-b', 'sql-c', 'sql-d', 'web-e'];
  const scored = (id: string) => {
    const at = checkIds.indexOf(id);
    return at < 0 ? undefined : { service: id.split('-')[0] ?? '', severity: severities[at % 4] ?? 'low' };
  };
  type Cell = readonly (readonly Judged[])[] | 'hidden';
  type Checks = Readonly<Record<string, Cell>>;
  /** By subscription and check: the verdicts of each pair, or that its type is hidden. `last` is how a refused one was last seen. */
  type Model = readonly ({ readonly seen: Checks } | { readonly last: Checks })[];

  const tallyOf = (pairs: readonly (readonly Judged[])[] | 'hidden'): CheckTally =>
    pairs === 'hidden'
      ? { ...tallyPair([unknown]), hidden: 1 }
      : pairs.map((pair) => tallyPair(pair)).reduce(addTally, emptyTally);
  const talliesOf = (checks: Checks): Tallies =>
    Object.fromEntries(Object.entries(checks).map(([id, pairs]) => [id, tallyOf(pairs)]));
  const sumsOfChecks = (checks: Checks): ServiceSums => sumsOf(talliesOf(checks), scored);

  const scoreOfModel = (model: Model) =>
    scoreOf(
      model
        .map((one) => ('seen' in one ? sumsOfChecks(one.seen) : unlistedSums(weightsOf(sumsOfChecks(one.last)))))
        .reduce(addSums, new Map()),
    );

  function modelOf(next: () => number): Model {
    const some = (most: number): number => Math.floor(next() * (most + 1));
    const pair = (): readonly Judged[] =>
      Array.from({ length: some(3) }, () => verdicts[some(2)] ?? unknown).map((one) => (next() < 0.05 ? unknown : one));
    const checks = (): Checks =>
      Object.fromEntries<Cell>(
        checkIds.filter(() => next() < 0.8).map((id) => [id, Array.from({ length: some(5) }, pair)] as const),
      );
    return Array.from({ length: 1 + some(3) }, () => ({ seen: checks() }));
  }

  /** The same with less to be seen of it. */
  function blinded(model: Model, next: () => number): Model {
    const dim = next() * 0.5;
    return model.map((one) => {
      if (!('seen' in one)) return one;
      if (next() < 0.15) return { last: one.seen };
      const seen = Object.fromEntries<Cell>(
        checkIds.map((id) => {
          const pairs = one.seen[id] ?? [];
          if (pairs === 'hidden' || next() < 0.15) return [id, 'hidden'] as const;
          const dimmed = pairs.map((pair) =>
            next() < dim / 4 ? [unknown] : pair.map((one) => (next() < dim ? unknown : one)),
          );
          return [id, dimmed] as const;
        }),
      );
      return { seen };
    });
  }

  it('never raises the low end of the score, in 500 tenants and 2,000 losses', () => {
    const next = random(20_261_124);
    let lowered = 0;
    for (let tenant = 0; tenant < 500; tenant += 1) {
      const full = modelOf(next);
      let [model, score] = [full, scoreOfModel(full)];
      for (let loss = 0; loss < 4; loss += 1) {
        model = blinded(model, next);
        const after = scoreOfModel(model);
        expect(after?.low ?? 0).toBeLessThanOrEqual(after?.high ?? 100);
        expect(after?.high ?? 0).toBeLessThanOrEqual(100);
        expect(after?.low ?? 0).toBeGreaterThanOrEqual(0);
        // Where nothing was judged there is no score to fall from: what is hidden now counts as failed.
        if (score !== null) expect(after?.low ?? 0).toBeLessThanOrEqual(score.low);
        if ((after?.low ?? 0) < (score?.low ?? 0)) lowered += 1;
        score = after ?? score;
      }
    }
    expect(lowered).toBeGreaterThan(300);
  });
});

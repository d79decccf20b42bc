import { expect, test } from 'vitest';
import { exemptDelta, withoutExempt } from '../../lib/judge/exemptPairs.ts';
import { scoreOf, sumsOf } from '../../lib/judge/score.ts';
import { addTally, emptyTally, tallyPair, wholePair, type CheckTally } from '../../lib/judge/tally.ts';
import type { PairVerdicts } from '../../lib/model/finding.ts';
import type { Judged } from '../../lib/model/verdict.ts';

const because = { path: 'p', observed: 'o', expected: 'e' };
const verdicts: Readonly<Record<string, Judged>> = {
  p: { verdict: 'pass', because, subKey: '' },
  f: { verdict: 'fail', because, subKey: '' },
  u: { verdict: 'unknown', reason: 'denied', detail: 'd', permission: 'a', subKey: '' },
  n: { verdict: 'notApplicable', why: 'w', subKey: '' },
};
const judged = (letters: string): readonly Judged[] => Array.from(letters, (letter) => verdicts[letter] ?? []).flat();
const count = (letters: string, letter: string): number => letters.split(letter).length - 1;
const pairOf = (letters: string): PairVerdicts => ({
  pass: count(letters, 'p'),
  fail: count(letters, 'f'),
  unknown: count(letters, 'u'),
});

/** `exempt` names the verdicts that are taken out. */
const delta = (letters: string, exempt: string, hidden = false): CheckTally =>
  exemptDelta({ pair: pairOf(letters), fail: count(exempt, 'f'), unknown: count(exempt, 'u'), hidden });

test.each<[string, string, Partial<CheckTally>]>([
  ['pf', 'f', { passed: wholePair / 2 }],
  ['pff', 'f', { passed: Math.floor(wholePair / 2) - Math.floor(wholePair / 3) }],
  ['pff', 'ff', { passed: wholePair - Math.floor(wholePair / 3) }],
  ['f', 'f', { judged: -1 }],
  ['ff', 'f', {}],
  ['ff', 'ff', { judged: -1 }],
  ['u', 'u', { judged: -1, pairsKnown: 1 }],
  ['uu', 'u', {}],
  ['pu', 'u', { passed: wholePair, pairsKnown: 1 }],
  ['pfu', 'u', { passed: wholePair / 2, pairsKnown: 1 }],
  ['pfu', 'f', {}],
  ['pfu', 'fu', { passed: wholePair, pairsKnown: 1 }],
  ['nf', 'f', { judged: -1 }],
  ['p', '', {}],
])('of %s without %s', (letters, exempt, expected) => {
  expect(delta(letters, exempt)).toEqual({ ...emptyTally, ...expected });
});

test('what stands for a hidden type hides it no more once it is wholly exempt', () => {
  expect(delta('u', 'u', true)).toEqual({ ...emptyTally, judged: -1, pairsKnown: 1, hidden: -1 });
  expect(delta('uu', 'u', true)).toEqual(emptyTally);
});

/** Every pair of up to four verdicts, and everything that can be exempt of it. */
const pairs = ['p', 'f', 'u', 'n'].flatMap((a) =>
  ['', 'p', 'f', 'u'].flatMap((b) => ['', 'f', 'u'].flatMap((c) => ['', 'p', 'f'].map((d) => a + b + c + d))),
);

test('a pair without its exempt verdicts counts as if they had never been', () => {
  for (const letters of pairs) {
    for (const exempt of ['', 'f', 'ff', 'u', 'fu', 'ffu', 'uu']) {
      const left = Array.from(exempt).reduce((rest, letter) => rest.replace(letter, ''), letters);
      if (letters.length - left.length !== exempt.length) continue;
      const { check = emptyTally } = withoutExempt(
        { check: tallyPair(judged(letters)) },
        { check: delta(letters, exempt) },
      );
      const alone = tallyPair(judged(left));
      expect([letters, exempt, check.judged, check.passed]).toEqual([letters, exempt, alone.judged, alone.passed]);
      expect(check.pairs - check.pairsKnown).toBe(left.includes('u') ? 1 : 0);
    }
  }
});

test('verdicts and pairs are counted as before: coverage forgives nothing', () => {
  const tallies = { check: addTally(tallyPair(judged('pfu')), tallyPair(judged('f'))) };
  const { check } = withoutExempt(tallies, { check: addTally(delta('pfu', 'fu'), delta('f', 'f')) });
  const { pass, fail, unknown, notApplicable, pairs: all } = tallies.check;
  expect(check).toMatchObject({ pass, fail, unknown, notApplicable, pairs: all });
});

test('a check of which everything is exempt leaves the score', () => {
  const scored = (id: string) => ({ service: id, severity: 'high' as const });
  const tallies = { one: tallyPair(judged('f')), two: tallyPair(judged('p')) };
  expect(scoreOf(sumsOf(tallies, scored))).toEqual({ low: 50, high: 50 });
  expect(scoreOf(sumsOf(withoutExempt(tallies, { one: delta('f', 'f') }), scored))).toEqual({ low: 100, high: 100 });
  const alone = { one: tallyPair(judged('u')) };
  expect(scoreOf(sumsOf(withoutExempt(alone, { one: delta('u', 'u') }), scored))).toBeNull();
});

test('an exemption of a check that was not judged changes nothing', () => {
  expect(withoutExempt({}, { gone: delta('f', 'f') })).toEqual({});
});

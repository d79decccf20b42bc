import { expect, test } from 'vitest';
import {
  addSums,
  scoreOf,
  serviceScores,
  severityWeights,
  sumsOf,
  unlistedSums,
  weightsOf,
  type Scored,
} from '../../lib/judge/score.ts';
import { addTally, emptyTally, tallyPair, type CheckTally } from '../../lib/judge/tally.ts';
import type { Judged } from '../../lib/model/verdict.ts';

const because = { path: 'p', observed: 'o', expected: 'e' };
const verdicts: Readonly<Record<string, Judged>> = {
  p: { verdict: 'pass', because, subKey: '' },
  f: { verdict: 'fail', because, subKey: '' },
  u: { verdict: 'unknown', reason: 'denied', detail: 'd', permission: 'a', subKey: '' },
  n: { verdict: 'notApplicable', why: 'w', subKey: '' },
};

/** Pairs as letters of their verdicts: `tally('p', 'pf')` is one that passed and one that passed by half. */
const tally = (...pairs: readonly string[]): CheckTally =>
  pairs
    .map((pair) => tallyPair(pair.split(/(?=.)/).flatMap((letter) => verdicts[letter] ?? [])))
    .reduce(addTally, emptyTally);
const hiding = (of: CheckTally): CheckTally => addTally(of, { ...tally('u'), hidden: 1 });

const checks: Readonly<Record<string, Scored>> = {
  'storage-critical': { service: 'storage', severity: 'critical' },
  'storage-low': { service: 'storage', severity: 'low' },
  'sql-high': { service: 'sql', severity: 'high' },
};
const sums = (tallies: Readonly<Record<string, CheckTally>>) => sumsOf(tallies, (id) => checks[id]);
const score = (tallies: Readonly<Record<string, CheckTally>>) => scoreOf(sums(tallies));

test('each severity weighs twice the next', () => {
  expect(severityWeights).toEqual({ critical: 8, high: 4, medium: 2, low: 1 });
});

test.each<[string, Parameters<typeof score>[0], ReturnType<typeof score>]>([
  ['everything passed', { 'storage-low': tally('p', 'p') }, { low: 100, high: 100 }],
  ['everything failed', { 'storage-low': tally('f') }, { low: 0, high: 0 }],
  ['a third passed, rounded down', { 'storage-low': tally('p', 'f', 'f') }, { low: 33.33, high: 33.33 }],
  ['two thirds, rounded down', { 'storage-low': tally('p', 'p', 'f') }, { low: 66.66, high: 66.66 }],
  ['a pair counts by the share of its verdicts', { 'storage-low': tally('pppf') }, { low: 75, high: 75 }],
  [
    'severities are weighed',
    { 'storage-critical': tally('f'), 'storage-low': tally('p') },
    { low: 11.11, high: 11.11 },
  ],
  [
    'many resources of a mild check do not outweigh a bad one',
    {
      'storage-critical': tally('f'),
      'storage-low': tally(...Array.from({ length: 100 }, () => 'p')),
    },
    { low: 11.11, high: 11.11 },
  ],
  ['what is not applicable does not count', { 'storage-low': tally('p', 'n', 'n') }, { low: 100, high: 100 }],
  [
    'a pair with one unknown counts as failed and as passed',
    { 'storage-low': tally('p', 'ppu') },
    { low: 50, high: 100 },
  ],
  ['a hidden type may have failed wholly', { 'storage-low': hiding(tally('p', 'p', 'f')) }, { low: 0, high: 75 }],
  ['nothing judged is no score', {}, null],
  ['nothing applicable is no score', { 'storage-low': tally('n') }, null],
  ['a check that is not known is passed over', { 'gone-check': tally('f') }, null],
])('%s', (_name, tallies, expected) => {
  expect(score(tallies)).toEqual(expected);
});

test('the example of the documentation', () => {
  const production = sums({ 'storage-critical': tally('p', 'p', 'p', 'f'), 'sql-high': tally('p', 'u') });
  const test = sums({ 'storage-low': tally('f') });
  const all = addSums(production, test);
  expect(scoreOf(production)).toEqual({ low: 66.66, high: 83.33 });
  expect(scoreOf(test)).toEqual({ low: 0, high: 0 });
  expect(scoreOf(all)).toEqual({ low: 61.53, high: 76.92 });
  expect(serviceScores(all)).toEqual([
    { name: 'sql', low: 50, high: 100 },
    { name: 'storage', low: 66.66, high: 66.66 },
  ]);
  expect(scoreOf(addSums(all, unlistedSums(weightsOf(production))))).toEqual({ low: 32, high: 88 });
});

test('the services stand worst first', () => {
  const of = sums({ 'sql-high': tally('p'), 'storage-low': tally('p', 'f') });
  expect(serviceScores(of).map(({ name }) => name)).toEqual(['storage', 'sql']);
});

test('mending one finding moves the score', () => {
  const before = score({ 'storage-low': tally('pfff') });
  const after = score({ 'storage-low': tally('ppff') });
  expect([before?.low, after?.low]).toEqual([25, 50]);
});

test('resources that were counted but never returned lower the low end alone', () => {
  const of = sums({ 'storage-low': tally('p', 'p') });
  expect(scoreOf(of, 0.5)).toEqual({ low: 50, high: 100 });
  expect(serviceScores(of, 0.5)).toEqual([{ name: 'storage', low: 50, high: 100 }]);
});

import { expect, test } from 'vitest';
import { keepWorst } from '../../../lib/report/html/keepWorst.ts';

test('the worst stay, of two as bad the one that came first', () => {
  const worst = keepWorst(2);
  worst.add('low', 'first low');
  worst.add('low', 'second low');
  worst.add('low', 'third low');
  expect(worst.entries()).toEqual(['first low', 'second low']);
  worst.add('high', 'high');
  expect(worst.entries()).toEqual(['high', 'first low']);
  expect([worst.admits('low'), worst.admits('medium'), worst.count(), worst.mildest()]).toEqual([
    false,
    true,
    2,
    'low',
  ]);
});

test('nothing is mildest of nothing', () => {
  expect(keepWorst(2).mildest()).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { type Figure, isMissed, median, percentile, repeated, tableOf } from '../../../lib/cli/bench/figure.ts';

const figure = { name: 'POST to final', setting: 'a tenant', unit: 's' } as const;

describe('a figure', () => {
  it.each<[string, Figure, boolean]>([
    ['at most its target', { ...figure, value: 3, target: { most: 3 } }, false],
    ['above it', { ...figure, value: 3.01, target: { most: 3 } }, true],
    ['at least its target', { ...figure, value: 90, target: { least: 90 } }, false],
    ['below it', { ...figure, value: 89.9, target: { least: 90 } }, true],
    ['that could not be measured', { ...figure, value: Number.NaN, target: { most: 3 } }, true],
    ['without a target', { ...figure, value: 3 }, false],
  ])('%s: missed or not', (_name, given, missed) => {
    expect(isMissed(given)).toBe(missed);
  });

  it('is the median of its repetitions and names their spread', () => {
    expect(repeated(figure, [3, 1, 2])).toEqual({ ...figure, value: 2, note: 'median of 3: 1–3' });
  });

  it('has no spread where it was measured once', () => {
    expect(repeated(figure, [3])).toEqual({ ...figure, value: 3 });
  });
});

describe('a percentile', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  it('is the nearest rank', () => {
    expect([percentile(values, 95), percentile(values, 100), median(values)]).toEqual([19, 20, 10]);
  });

  it('is no number where there is nothing', () => {
    expect(percentile([], 95)).toBeNaN();
  });
});

describe('the table', () => {
  it('shows value, target and outcome of each figure', () => {
    const rows = tableOf([
      { ...figure, value: 31.26, target: { most: 30 } },
      { ...figure, value: 4096, note: 'for comparison' },
    ]).split('\n');
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
    expect(cells[2]).toEqual(['', 'POST to final', 'a tenant', '31.3 s', '≤ 30 s', 'MISSED', '', '']);
    expect(cells[3]).toEqual(['', 'POST to final', 'a tenant', '4,096 s', '', '', 'for comparison', '']);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });
});

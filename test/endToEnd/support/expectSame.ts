import { expect } from 'vitest';
import type { Answer } from './callApi.ts';
import type { Result } from './readResult.ts';

/** Differences that a failure shows. */
const shown = 3;

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line)).slice(0, shown);
}

/** The same findings in the same order; a difference shows as the findings that are missing or new. */
export function expectSameFindings(found: readonly Answer[], expected: readonly Answer[]): void {
  const texts = (findings: readonly Answer[]): readonly string[] => findings.map((finding) => JSON.stringify(finding));
  const [are, were] = [texts(found), texts(expected)];
  expect({ missing: without(were, are), extra: without(are, were) }).toEqual({ missing: [], extra: [] });
  expect(are.length).toBe(were.length);
  expect(are.every((line, index) => line === were[index])).toBe(true);
}

/** Two scans came to the same. */
export function expectSame({ findings, ...rest }: Result, { findings: expected, ...others }: Result): void {
  expect(rest).toEqual(others);
  expectSameFindings(findings, expected);
}

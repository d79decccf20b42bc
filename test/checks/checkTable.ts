import { describe, expect, test } from 'vitest';
import { becauseText } from '../../lib/checks/property.ts';
import type { CatalogueCheck } from '../../lib/model/check.ts';
import type { Judged } from '../../lib/model/verdict.ts';
import { at, readGiven, type Given } from './given.ts';

type Told = readonly [Given, string];

/** The rows of one check, each with the exact text that its verdict shows. */
export interface CheckRows {
  readonly pass: readonly Told[];
  readonly fail: readonly Told[];
  readonly unknown?: readonly Told[];
  readonly notApplicable?: readonly Told[];
  /** For checks that judge parts: `verdict: text` by sub-key. */
  readonly parts?: readonly (readonly [Given, Readonly<Record<string, string>>])[];
}
export type CheckTables = Readonly<Record<string, CheckRows>>;

function textOf(judged: Judged): string {
  switch (judged.verdict) {
    case 'pass':
    case 'fail':
      return becauseText(judged.because);
    case 'unknown':
      return `${judged.reason}: ${judged.detail}`;
    case 'notApplicable':
      return judged.why;
  }
}

/** `{ '': 'fail: properties.x is …' }` */
export function judgeGiven(check: CatalogueCheck, given: Given): Readonly<Record<string, string>> {
  const { judged } = check.judge(given.subject, readGiven(given), at);
  return Object.fromEntries(judged.map((one) => [one.subKey, `${one.verdict}: ${textOf(one)}`]));
}

const wholes = ['pass', 'fail', 'unknown', 'notApplicable'] as const;

/** Every row of a check with what it is to come to. */
export function rowsOf(rows: CheckRows): readonly (readonly [Given, Readonly<Record<string, string>>])[] {
  const whole = wholes.flatMap((verdict) =>
    (rows[verdict] ?? []).map(([given, text]) => [given, { '': `${verdict}: ${text}` }] as const),
  );
  return [...whole, ...(rows.parts ?? [])];
}

/** One test a row, named by the verdicts that it shows. */
export function checkTable(checks: readonly CatalogueCheck[], tables: CheckTables): void {
  for (const [id, rows] of Object.entries(tables)) {
    describe(id, () => {
      const check = checks.find((one) => one.id === id);
      if (check === undefined) throw new Error(`There is no check ${id}`);
      for (const [given, expected] of rowsOf(rows)) {
        const name = Object.entries(expected).map(([subKey, text]) => (subKey === '' ? text : `${subKey} ${text}`));
        test(name.join('; '), () => {
          expect(judgeGiven(check, given)).toEqual(expected);
        });
      }
    });
  }
}
